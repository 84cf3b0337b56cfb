import { availableParallelism } from 'node:os';
import { LocalReplayMemory } from '../verify/replay-memory.js';
import type { ReplayMemory } from '../verify/replay-memory.js';
import type { Verifier } from '../verify/verifier.js';
import { VerifierThread } from './verifier-thread-client.js';
import type { VerifierPoolOptions } from './verifier-thread-client.js';

/** With each thread: one that it works on, and those that wait so that it need not. */
const AT_ONCE = 4;

/**
 * A verifier that uses every processor: each call goes to the thread that has the least to do. Threads start when
 * they are needed, and do not keep the process from ending while nothing is asked of them. Whatever a file does to a
 * thread, its call and those behind it reject with {@link VerifierInterrupted}, and the next call has a new thread.
 *
 * @example
 * const pool = new VerifierPool({ trustAnchor, mirror: 'mirror' });
 * for await (const { verdict } of pool.inOrder(files, async (file) => pool.verifyPdf(await readFile(file)))) …
 */
export class VerifierPool implements Verifier {
  readonly #threads: (VerifierThread | undefined)[];
  readonly #options: VerifierPoolOptions;
  readonly #replays: ReplayMemory;

  constructor(options: VerifierPoolOptions) {
    const { threads = availableParallelism() } = options;
    if (!Number.isSafeInteger(threads) || threads < 1) throw new RangeError('a pool has one thread at least');
    this.#threads = Array.from({ length: threads }, () => undefined);
    this.#options = options;
    // One for all threads: a live code that one of them took was taken.
    this.#replays = options.replays ?? new LocalReplayMemory();
  }

  readonly verifyPdf: Verifier['verifyPdf'] = (...asked) => this.#idlest().ask({ verifyPdf: asked });
  readonly verifyQr: Verifier['verifyQr'] = (...asked) => this.#idlest().ask({ verifyQr: asked });
  readonly verifyImage: Verifier['verifyImage'] = (...asked) => this.#idlest().ask({ verifyImage: asked });
  readonly verifyPresentation: Verifier['verifyPresentation'] = (...asked) =>
    this.#idlest().ask({ verifyPresentation: asked });

  /**
   * What comes of each item, in their order. So many are under way at once as keep every thread busy and no more:
   * memory does not grow with the number of items.
   *
   * @param work may read the item first, and calls the pool
   */
  async *inOrder<T, R>(
    items: Iterable<T> | AsyncIterable<T>,
    work: (item: T) => Promise<R>,
  ): AsyncGenerator<R, void, undefined> {
    const under: Promise<R>[] = [];
    try {
      for await (const item of items) {
        if (under.length === this.#threads.length * AT_ONCE) yield await (under.shift() as Promise<R>);
        const one = work(item);
        // It is awaited in its turn; until then its failure is nobody's fault.
        one.catch(() => undefined);
        under.push(one);
      }
      for (let next = under.shift(); next; next = under.shift()) yield await next;
    } finally {
      // Of those that nobody waits for any more.
      await Promise.allSettled(under);
    }
  }

  /** Ends the threads; what is still asked of them rejects. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.flatMap((thread) => (thread ? [thread.close()] : [])));
  }

  #idlest(): VerifierThread {
    let least = 0;
    for (const [n, thread] of this.#threads.entries()) {
      if ((thread?.waiting ?? 0) < (this.#threads[least]?.waiting ?? 0)) least = n;
    }
    // One that ended is replaced when it is next needed.
    return (this.#threads[least] ??= new VerifierThread(this.#options, this.#replays, () => {
      this.#threads[least] = undefined;
    }));
  }
}
