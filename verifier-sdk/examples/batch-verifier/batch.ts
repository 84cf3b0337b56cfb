import { readFile, readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openMirror, parsePinnedTrustAnchor, syncMirror } from '@certbridge/verifier-sdk';
import { FolderStore } from '@certbridge/verifier-sdk/node';
import type { Result } from './worker.ts';

const { TRUST_ANCHOR_FINGERPRINT: fingerprint = '', FEED_URL: feed = '' } = process.env;
const folder = process.argv[2] ?? '.';

const trustAnchor = await parsePinnedTrustAnchor(await readFile('trust-anchor.json'), fingerprint);
const { outcome } = await syncMirror(await openMirror(new FolderStore('mirror'), { trustAnchor }), {
  urls: [feed],
});
if (outcome === 'failed') console.error('未能更新，离线核验。 Could not update: verifying offline.');

const files = (await readdir(folder)).filter((name) => name.endsWith('.pdf')).sort();
const waiting = files.values();
let done = 0;

function record(result: Result): void {
  done += 1;
  console.log(JSON.stringify(result));
  process.stderr.write(`\r${done}/${files.length}`);
  if (result.verdict !== 'valid') process.exitCode = 1;
}

/** One thread, until no file is waiting. It verifies one file at a time. */
function work(): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: trustAnchor });
    const giveNext = (): void => {
      const { value: name, done: isLast } = waiting.next();
      worker.postMessage(isLast ? null : { file: name, path: join(folder, name) });
    };
    worker.on('message', (result: Result) => {
      record(result);
      giveNext();
    });
    worker.once('error', reject);
    worker.once('exit', resolve);
    giveNext();
  });
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), files.length) }, work));
process.stderr.write('\n');
