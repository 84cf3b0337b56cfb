import type { ExpectedHolder, ExpectedShowing, Report } from '@certbridge/verifier-sdk';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { WorkerClient } from './worker-client';
import { QuestionFailed } from './messages';
import type { Failure, Question } from './messages';

export type Asked = Question<'qr' | 'file'>;

/** Milliseconds after which a verdict is asked for again: validity and freshness pass while it is on the screen. */
const again = 5 * 60_000;

/** The question now on the screen: it is asked again as the worker learns more of the ledger, and as time passes. */
export function openQuery(worker: WorkerClient) {
  const question = shallowRef<Asked | null>(null);
  const report = shallowRef<Report | null>(null);
  const failure = shallowRef<Failure | null>(null);
  /** When the report was made, in milliseconds since 1970. */
  const at = shallowRef(0);

  async function run() {
    const asked = question.value;
    if (!asked) return;
    try {
      const answer = await worker.ask<'qr' | 'file'>(asked);
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
  function ask(asked: Asked | null) {
    question.value = asked;
    report.value = null;
    failure.value = null;
    void run();
  }

  /** Asks the same once more, compared with a holder, or with undefined with none. */
  function compare(holder: ExpectedHolder | undefined) {
    if (!question.value) return;
    const { holder: _, ...asked } = question.value;
    question.value = holder ? { ...asked, holder } : asked;
    void run();
  }

  /** Asks the same once more: what a live code must have been shown for, or with undefined for nothing yet. */
  function expectShowing(showing: ExpectedShowing | undefined) {
    if (!question.value) return;
    const { showing: _, ...asked } = question.value;
    question.value = showing ? { ...asked, showing } : asked;
    void run();
  }

  /** Shows why a question could not even be asked. */
  function fail(why: Failure) {
    question.value = null;
    report.value = null;
    failure.value = why;
  }

  const known = () => {
    const { knows, troubles, trust } = worker.state.value;
    return [trust?.fingerprint, knows?.checkpoint, knows?.beat, troubles.includes('EQUIVOCATION')].join();
  };
  watch(known, () => {
    if (report.value || failure.value) void run();
  });
  const timer = setInterval(() => {
    if (report.value) void run();
  }, again);
  onScopeDispose(() => clearInterval(timer));

  const state = computed(() => {
    if (failure.value) return 'failed';
    if (!question.value) return 'empty';
    return report.value ? 'answered' : 'waiting';
  });

  const holder = computed(() => question.value?.holder);

  return { state, report, failure, at, holder, ask, compare, expectShowing, fail };
}

export type Query = ReturnType<typeof openQuery>;
