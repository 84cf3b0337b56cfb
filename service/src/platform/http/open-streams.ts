import { Problem } from '../problems/index.js';

/** Pages that one person may well have open. */
const MOST = 20;

/** Event streams that are open, by who reads them: each holds a connection, and is told of every change. */
export class OpenStreams {
  readonly #open = new Map<string, number>();

  /**
   * Counts one more.
   * @returns to be called once it is closed
   * @throws Problem `STREAMS_EXCEEDED`
   */
  add(who: string): () => void {
    const before = this.#open.get(who) ?? 0;
    if (before >= MOST) {
      throw new Problem('too-many', 'STREAMS_EXCEEDED', {
        zh: `同时打开的页面最多 ${MOST} 个会自动更新：请关闭一些再试。`,
        en: `At most ${MOST} event streams are open at once for one person: close some, then try again.`,
      });
    }
    this.#open.set(who, before + 1);
    return () => {
      const now = (this.#open.get(who) ?? 1) - 1;
      if (now > 0) this.#open.set(who, now);
      else this.#open.delete(who);
    };
  }
}
