import { Backoff } from '../platform/waiting/index.js';
import { CallFailed } from './failure.js';

/** How long the command bears with a service that restarts and with proxies; in milliseconds. */
export interface Patience {
  /** A stream of events that is silent for so long has stalled; the service writes a line every 15 s. */
  readonly stalled: number;
  /** After so long without any answer it gives up. */
  readonly unanswered: number;
  /** So long it waits for the ledger after the last certificate was issued. */
  readonly anchoring: number;
  /** The longest wait between two attempts. */
  readonly between: number;
}

export const usualPatience: Patience = {
  stalled: 45_000,
  unanswered: 600_000,
  anchoring: 60_000,
  between: 5_000,
};

/** Counts how long nothing has been heard of the service. */
export class Silence {
  readonly #patience: Patience;
  readonly #backoff: Backoff;
  #since = Date.now();

  constructor(patience: Patience) {
    this.#patience = patience;
    this.#backoff = new Backoff(100, patience.between);
  }

  /** The service answered; something new, or what was known. */
  heard(isNew: boolean): void {
    this.#since = Date.now();
    if (isNew) this.#backoff.reset();
  }

  /** Waits before the next attempt, longer each time. */
  wait(): Promise<void> {
    return this.#backoff.wait(NEVER);
  }

  /** Waits before the next attempt, if the failure is one that passes; else throws it. */
  async bear(failure: unknown): Promise<void> {
    if (!(failure instanceof CallFailed) || !failure.transient) throw failure;
    if (Date.now() - this.#since > this.#patience.unanswered) throw failure;
    await this.wait();
  }
}

const NEVER = new AbortController().signal;

/** Asks again while the service restarts or a connection is cut; for what may be asked twice. */
export async function persistently<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  const silence = new Silence(patience);
  for (;;) {
    try {
      return await attempt();
    } catch (failure) {
      await silence.bear(failure);
    }
  }
}
