import { setTimeout } from 'node:timers/promises';
import { LedgerRefusal, LedgerUnavailable } from './errors.js';
import { classify, describe } from './failure.js';
import type { Failure } from './failure.js';

const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Waits longer each time, with jitter so that those who collided do not meet again. */
export async function pause(attempt: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  try {
    await setTimeout(longest * (0.5 + Math.random() / 2), undefined, { signal });
  } catch (cause) {
    throw new LedgerUnavailable('The connection to the ledger was closed.', { cause });
  }
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
  for (let number = 0; number < ATTEMPTS; number += 1) {
    if (number > 0) await pause(number - 1, signal);
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
