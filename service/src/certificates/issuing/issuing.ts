import { getBatch, listBatches } from './batches.js';
import {
  findCertificate,
  listCertificates,
  openCertificate,
  openCredential,
  openPdf,
  openQr,
} from './certificates.js';
import { checkOne } from './check-one.js';
import { submitCopy } from './copies.js';
import { deliveryList } from './delivery-list.js';
import { issuingFigures } from './figures.js';
import { within } from '../../platform/database/index.js';
import type { Transaction } from '../../platform/database/index.js';
import { findHolder, forgetHolder } from './forget.js';
import {
  approveBatch,
  rejectBatch,
  returnBatch,
  returnReason,
  submitBatch,
  withdrawBatch,
} from './lifecycle.js';
import { holdingsOf } from './holdings.js';
import { lifeOf } from './life.js';
import { mendRow } from './mend.js';
import type { IssuingOptions } from './options.js';
import { oneRow } from './one-row.js';
import { drawPicture } from './picture.js';
import { ProgressHub, watchBatch } from './progress.js';
import { submitReissue } from './reissue.js';
import { rejectedRows } from './rejected.js';
import { drawRow, reviewRows } from './review.js';
import { notesOf, problemsOf } from './report.js';
import { submitApplication, submitUpload } from './submit.js';
import { runWorker } from './worker.js';

/**
 * All that can be asked of issuing; each function declares its own operation. The `issuer` of every call is the
 * department on whose behalf it is made: nothing of another's is found. A certificate's `name` is its certId
 * (hex) or its identifier.
 */
const operations = {
  submitUpload,
  submitApplication,
  checkOne,
  submitCopy,
  submitReissue,
  submitBatch,
  mendRow,
  approveBatch,
  rejectBatch,
  returnBatch,
  returnReason,
  withdrawBatch,
  rows: reviewRows,
  rowPage: drawRow,
  batch: getBatch,
  batches: listBatches,
  watch: watchBatch,
  problems: problemsOf,
  notes: notesOf,
  rejected: rejectedRows,
  row: oneRow,
  deliveryList,
  figures: issuingFigures,
  certificate: findCertificate,
  certificates: listCertificates,
  life: lifeOf,
  openCertificate,
  pdf: openPdf,
  picture: drawPicture,
  credential: openCredential,
  qr: openQr,
  holder: findHolder,
  forgetHolder,
  holdings: holdingsOf,
  run: runWorker,
};

/** What every operation is given: each takes of it what it needs. */
interface Context extends IssuingOptions {
  readonly hub: ProgressHub;
}

type Bound<Operation> = Operation extends (context: never, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

/** The operations, each without its first parameter. */
export type Issuing = { readonly [Name in keyof typeof operations]: Bound<(typeof operations)[Name]> } & {
  /** The same operations as parts of a transaction that is under way. */
  within(tx: Transaction): Issuing;
};

export const openIssuing = (options: IssuingOptions): Issuing => bind({ ...options, hub: new ProgressHub() });

function bind(context: Context): Issuing {
  const all: Record<string, (context: Context, ...rest: never[]) => unknown> = operations;
  const bound = Object.entries(all).map(([name, operation]) => [
    name,
    (...rest: never[]) => operation(context, ...rest),
  ]);
  const { database } = context;
  return {
    ...(Object.fromEntries(bound) as Issuing),
    within: (tx) => bind({ ...context, database: within(database, tx) }),
  };
}
