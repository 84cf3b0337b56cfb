import { Problem } from '../problems/index.js';

/** As much is under way as this process can do in time: what comes on top is refused at once, and costs little. */
class Overloaded extends Problem {
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

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws Overloaded */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.#most) throw new Overloaded();
    this.#taken += 1;
    try {
      return await work();
    } finally {
      this.#taken -= 1;
    }
  }
}
