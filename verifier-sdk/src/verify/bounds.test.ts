import { Worker } from 'node:worker_threads';

import { describe, expect, it } from 'vitest';

import { bombs } from './bounds.fixture.js';

/** How a bomb was refused by a worker that has 384 MiB; one that needed more would end. */
function refusal(bomb: string): Promise<string> {
  const worker = new Worker(new URL('../../dist/verify/bounds.fixture.js', import.meta.url), {
    workerData: bomb,
    resourceLimits: { maxOldGenerationSizeMb: 384 },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', (message: string) => {
      void worker.terminate();
      resolve(message);
    });
    worker.once('error', reject);
  });
}

describe('what is as large as it may be, made to take the most memory, is refused in little:', () => {
  it.each(Object.keys(bombs))('%s', async (bomb) => {
    expect(await refusal(bomb)).toMatch(/more values than may be|too many values/);
  });
});
