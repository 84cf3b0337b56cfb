import type { ExpectedHolder, ExpectedShowing, Report } from '@certbridge/verifier-sdk';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { WorkerClient } from './worker-client';
import { QuestionFailed } from './messages';
import type { Failure, Question } from './messages';

export type Asked = Question<'qr' | 'file'>;

/** Milliseconds after which a verdict is asked for again: validity and freshness pass while it is on the screen. */
const AGAIN = 5 * 60_000;

/** A report, and what was asked. */
interface Made {
  readonly asked: Asked;
  readonly report: Report;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
}

/** The question now on the screen: it is asked again as the worker learns more of the ledger, and as time passes. */
export function openQuery(worker: WorkerClient) {
  const question = shallowRef<Asked | null>(null);
  const made = shallowRef<Made | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let runs = 0;

  /**
   * The newest report on what is asked about, though it may have been compared with another holder, or be of a showing
   * for another item: good for the certificate's own content, not for a verdict.
   */
  const last = computed(() => made.value?.report ?? null);
  /** The report that answers the question as it is now. */
  const report = computed(() => (made.value?.asked === question.value ? last.value : null));
  const at = computed(() => made.value?.at ?? 0);

  async function run() {
    const asked = question.value;
    const mine = ++runs;
    if (!asked) return;
    try {
      const answer = await worker.ask<'qr' | 'file'>(asked);
      if (mine !== runs) return;
      made.value = { asked, report: answer, at: Date.now() };
      failure.value = null;
    } catch (error) {
      if (mine !== runs) return;
      made.value = null;
      failure.value = error instanceof QuestionFailed ? error.failure : 'STOPPED';
    }
  }

  /** Asks a new question, or with null none. */
  function ask(asked: Asked | null) {
    question.value = asked;
    made.value = null;
    failure.value = null;
    void run();
  }

  /** Asks the same once more, compared with a holder, or with undefined with none. */
  function compare(holder: ExpectedHolder | undefined) {
    if (!question.value) return;
    const { holder: before, ...asked } = question.value;
    if (before?.name === holder?.name && before?.number === holder?.number) return;
    question.value = holder ? { ...asked, holder } : asked;
    void run();
  }

  /** Asks the same once more: what a live code must have been shown for, or with undefined for nothing yet. */
  function expectShowing(showing: ExpectedShowing | undefined) {
    if (!question.value) return;
    const { showing: before, ...asked } = question.value;
    if (before?.item === showing?.item && before?.challenge === showing?.challenge) return;
    const answered = report.value && made.value;
    question.value = showing ? { ...asked, showing } : asked;
    // What was not shown live is for any item: the answer stands.
    if (answered && !answered.report.shown) made.value = { ...answered, asked: question.value };
    void run();
  }

  /** Asks once more what could not be answered. */
  function again() {
    if (!question.value) return;
    failure.value = null;
    void run();
  }

  /** Shows why a question could not even be asked. */
  function fail(why: Failure) {
    ask(null);
    failure.value = why;
  }

  const believed = () => {
    const { troubles, trust } = worker.state.value;
    return [trust?.fingerprint, troubles.includes('EQUIVOCATION')].join();
  };
  const known = () => {
    const { knows } = worker.state.value;
    return [believed(), knows?.checkpoint, knows?.beat].join();
  };
  watch([known, believed], ([, now], [, before]) => {
    const isOver = made.value ?? failure.value;
    // What was said on the word of others does not stand meanwhile.
    if (now !== before) made.value = null;
    if (isOver) void run();
  });
  const timer = setInterval(() => {
    if (made.value) void run();
  }, AGAIN);
  onScopeDispose(() => clearInterval(timer));

  const state = computed(() => {
    if (failure.value) return 'failed';
    if (!question.value) return 'empty';
    return report.value ? 'answered' : 'waiting';
  });

  const holder = computed(() => question.value?.holder);

  return {
    state,
    report,
    last,
    failure,
    at,
    holder,
    ask,
    again,
    compare,
    expectShowing,
    fail,
  };
}

export type Query = ReturnType<typeof openQuery>;
