import type { Report, TrustAnchor } from '@certbridge/verifier-sdk';
import { trustAnchorId, utf8 } from '@certbridge/verifier-sdk/formats';
import type { ReadVector, VectorManifest, VectorRunner } from '@certbridge/verifier-sdk-fixtures/window';

type VectorCase = VectorManifest['cases'][number];
type Answer = { readonly answer: Report } | { readonly failure: string } | { readonly workerState: unknown };
type Files = ReadonlyMap<string, Uint8Array>;

/**
 * The page behind the QR code as it verifies: its own worker, as it is built, with what a browser has kept.
 * The worker at `script` also takes `{ clock }`, the time that it tells from then on.
 */
export class VerifyPage {
  readonly #script: string;
  readonly #runner: VectorRunner;
  readonly #read: ReadVector;

  constructor(script: string, runner: VectorRunner, read: ReadVector) {
    this.#script = script;
    this.#runner = runner;
    this.#read = read;
  }

  /** What it finds of cases that begin with the same mirror at the same time; why not, where it gives no report. */
  async find(cases: readonly VectorCase[]): Promise<(Report | string)[]> {
    const [first] = cases;
    if (!first) return [];
    await this.#keep(this.#runner.trustAnchor(first.trustAnchor), first.mirror);
    const worker = new Worker(this.#script, { type: 'module' });
    try {
      const found: (Report | string)[] = [];
      for (const one of cases) {
        for (const before of one.earlier ?? []) await this.#ask(worker, one, before);
        found.push(await this.#ask(worker, one, one.now));
      }
      return found;
    } finally {
      worker.terminate();
    }
  }

  /** As if this browser had opened the page before. */
  async #keep(anchor: TrustAnchor, mirror: string | null): Promise<void> {
    const pinned = { 'anchor.json': JSON.stringify(anchor), 'pinned-at': '2026-11-24T00:00:00.000Z' };
    await put('certbridge-trust', new Map(Object.entries(pinned).map(([name, text]) => [name, utf8(text)])));
    const kept = new Map<string, Uint8Array>();
    const store = mirror === null ? undefined : await this.#runner.copy(mirror);
    for (const name of (await store?.list('')) ?? []) {
      const bytes = await store?.get(name);
      if (bytes) kept.set(name, bytes);
    }
    await put(`certbridge-mirror-${(await trustAnchorId(anchor)).slice(0, 16)}`, kept);
    await put('certbridge-showings', new Map());
  }

  #ask(worker: Worker, { input, asked }: VectorCase, clock: string): Promise<Report | string> {
    const bytes = 'file' in input ? this.#read(input.file)?.slice().buffer : undefined;
    const question = 'text' in input ? { ask: 'qr', text: input.text } : { ask: 'file', bytes };
    worker.postMessage({ clock: Date.parse(clock) });
    worker.postMessage({ id: 1, question: { ...question, ...asked } });
    return new Promise((resolve, reject) => {
      worker.onerror = () => reject(new Error('the worker did not load, or broke down'));
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        if ('answer' in data) resolve(data.answer);
        if ('failure' in data) resolve(data.failure);
      };
    });
  }
}

/** Whether a person at the page can ask this: it takes codes and files, and has one policy. */
export function isAskedOnPage({ input, policy, timestampRoots, online }: VectorCase): boolean {
  const isTaken = input.kind === 'qr' || 'file' in input;
  return isTaken && !policy && !timestampRoots && !online;
}

/** Leaves just these files in a store of the browser's, as `openIndexedDbStore` lays them out. */
async function put(name: string, files: Files): Promise<void> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('files');
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error(name));
  });
  const writing = database.transaction('files', 'readwrite');
  const store = writing.objectStore('files');
  store.clear();
  for (const [file, bytes] of files) store.put(bytes, file);
  await new Promise<void>((resolve, reject) => {
    writing.oncomplete = () => resolve();
    writing.onabort = () => reject(writing.error ?? new Error(name));
  });
  database.close();
}
