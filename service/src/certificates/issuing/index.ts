/** Issuing (制证): from an application to a signed certificate in PostgreSQL, with an outbox row. */
export { openIssuing } from './issuing.js';
export type { Issuing } from './issuing.js';
export type { IssuingOptions, QrAddress } from './options.js';
export type { CopyRequest } from './copies.js';
export type { ApplicationRequest, BatchRequest } from './submit.js';
export type { Batch, BatchMode } from './batches.js';
export { batchStates, isFinal, waitsForPeople } from './batch-state.js';
export type { BatchState } from './batch-state.js';
export { isSettled } from './progress.js';
export type { CertificateDetails, CertificateQuery, CertificateSummary, ServedPdf } from './certificates.js';
export type { ReportedProblem } from './report.js';
export * from './errors.js';
export { mint } from './mint.js';
export type { Minted, MintRequest } from './mint.js';
export { batchOperations } from './operations/batches.js';
export { reachedCertificate } from './operations/certificate.js';
export { certificateOperations } from './operations/certificates.js';
export { holderOperations } from './operations/holders.js';
