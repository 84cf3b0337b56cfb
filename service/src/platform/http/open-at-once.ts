import { Problem } from '../problems/index.js';

/** What one caller has open at once, each in this process. */
export class OpenAtOnce {
  readonly #most: number;
  readonly #refusal: (most: number) => Problem;
  readonly #open = new Map<string, number>();

  constructor(most: number, refusal: (most: number) => Problem) {
    this.#most = most;
    this.#refusal = refusal;
  }

  /**
   * Counts one more.
   * @returns to be called once it is closed
   * @throws Problem as it was given
   */
  add(who: string): () => void {
    const before = this.#open.get(who) ?? 0;
    if (before >= this.#most) throw this.#refusal(this.#most);
    this.#open.set(who, before + 1);
    return () => {
      const now = (this.#open.get(who) ?? 1) - 1;
      if (now > 0) this.#open.set(who, now);
      else this.#open.delete(who);
    };
  }
}

/** Event streams: each holds a connection, and is told of every change. Pages that one person may well have open. */
export const openStreams = (): OpenAtOnce =>
  new OpenAtOnce(
    20,
    (most) =>
      new Problem('too-many', 'STREAMS_EXCEEDED', {
        zh: `同时打开的页面最多 ${most} 个会自动更新：请关闭一些再试。`,
        en: `At most ${most} event streams are open at once for one person: close some, then try again.`,
      }),
  );

/** Uploads: each is read, kept and checked while it comes. */
export const openUploads = (): OpenAtOnce =>
  new OpenAtOnce(
    3,
    (most) =>
      new Problem('too-many', 'UPLOADS_EXCEEDED', {
        zh: `同时上传的文件最多 ${most} 个：请等一个传完再传。`,
        en: `At most ${most} files are uploaded at once by one person: wait until one has arrived.`,
      }),
  );
