import { FormatError } from '../formats/error.js';
import { parseVerificationReceipt } from '../formats/verification-receipt.js';

const MOST = 1_000;
/** Base64url of `{"alg":"ES256","kid":"`, with which the header of every receipt begins. */
const TOKEN = /eyJhbGciOiJFUzI1NiIsImtpZCI6I[\w-]{1,400}\.[\w-]{1,400000}\.[\w-]{86}/g;

/**
 * The receipts in a PDF for the archive: the service attaches them uncompressed. They are found by their form, so
 * that no reader of PDFs is needed and nothing else of the file is believed; check each of them.
 * @param bytes of the file
 * @returns the text of each, at most 1,000
 */
export function receiptsInPdf(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder('latin1').decode(bytes);
  const found: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (found.length === MOST) break;
    if (isReceipt(token) && !found.includes(token)) found.push(token);
  }
  return found;
}

function isReceipt(token: string): boolean {
  try {
    parseVerificationReceipt(token);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
