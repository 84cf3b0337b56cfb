/** The thread that {@link VerifierPool} starts: a verifier with a mirror of its own, one call after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { ImageError } from '../image/error.js';
import { openMirror } from '../mirror/mirror.js';
import type { ReplayMemory } from '../verify/replay-memory.js';
import type { Report } from '../verify/report.js';
import { createVerifier } from '../verify/verifier.js';
import { FolderStore } from './folder-store.js';
import type { Answered, Asked, ThreadSetup, Told } from './verifier-thread-client.js';

const { mirror: folder, urls = [], now: begun, trustAnchor, ...others } = workerData as ThreadSetup;

/** What the clock said when the call was made that is answered. */
let now = begun;
const clock = (): number => now;
let current = 0;
let told: ((taken: number | undefined) => void) | undefined;

const say = (answered: Answered, moved: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(answered, moved);

/** The pool remembers for all of its threads. */
const replays: ReplayMemory = {
  firstTaken: (showing, at) =>
    new Promise((resolve, reject) => {
      told = (taken) => {
        if (taken === undefined) reject(new Error('nobody remembers which live codes were taken'));
        else resolve(taken);
      };
      say({ id: current, showing, now: at });
    }),
};

const mirror =
  folder === undefined ? undefined : await openMirror(new FolderStore(folder), { trustAnchor, clock });
const verifier = createVerifier({
  ...others,
  ...{ trustAnchor, clock, replays },
  ...(mirror && { mirror }),
  ...(urls.length > 0 && { online: { urls } }),
});

function reportOn(asked: Asked): Promise<Report> {
  if ('verifyPdf' in asked) return verifier.verifyPdf(...asked.verifyPdf);
  if ('verifyQr' in asked) return verifier.verifyQr(...asked.verifyQr);
  if ('verifyImage' in asked) return verifier.verifyImage(...asked.verifyImage);
  return verifier.verifyPresentation(...asked.verifyPresentation);
}

/** With the photo as bytes of its own: it is a view of the whole file. */
function sayReport(id: number, report: Report): void {
  const { certificate } = report;
  if (!certificate?.photo?.bytes) {
    say({ id, report });
    return;
  }
  const bytes = new Uint8Array(certificate.photo.bytes);
  const photo = { ...certificate.photo, bytes };
  say({ id, report: { ...report, certificate: { ...certificate, photo } } }, [bytes.buffer]);
}

async function answer({ id, now: at, asked }: Extract<Told, { asked: unknown }>): Promise<void> {
  [current, now] = [id, at];
  try {
    sayReport(id, await reportOn(asked));
  } catch (error) {
    const { message } = error as Error;
    say({ id, message, ...(error instanceof ImageError && { image: error.code }) });
  }
}

let turn = Promise.resolve();
parentPort?.on('message', (message: Told) => {
  if ('taken' in message) told?.(message.taken);
  else turn = turn.then(() => answer(message));
});
