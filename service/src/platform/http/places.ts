import { Problem } from '../problems/index.js';

/** As much is under way as this process can do in time: what comes on top is refused at once, and costs little. */
export class Overloaded extends Problem {
  constructor() {
    super('unavailable', 'OVERLOADED', {
      zh: '现在办理的人太多：请过几秒再试。已受理的不受影响。',
      en: 'More is asked for than can be done now: try again in a few seconds. What was accepted goes on.',
    });
  }
}

/**
 * Places for what is worked on at once. Without a bound, everybody waits in the database's queue until all are too
 * late, and nothing is served any more. Nobody holds a place who only sends slowly.
 */
export class Places {
  readonly #most: number;
  #taken = 0;
  /** In the order in which they came. */
  readonly #waiting = new Set<() => void>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws Overloaded */
  during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.#most) return Promise.reject(new Overloaded());
    this.#taken += 1;
    return this.#holding(work);
  }

  /**
   * For what has cost its sender much already: waits until a place is free, in the order in which they came.
   * @throws Overloaded where `signal` fires before
   */
  async inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#taken < this.#most) return this.during(work);
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(enter);
        reject(new Overloaded());
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.add(enter);
      signal.addEventListener('abort', leave, { once: true });
      if (signal.aborted) leave();
    });
    return this.#holding(work);
  }

  async #holding<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      // It stays taken, by whoever has waited longest.
      if (next) {
        this.#waiting.delete(next);
        next();
      } else this.#taken -= 1;
    }
  }
}
