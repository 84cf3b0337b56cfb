import { setTimeout as pause } from 'node:timers/promises';
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

/** The first wait between two attempts, in milliseconds. */
const FIRST = 100;

/** Counts how long nothing has been heard of the service. */
export class Silence {
  readonly #patience: Patience;
  #since = Date.now();
  #next = FIRST;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** The service answered; something new, or what was known. */
  heard(isNew: boolean): void {
    this.#since = Date.now();
    if (isNew) this.#next = FIRST;
  }

  /** Waits before the next attempt, twice as long each time; jittered, so that many do not return all at once. */
  async wait(): Promise<void> {
    const longest = this.#next;
    this.#next = Math.min(2 * longest, this.#patience.between);
    await pause(longest * (0.5 + Math.random() / 2));
  }

  /** Waits before the next attempt, if the failure is one that passes; else throws it. */
  async bear(failure: unknown): Promise<void> {
    if (!(failure instanceof CallFailed) || !failure.transient) throw failure;
    if (Date.now() - this.#since > this.#patience.unanswered) throw failure;
    await this.wait();
  }
}

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
