import type { Role } from './principal.js';

const STAFF = ['operator', 'approver', 'administrator'] as const;

/** Who may carry out each operation of the API that needs a token, by the operation's id: any of the roles suffices. */
export const permissions = {
  // certificates
  issueCertificate: ['operator'],
  renewCertificate: ['operator'],
  copyCertificate: ['operator'],
  listCertificates: STAFF,
  findCertificates: STAFF,
  getCertificate: [...STAFF, 'relying-party'],
  getFields: STAFF,
  getDocument: STAFF,
  getPicture: STAFF,
  // batches
  submitBatch: ['operator'],
  listBatches: STAFF,
  getBatch: STAFF,
  watchBatch: STAFF,
  listProblems: STAFF,
  getDocuments: STAFF,
  decideBatch: ['approver'],
  // statuses
  changeStatus: ['operator'],
  getHistory: STAFF,
  listProposedChanges: STAFF,
  decideChange: ['approver'],
  // reference
  listIssuers: STAFF,
  getIssuer: STAFF,
  saveIssuer: ['administrator'],
  approveType: ['administrator'],
  previewType: STAFF,
  // holders
  forgetHolder: ['administrator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
