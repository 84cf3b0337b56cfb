export { PdfError } from './error.js';
export type { PdfReading } from './reading.js';
export { readPdf } from './read.js';
