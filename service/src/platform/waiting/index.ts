/** Waiting: for notifications, for a time, for one's turn, and between attempts. */
import { Backoff as GrowingPauses } from '@certbridge/network/processes';

/** Remembers that something happened until somebody waits for it: a notification between two waits is not lost. */
export class Notifier {
  #notified = false;
  #resolve: (() => void) | undefined;

  notify(): void {
    this.#notified = true;
    this.#resolve?.();
  }

  /** Until the next notification, the signal's abort, or `milliseconds`. */
  async wait(signal: AbortSignal, milliseconds?: number): Promise<void> {
    if (!this.#notified) {
      const notified = new Promise<void>((resolve) => {
        this.#resolve = resolve;
      });
      const over = new AbortController();
      await Promise.race([notified, pause(milliseconds, AbortSignal.any([signal, over.signal]))]);
      over.abort();
      this.#resolve = undefined;
    }
    this.#notified = false;
  }
}

/** Until `milliseconds` have passed (for ever, if not given) or the signal aborts. Never rejects. */
export function pause(milliseconds: number | undefined, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = milliseconds === undefined ? undefined : setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
  });
}

/** One piece of work after the other, in the order in which they came; one that fails holds up none. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** Growing, jittered waits between attempts, so that many clients do not return all at once. */
export class Backoff {
  readonly #pauses: GrowingPauses;

  /** @param firstMs before the second attempt @param maxMs of the longest wait */
  constructor(firstMs = 200, maxMs = 15_000) {
    this.#pauses = new GrowingPauses({ firstMs, maxMs });
  }

  wait(signal: AbortSignal): Promise<void> {
    return pause(this.#pauses.next() * (0.5 + Math.random() / 2), signal);
  }

  reset(): void {
    this.#pauses.reset();
  }
}
