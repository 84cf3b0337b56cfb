export { PdfError } from './error.js';
export type { PdfRefusal } from './error.js';
export type { PdfReadOptions, PdfReading, TimestampReading, Unsigned } from './reading.js';
export { readPdf } from './read.js';
