export { checkFiling, checkVerificationReceipt } from './check.js';
export type {
  CheckReceiptOptions,
  FiledDigest,
  FilingReport,
  ReceiptCheck,
  ReceiptFiling,
  ReceiptHall,
  ReceiptReport,
  VerificationReceipt,
} from './receipt-report.js';
export { receiptsInPdf } from './in-pdf.js';
export { HallWindows } from './hall-windows.js';
export type { CertifiedWindowKey } from './hall-windows.js';
export type { ProvenFiling } from './filing.js';
export { receiptCodes, receiptMessageOf } from './codes.js';
export type { ReceiptCode } from './codes.js';
export { issueVerificationReceipt } from './issue.js';
export type { Shown, VerificationRecord } from './issue.js';
export {
  browserWindowSigner,
  createBrowserWindowKey,
  createWindowKey,
  parsePrivateWindowKey,
  proveWindowKey,
  publicWindowKey,
  windowSigner,
} from './window-key.js';
export type { PrivateJwk, WindowSigner } from './window-key.js';
