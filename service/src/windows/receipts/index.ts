/** Verification receipts (核验回执): filed, so that they stay good when their window's key is revoked. */
export { fileReceipt, getReceipt, receiptsOfCase } from './receipts.js';
export type { FiledReceipt, Filing, FilingParts } from './receipts.js';
export { readFinding } from './finding.js';
export type { Finding } from './finding.js';
export { ReceiptRefused, ReceiptUnknown } from './errors.js';
export { FilingProofs } from './proof.js';
export { receiptOperations } from './operations.js';
export { receiptKeys } from './receipts.js';
export { retainedReceipts } from './retained.js';
