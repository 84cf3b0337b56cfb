import { PdfError } from './error.js';
import type { PdfReadOptions, PdfReading } from './reading.js';

/**
 * Reads a PDF certificate by the strict profile and verifies its signature.
 * @throws PdfError
 */
export function readPdf(_bytes: Uint8Array, _options: PdfReadOptions = {}): Promise<PdfReading> {
  return Promise.reject(new PdfError('NOT_A_CERTIFICATE', 'reading is not there yet'));
}
