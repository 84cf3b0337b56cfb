/**
 * Remembers which live codes a window has taken. Several devices that serve one counter share one, else a code that
 * one took can be shown to another within its minute.
 */
export interface ReplayMemory {
  /**
   * When this showing was first taken, in milliseconds since 1970: `now` where it is new, which must then be
   * remembered, for a day at least, before anything is answered.
   *
   * @param showing names the device's key and the time that it signed
   */
  firstTaken(showing: string, now: number): Promise<number>;
}

const MAX_REMEMBERED = 10_000;

/** In the memory of one process; of more than 10,000 showings, the oldest are forgotten. */
export class LocalReplayMemory implements ReplayMemory {
  readonly #taken = new Map<string, number>();

  firstTaken(showing: string, now: number): Promise<number> {
    const known = this.#taken.get(showing);
    if (known !== undefined) return Promise.resolve(known);
    const [oldest] = this.#taken.keys();
    if (oldest !== undefined && this.#taken.size >= MAX_REMEMBERED) this.#taken.delete(oldest);
    this.#taken.set(showing, now);
    return Promise.resolve(now);
  }
}
