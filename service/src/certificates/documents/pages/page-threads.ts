import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DocumentError } from '../errors.js';
import type { DocumentErrorCode } from '../errors.js';
import type { PageContent } from '../content.js';
import { Problem } from '../../../platform/problems/index.js';
import type { PageJob, PageSource } from './page-writer.js';

export interface PageThreadOptions {
  readonly types?: string;
  readonly fonts?: readonly string[];
}

export type PageQuestion = { readonly id: number } & Asked;
type Asked =
  { readonly job: PageJob } | { readonly measure: readonly PageContent[] } | { readonly photo: Uint8Array };

export type PageAnswer =
  | { readonly id: number; readonly pdf: Uint8Array<ArrayBuffer> }
  | { readonly id: number; readonly overfull: string[][] }
  | { readonly id: number; readonly plain: Uint8Array }
  | { readonly id: number; readonly message: string; readonly code?: DocumentErrorCode };

/** Compiled, wherever this file is read from: a thread has no other loader. */
const PROGRAM = fileURLToPath(
  new URL('../../../../dist/certificates/documents/pages/page-thread.js', import.meta.url),
);

/** Writes files on threads of their own, so that every core draws. Keys stay with the thread that asks. */
export class PageThreads implements PageSource {
  readonly #threads: (Thread | undefined)[];
  readonly #options: PageThreadOptions;

  constructor(count: number, options: PageThreadOptions) {
    this.#threads = Array.from({ length: count }, () => undefined);
    this.#options = options;
  }

  async write(job: PageJob): Promise<Buffer> {
    const answer = await this.#idlest().ask({ job });
    if (!('pdf' in answer)) throw new Error('a drawing thread answered another question');
    return Buffer.from(answer.pdf.buffer);
  }

  async measure(contents: readonly PageContent[]): Promise<string[][]> {
    const answer = await this.#idlest().ask({ measure: contents });
    if (!('overfull' in answer)) throw new Error('a drawing thread answered another question');
    return answer.overfull;
  }

  async plainPhoto(photo: Uint8Array): Promise<Uint8Array> {
    const answer = await this.#idlest().ask({ photo });
    if (!('plain' in answer)) throw new Error('a drawing thread answered another question');
    return answer.plain;
  }

  #idlest(): Thread {
    let least = 0;
    for (const [n, thread] of this.#threads.entries()) {
      if ((thread?.waiting ?? 0) < (this.#threads[least]?.waiting ?? 0)) least = n;
    }
    // One that ended is replaced when it is next needed.
    return (this.#threads[least] ??= new Thread(this.#options, () => {
      this.#threads[least] = undefined;
    }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.flatMap((thread) => (thread ? [thread.close()] : [])));
  }
}

/** Nothing is wrong with what was to be drawn: it may be asked for again, and another thread will do it. */
class DrawingInterrupted extends Problem {
  constructor(cause: unknown) {
    super(
      'unavailable',
      'DRAWING_INTERRUPTED',
      {
        zh: '绘制证照的线程已结束，下次需要时重新启动：请再试一次。',
        en: 'The thread that draws documents ended; it is started again when it is next needed.',
      },
      { cause },
    );
  }
}

interface Waiting {
  readonly resolve: (answer: PageAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(options: PageThreadOptions, onEnd: () => void) {
    this.#worker = new Worker(PROGRAM, { workerData: options });
    this.#worker.unref();
    this.#worker.on('message', (answer: PageAnswer) => this.#settle(answer));
    let cause: unknown;
    this.#worker.on('error', (error: unknown) => {
      cause = error;
    });
    this.#worker.on('exit', () => {
      onEnd();
      for (const { reject } of this.#waiting.values()) reject(new DrawingInterrupted(cause));
      this.#waiting.clear();
    });
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  ask(asked: Asked): Promise<PageAnswer> {
    return new Promise((resolve, reject) => {
      const id = this.#asked++;
      this.#waiting.set(id, { resolve, reject });
      // While something is asked of it, the process stays.
      this.#worker.ref();
      this.#worker.postMessage({ id, ...asked } satisfies PageQuestion);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: PageAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (!('message' in answer)) waiting?.resolve(answer);
    else if (answer.code) waiting?.reject(new DocumentError(answer.code, answer.message));
    else waiting?.reject(new Error(answer.message));
  }
}
