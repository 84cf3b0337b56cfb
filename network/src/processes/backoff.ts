export interface BackoffBounds {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Pauses between attempts: each twice as long as the one before, up to a bound. */
export class Backoff {
  readonly #bounds: BackoffBounds;
  #nextMs: number;

  constructor(bounds: BackoffBounds) {
    this.#bounds = bounds;
    this.#nextMs = bounds.firstMs;
  }

  /** How long to wait now, in milliseconds. */
  next(): number {
    const now = this.#nextMs;
    this.#nextMs = Math.min(2 * now, this.#bounds.maxMs);
    return now;
  }

  /** After a success the next pause is the shortest again. */
  reset(): void {
    this.#nextMs = this.#bounds.firstMs;
  }
}
