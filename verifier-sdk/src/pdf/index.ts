export { PdfError } from './error.js';
export type { PdfReading } from './reading.js';
export { readPdf } from './read.js';
export { isEncrypted, signatureLoss } from './signature-loss.js';
export type { SignatureLoss } from './signature-loss.js';
