import type { HallWindows } from './hall-windows.js';
import type {
  CheckReceiptOptions,
  FiledDigest,
  FilingReport,
  ReceiptFiling,
  ReceiptReport,
} from './receipt-report.js';

/**
 * Checks a verification receipt (核验回执), of today or of years ago: whether a pinned window's key signed
 * just this, in the key's life, of what is at hand. It needs no network, no ledger and no mirror.
 *
 * When it was signed is the window's word. To be sure that it existed by a certain time, have the archive
 * timestamp it (RFC 3161).
 * @throws FormatError `KEY_REFUSED` when a pinned key is not a point of P-256
 */
export async function checkVerificationReceipt(
  text: string,
  options: CheckReceiptOptions,
): Promise<ReceiptReport> {
  // Auditors check receipts; windows, which issue them, need not load this.
  const { judgeReceiptText } = await import('./judge.js');
  return judgeReceiptText(text, options);
}

/**
 * Whether a receipt was filed, and before its window's key was revoked, where the receipt itself is not at hand: its
 * signature and what it says are NOT checked, nor which window's it is.
 * @param filed as the hall's service gives it; without one only a revocation is known
 */
export async function checkFiling(
  of: FiledDigest,
  hall: HallWindows,
  filed?: ReceiptFiling,
): Promise<FilingReport> {
  const { judgeFiling } = await import('./judge.js');
  return judgeFiling(of, hall, filed);
}
