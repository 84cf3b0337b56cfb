import { decideBatch, getBatch, listBatches } from './batches.js';
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
  approveBatch(issuer: string, id: string, by: string): Promise<Batch>;
  rejectBatch(issuer: string, id: string, by: string): Promise<Batch>;
  batch(issuer: string, id: string): Promise<Batch>;
  batches(issuer: string, options?: { readonly before?: Date; readonly limit?: number }): Promise<Batch[]>;
  /** The batch now and after every change, until it is settled; for server-sent events. */
  watch(issuer: string, id: string, signal: AbortSignal): AsyncGenerator<Batch>;
  /** What was wrong with which row. */
  problems(issuer: string, id: string): AsyncGenerator<ReportedProblem>;
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
    approveBatch: (issuer, id, by) => decideBatch(database, { issuer, id, by, approve: true }),
    rejectBatch: (issuer, id, by) => decideBatch(database, { issuer, id, by, approve: false }),
    batch: (issuer, id) => getBatch(database, issuer, id),
    batches: (issuer, page) => listBatches(database, issuer, page),
    watch: (issuer, id, signal) => watchBatch(database, hub, issuer, id, signal),
    problems: (issuer, id) => problemsOf(database, protection, issuer, id),
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
