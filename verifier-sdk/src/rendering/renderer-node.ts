import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

import type { Drawn } from './pdfium-thread.js';
import type { PageRenderer, RenderedPage } from './rendered-page.js';

/** Milliseconds; an ordinary page takes half a second, a hostile one as long as it likes. */
const PATIENCE = 60_000;

let thread: Worker | undefined;
let turn: Promise<unknown> = Promise.resolve();

/**
 * PDFium in a thread of its own, where it is installed: whatever a file makes it do, it can be ended.
 *
 * @param patience milliseconds for one file
 */
export function ownRenderer(patience = PATIENCE): PageRenderer | undefined {
  try {
    createRequire(import.meta.url).resolve('@hyzyla/pdfium');
  } catch {
    return undefined;
  }
  return (pdf) => {
    const drawn = turn.then(() => draw(pdf, patience));
    turn = drawn.catch(() => undefined);
    return drawn;
  };
}

async function draw(pdf: Uint8Array, patience: number): Promise<readonly RenderedPage[] | undefined> {
  thread ??= new Worker(new URL('./pdfium-thread.js', import.meta.url));
  const current = thread;
  // Only while it draws does it keep the process from ending.
  current.ref();
  try {
    const answer = once(current, 'message', { signal: AbortSignal.timeout(patience) });
    current.postMessage(pdf);
    const [drawn] = (await answer) as [Drawn];
    if ('failure' in drawn) throw new TypeError(drawn.failure);
    current.unref();
    return drawn.pages;
  } catch (error) {
    thread = undefined;
    await current.terminate();
    throw error;
  }
}
