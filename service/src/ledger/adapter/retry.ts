import { Backoff } from '../../platform/waiting/index.js';
import { LedgerRefusal, LedgerUnavailable } from './errors.js';
import { classify, describe } from './failure.js';
import type { Failure } from './failure.js';

const ATTEMPTS = 8;

/** The waits between attempts at the ledger: peers answer within a second or not at all. */
export const betweenAttempts = (): Backoff => new Backoff(50, 1_000);

/** @throws LedgerUnavailable when the connection was closed before the next attempt */
export async function waitForNext(backoff: Backoff, signal: AbortSignal): Promise<void> {
  await backoff.wait(signal);
  if (signal.aborted) throw new LedgerUnavailable('The connection to the ledger was closed.');
}

/** What an attempt that did not throw says: done, or why it must be made again. */
export type Attempt<T> = { readonly done: T } | { readonly again: string };

/**
 * Makes an attempt until it is done, a bounded number of times. Each attempt starts from endorsing or
 * evaluating, that is from reading the ledger's present state; nothing is sent twice unread. A refusal ends
 * it when `isFinal` says that enough endorsers agree.
 */
export async function settle<T>(
  signal: AbortSignal,
  isFinal: (refusal: Extract<Failure, { kind: 'refused' }>) => boolean,
  attempt: (number: number) => Promise<Attempt<T>>,
): Promise<T> {
  let reason = '';
  let cause: unknown;
  const backoff = betweenAttempts();
  for (let number = 0; number < ATTEMPTS; number += 1) {
    if (number > 0) await waitForNext(backoff, signal);
    try {
      const result = await attempt(number);
      if ('done' in result) return result.done;
      reason = result.again;
    } catch (error) {
      const failure = classify(error);
      if (failure.kind === 'refused' && isFinal(failure)) {
        throw new LedgerRefusal(failure.code, failure.sentence, { cause: error });
      }
      reason = describe(error);
      cause = error;
    }
  }
  throw new LedgerUnavailable(`The ledger did not settle the call in ${ATTEMPTS} attempts: ${reason}.`, {
    cause,
  });
}
