/** The thread that {@link PageThreads} starts: files come out up to the signature; no key ever comes in. */
import { parentPort, workerData } from 'node:worker_threads';
import { DocumentError } from '../errors.js';
import { Faces } from '../fonts/faces.js';
import { LayoutRegistry } from '../layouts/layout-registry.js';
import { plainPhoto } from '../pdf/photo.js';
import type { PageAnswer, PageQuestion, PageThreadOptions } from './page-threads.js';
import { PageWriter } from './page-writer.js';

const { fonts, types } = workerData as PageThreadOptions;
const faces = new Faces(fonts);
const writer = new PageWriter(faces, LayoutRegistry.open(faces, types));

function answer(question: PageQuestion): PageAnswer {
  const { id } = question;
  try {
    if ('measure' in question) return { id, overfull: writer.measureNow(question.measure) };
    // Copied out of whatever memory it lies in.
    if ('photo' in question) return { id, plain: new Uint8Array(plainPhoto(question.photo)) };
    return { id, pdf: whole(writer.writeNow(question.job)) };
  } catch (error) {
    const { message } = error as Error;
    return { id, message, ...(error instanceof DocumentError && { code: error.code }) };
  }
}

/** In memory of its own, which can be handed over. */
function whole(pdf: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer } = pdf;
  const alone = buffer instanceof ArrayBuffer && buffer.byteLength === pdf.length;
  return alone ? new Uint8Array(buffer) : new Uint8Array(pdf);
}

parentPort?.on('message', (question: PageQuestion) => {
  const said = answer(question);
  parentPort?.postMessage(said, 'pdf' in said ? [said.pdf.buffer] : []);
});
