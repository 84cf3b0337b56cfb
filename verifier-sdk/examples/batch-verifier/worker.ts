import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createVerifier, openMirror } from '@certbridge/verifier-sdk';
import type { Code, TrustAnchor, Verdict } from '@certbridge/verifier-sdk';
import { FolderStore } from '@certbridge/verifier-sdk/node';

/** What became of one file: a verdict, or why it could not be read. */
export interface Result {
  readonly file: string;
  readonly verdict?: Verdict;
  readonly code?: Code;
  readonly error?: string;
}

const trustAnchor = workerData as TrustAnchor;
// Any number of threads may read a mirror's folder; only one may sync it.
const mirror = await openMirror(new FolderStore('mirror'), { trustAnchor });
const verifier = createVerifier({ trustAnchor, mirror });

async function verify(file: string, path: string): Promise<Result> {
  try {
    const { verdict, code } = await verifier.verifyPdf(await readFile(path));
    return { file, verdict, code };
  } catch (error) {
    return { file, error: String(error) };
  }
}

/** A file to verify; null: there are no more. */
parentPort?.on('message', (next: { file: string; path: string } | null) => {
  if (next === null) parentPort?.close();
  else void verify(next.file, next.path).then((result) => parentPort?.postMessage(result));
});
