import { Worker } from 'node:worker_threads';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { ImageError } from '../image/error.js';
import type { ImageErrorCode } from '../image/error.js';
import type { ReplayMemory } from '../verify/replay-memory.js';
import type { Report } from '../verify/report.js';
import type { Verifier, VerifierOptions } from '../verify/verifier.js';

/** As of {@link VerifierOptions}, but that every thread opens the mirror for itself. */
export interface VerifierPoolOptions extends Pick<
  VerifierOptions,
  'policy' | 'clock' | 'language' | 'timestampRoots' | 'rememberedAttestations' | 'replays'
> {
  /** Pinned at installation. */
  readonly trustAnchor: TrustAnchor;
  /** The mirror's folder, as it stands when a thread starts: after a sync, make another pool. */
  readonly mirror?: string;
  /** Addresses to get receipts from that a file lacks, as `online` of a verifier. */
  readonly urls?: readonly string[];
  /** Of the pool; as many as there are processors unless given. */
  readonly threads?: number;
}

/** What a thread is started with. */
export interface ThreadSetup extends Omit<VerifierPoolOptions, 'clock' | 'replays' | 'threads'> {
  /** What the clock says, milliseconds since 1970. */
  readonly now: number;
}

/** One call of a verifier. */
export type Asked = {
  readonly [Method in keyof Verifier]: { readonly [M in Method]: Parameters<Verifier[M]> };
}[keyof Verifier];

/**
 * To the thread: a call, with what the clock says; or when the live code was first taken of which it asked, undefined
 * where nobody can say.
 */
export type Told =
  | { readonly id: number; readonly now: number; readonly asked: Asked }
  | { readonly taken: number | undefined };

/** From the thread: what came of a call; or a live code, of which it asks when it was first taken. */
export type Answered =
  | { readonly id: number; readonly report: Report }
  | { readonly id: number; readonly message: string; readonly image?: ImageErrorCode }
  | { readonly id: number; readonly showing: string; readonly now: number };

/** The thread ended before it answered; nothing is known of what it was asked, which may be asked again. */
export class VerifierInterrupted extends Error {
  /** For people; programs look at `code`. */
  override readonly name = 'VerifierInterrupted';
  /** Stable. */
  readonly code = 'VERIFIER_INTERRUPTED';
}

/** Compiled, wherever this file is read from: a thread has no other loader. */
const PROGRAM = new URL('../../dist/node/verifier-thread.js', import.meta.url);

interface Waiting {
  readonly resolve: (report: Report) => void;
  readonly reject: (reason: unknown) => void;
}

/** A thread with a verifier of its own, as seen from the thread that asks. */
export class VerifierThread {
  readonly #worker: Worker;
  readonly #clock: () => number;
  readonly #replays: ReplayMemory;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(options: VerifierPoolOptions, replays: ReplayMemory, onEnd: () => void) {
    const { clock = Date.now, replays: _, threads: __, ...setup } = options;
    this.#clock = clock;
    this.#replays = replays;
    const workerData: ThreadSetup = { ...setup, now: clock() };
    this.#worker = new Worker(PROGRAM, { workerData });
    this.#worker.unref();
    this.#worker.on('message', (answered: Answered) => this.#settle(answered));
    let cause: unknown;
    this.#worker.on('error', (error: unknown) => {
      cause = error;
    });
    this.#worker.on('exit', () => {
      onEnd();
      for (const { reject } of this.#waiting.values())
        reject(new VerifierInterrupted('the thread that verifies ended', { cause }));
      this.#waiting.clear();
    });
  }

  /** How many calls it has not answered. */
  get waiting(): number {
    return this.#waiting.size;
  }

  ask(asked: Asked): Promise<Report> {
    return new Promise((resolve, reject) => {
      const id = this.#asked++;
      const now = this.#clock();
      if ('verifyPdf' in asked) {
        const [bytes, options] = asked.verifyPdf;
        // A copy that goes over whole: of a view, all of what it is a view of would be copied.
        const own = new Uint8Array(bytes);
        this.#tell({ id, now, asked: { verifyPdf: [own, options] } }, [own.buffer]);
      } else this.#tell({ id, now, asked });
      this.#waiting.set(id, { resolve, reject });
      // While something is asked of it, the process stays.
      this.#worker.ref();
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(told: Told, moved: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(told, moved);
  }

  #settle(answered: Answered): void {
    const { id } = answered;
    const waiting = this.#waiting.get(id);
    if ('showing' in answered) {
      this.#replays.firstTaken(answered.showing, answered.now).then(
        (taken) => this.#tell({ taken }),
        (error: unknown) => {
          waiting?.reject(error);
          this.#tell({ taken: undefined });
        },
      );
      return;
    }
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('report' in answered) waiting?.resolve(answered.report);
    else if (answered.image) waiting?.reject(new ImageError(answered.image, answered.message));
    else waiting?.reject(new TypeError(answered.message));
  }
}
