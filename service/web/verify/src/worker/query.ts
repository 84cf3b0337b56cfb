import type { Report } from '@certbridge/verifier-sdk';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { Desk } from './desk';
import { QuestionFailed } from './messages';
import type { Failure, Question } from './messages';

export type Asked = Question<'qr' | 'file'>;

/** Validity and freshness pass while a verdict stands on the screen. */
const again = 5 * 60_000;

/** One question that stands: it is asked again as the desk learns more of the ledger, and as time passes. */
export function openInquiry(desk: Desk) {
  const question = shallowRef<Asked | null>(null);
  const report = shallowRef<Report | null>(null);
  const failure = shallowRef<Failure | null>(null);
  /** When the report was made, in milliseconds since 1970. */
  const at = shallowRef(0);

  async function ask() {
    const asked = question.value;
    if (!asked) return;
    try {
      const answer = await desk.ask<'qr' | 'file'>(asked);
      if (question.value !== asked) return;
      report.value = answer;
      failure.value = null;
      at.value = Date.now();
    } catch (error) {
      if (question.value !== asked) return;
      report.value = null;
      failure.value = error instanceof QuestionFailed ? error.failure : 'STOPPED';
    }
  }

  /** Asks a new question, or with null none. */
  function pose(asked: Asked | null) {
    question.value = asked;
    report.value = null;
    failure.value = null;
    void ask();
  }

  /** Gives up on a question that could not even be put. */
  function fail(why: Failure) {
    question.value = null;
    report.value = null;
    failure.value = why;
  }

  const known = () => {
    const { knows, troubles, trust } = desk.standing.value;
    return [trust?.fingerprint, knows?.checkpoint, knows?.beat, troubles.includes('EQUIVOCATION')].join();
  };
  watch(known, () => {
    if (report.value || failure.value) void ask();
  });
  const timer = setInterval(() => {
    if (report.value) void ask();
  }, again);
  onScopeDispose(() => clearInterval(timer));

  const state = computed(() => {
    if (failure.value) return 'failed';
    if (!question.value) return 'empty';
    return report.value ? 'answered' : 'waiting';
  });

  return { state, report, failure, at, pose, fail };
}

export type Inquiry = ReturnType<typeof openInquiry>;
