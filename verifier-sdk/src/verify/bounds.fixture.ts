/** Run as a worker: makes the bomb that `workerData` names, reads it, and says how it was refused. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

import { decodeReceipt, parseCheckpoint, parsePage } from '../formats/index.js';
import { readPdf } from '../pdf/index.js';

/** The largest response of a feed, page, PDF and receipt that are read at all. */
const [feed, pageFile, pdf, receipt] = [64 * 2 ** 20, 2 ** 20, 32 * 2 ** 20, 2 ** 20];

/** So many times the unit that with what stands around it the size is not exceeded. */
function filled(size: number, before: string, unit: string, after = ''): Uint8Array {
  const room = size - before.length - after.length;
  const parts = [before, Buffer.alloc(room - (room % unit.length), unit, 'latin1'), after];
  return new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
  );
}

const page = (unit: string) => () => parsePage(filled(pageFile, '[', unit, ' 0]'));

/** An array of many values as the only object of a PDF. */
const pdfOf = (unit: string) => async () => {
  const head = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n[';
  const tail = (table: number): string =>
    `]\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000015 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  const { length } = filled(pdf, head, unit, tail(pdf));
  const bytes = filled(length, head, unit, tail(length - tail(pdf).length + ']\nendobj\n'.length));
  await readPdf(bytes).catch((error: unknown) => {
    // As it claims to be nothing of ours, the refusal itself is the cause.
    throw (error as Error).cause;
  });
};

/** Each takes many times its bytes in memory when it is read without bounds. */
export const bombs: Readonly<Record<string, () => unknown>> = {
  'a page of empty arrays': page('[],'),
  'a page of nested arrays': page('[[[[]]]],'),
  'a page of objects': page('{"a":[{}]},'),
  'a checkpoint of objects': () => parseCheckpoint(filled(feed, '{"v":[', '{"a":0},', ' 0]}')),
  'a receipt of empty maps': () => decodeReceipt(filled(receipt, '\x9a\x00\x0f\xff\xfa', '\xa0')),
  'a PDF of dictionaries': pdfOf('<<>>'),
  'a PDF of arrays': pdfOf('[]'),
  'a PDF of nested dictionaries': pdfOf('<</A<<>>>>'),
};

if (!isMainThread && typeof workerData === 'string') {
  try {
    await bombs[workerData]?.();
    parentPort?.postMessage('accepted');
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error));
  }
}
