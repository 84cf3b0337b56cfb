import { check } from './check.js';
import type { Checked } from './check.js';

/** The same again in a worker of its own. */
function checkInWorker(): Promise<unknown> {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => resolve(data));
    worker.addEventListener('error', ({ message }) => resolve(message));
  });
}

const program: { check: () => Promise<Checked>; checkInWorker: () => Promise<unknown> } = {
  check: () => check('in-the-page'),
  checkInWorker,
};
Object.assign(globalThis, { program });
