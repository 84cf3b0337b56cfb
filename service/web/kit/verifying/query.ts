import type { ExpectedHolder, ExpectedShowing, Report } from '@certbridge/verifier-sdk';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { WorkerClient } from './worker-client';
import { QuestionFailed, maxShowing } from './messages';
import type { Expected, Failure, Question } from './messages';

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

  /** When the question was first asked. */
  let since = 0;

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
    since = Date.now();
    question.value = asked?.ask === 'qr' ? { ...asked, at: since } : asked;
    report.value = null;
    failure.value = null;
    void run();
  }

  function askAgain(changed: { [K in keyof Expected]: Expected[K] | undefined }) {
    if (!question.value) return;
    const { holder, showing, ...asked } = { ...question.value, ...changed };
    question.value = { ...asked, ...(holder && { holder }), ...(showing && { showing }) };
    void run();
  }

  /** Asks the same once more, compared with a holder, or with undefined with none. */
  const compare = (holder: ExpectedHolder | undefined) => askAgain({ holder });

  /** Asks the same once more: what it must have been shown for. */
  const showFor = (showing: ExpectedShowing | undefined) => askAgain({ showing });

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
  /** What was shown by a live code stands as it was once the code is over: only another showing tells more. */
  const isOver = () => report.value?.shown !== undefined && Date.now() - since > maxShowing;
  watch(known, () => {
    if ((report.value || failure.value) && !isOver()) void run();
  });
  const timer = setInterval(() => {
    if (report.value && !isOver()) void run();
  }, again);
  onScopeDispose(() => clearInterval(timer));

  const state = computed(() => {
    if (failure.value) return 'failed';
    if (!question.value) return 'empty';
    return report.value ? 'answered' : 'waiting';
  });

  const holder = computed(() => question.value?.holder);

  return { state, report, failure, at, holder, ask, compare, showFor, fail };
}

export type Query = ReturnType<typeof openQuery>;
