import { Overloaded } from './places.js';

/** Bytes of files that lie in this process before they are worked on. Whoever sends slowly holds what has come, no more. */
export class Room {
  readonly #most: number;
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Counts what has come of a source until the work is done.
   * @throws Overloaded once there is no room for what comes
   */
  async during<T>(
    source: AsyncIterable<Uint8Array>,
    work: (counted: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    let held = 0;
    const take = (bytes: number): void => {
      if (this.#taken + bytes > this.#most) throw new Overloaded();
      this.#taken += bytes;
      held += bytes;
    };
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const part of source) {
        take(part.length);
        yield part;
      }
    }
    try {
      return await work(counted());
    } finally {
      this.#taken -= held;
    }
  }
}
