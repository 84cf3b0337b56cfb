import { getBatch, listBatches } from './batches.js';
import type { Batch } from './batches.js';
import {
  findCertificate,
  listCertificates,
  openCertificate,
  openCredential,
  openPdf,
  openQr,
} from './certificates.js';
import type { CertificateDetails, CertificateQuery, CertificateSummary, ServedPdf } from './certificates.js';
import { forgetHolder } from './forget.js';
import { submitCopy } from './copies.js';
import type { CopyRequest } from './copies.js';
import type { IssuingOptions } from './options.js';
import { drawPicture } from './picture.js';
import { decideBatch, returnBatch, submitBatch, withdrawBatch } from './lifecycle.js';
import { getIssuer } from '../issuers/index.js';
import { mendRow } from './mend.js';
import type { MendRequest } from './mend.js';
import { ProgressHub, watchBatch } from './progress.js';
import { problemsOf } from './report.js';
import type { ReportedProblem } from './report.js';
import { submitApplication, submitUpload } from './submit.js';
import type { ApplicationRequest, BatchRequest } from './submit.js';
import type { PictureFormat } from '../documents/index.js';
import type { Upload } from '../intake/index.js';
import { runWorker } from './worker.js';

/**
 * All that can be asked of issuing. The `issuer` of every call is the department on whose behalf it is made:
 * nothing of another's is found. A certificate's `name` is its certId (hex) or its identifier.
 */
export interface Issuing {
  /** Takes a CSV or ZIP in; resolves when its rows are checked and stored. The caller closes the upload. */
  submitUpload(upload: Upload, request: BatchRequest): Promise<Batch>;
  /** Takes one application in; with `renews`, a renewal. */
  submitApplication(request: ApplicationRequest): Promise<Batch>;
  /** Takes a purpose-limited copy 加注件 of a certificate in. */
  submitCopy(request: CopyRequest): Promise<Batch>;
  /** Fixes a `checked` or `returned` batch: it is issued, or waits for a second person. */
  submitBatch(issuer: string, id: string, by: string): Promise<Batch>;
  /** @param digest what the approver saw */
  approveBatch(issuer: string, id: string, by: string, digest?: string): Promise<Batch>;
  rejectBatch(issuer: string, id: string, by: string): Promise<Batch>;
  /** Gives a submitted batch back to be mended. */
  returnBatch(issuer: string, id: string, by: string): Promise<Batch>;
  /** Puts another row in the place of one, in a batch that is `checked` or `returned`. */
  mendRow(request: MendRequest): Promise<Batch>;
  /** Takes back a batch of which nothing is issued yet. */
  withdrawBatch(issuer: string, id: string, by: string): Promise<Batch>;
  batch(issuer: string, id: string): Promise<Batch>;
  batches(issuer: string, options?: { readonly before?: Date; readonly limit?: number }): Promise<Batch[]>;
  /** The batch now and after every change, until it is settled; for server-sent events. */
  watch(issuer: string, id: string, signal: AbortSignal): AsyncGenerator<Batch>;
  /** What was wrong with which row. */
  problems(issuer: string, id: string): AsyncGenerator<ReportedProblem>;
  /** What was brought into the written form in which row; nothing is wrong with it. */
  notes(issuer: string, id: string): AsyncGenerator<ReportedProblem>;
  certificate(issuer: string, name: string): Promise<CertificateSummary>;
  certificates(query: CertificateQuery): Promise<CertificateSummary[]>;
  /** With its fields opened: personal. */
  openCertificate(issuer: string, name: string): Promise<CertificateDetails>;
  pdf(issuer: string, name: string): Promise<ServedPdf>;
  /** The page as a picture for phones and screens, with the same QR code. */
  picture(issuer: string, name: string, format: PictureFormat): Promise<Uint8Array>;
  credential(issuer: string, name: string): Promise<string>;
  qr(issuer: string, name: string): Promise<Uint8Array>;
  /** Deletes a holder's key and data; hashes stay. */
  forgetHolder(issuer: string, number: string): Promise<boolean>;
  /** Issues what waits, until `signal`. Every replica may run it. */
  run(signal: AbortSignal): Promise<void>;
}

export function openIssuing(options: IssuingOptions): Issuing {
  const { database, protection } = options;
  const hub = new ProgressHub();
  return {
    submitUpload: (upload, request) => submitUpload(options, upload, request),
    submitApplication: (request) => submitApplication(options, request),
    submitCopy: (request) => submitCopy(options, request),
    submitBatch: async (issuer, id, by) =>
      submitBatch(options, await getIssuer(database, issuer), { id, by }),
    approveBatch: (issuer, id, by, digest) =>
      decideBatch(options, { issuer, id, by, approve: true, ...(digest !== undefined && { digest }) }),
    rejectBatch: (issuer, id, by) => decideBatch(options, { issuer, id, by, approve: false }),
    returnBatch: (issuer, id, by) => returnBatch(database, { issuer, id, by }),
    mendRow: (request) => mendRow(options, request),
    withdrawBatch: (issuer, id, by) => withdrawBatch(database, { issuer, id, by }),
    batch: (issuer, id) => getBatch(database, issuer, id),
    batches: (issuer, page) => listBatches(database, issuer, page),
    watch: (issuer, id, signal) => watchBatch(database, hub, issuer, id, signal),
    problems: (issuer, id) => problemsOf(database, protection, issuer, id),
    notes: (issuer, id) => problemsOf(database, protection, issuer, id, true),
    certificate: (issuer, name) => findCertificate(database, issuer, name),
    certificates: (query) => listCertificates(database, protection, query),
    openCertificate: (issuer, name) => openCertificate(database, protection, issuer, name),
    pdf: (issuer, name) => openPdf(database, protection, issuer, name),
    picture: (issuer, name, format) => drawPicture(options, issuer, name, format),
    credential: (issuer, name) => openCredential(database, protection, issuer, name),
    qr: (issuer, name) => openQr(database, protection, issuer, name),
    forgetHolder: (issuer, number) => forgetHolder(database, protection, issuer, number),
    run: (signal) => runWorker(options, hub, signal),
  };
}
