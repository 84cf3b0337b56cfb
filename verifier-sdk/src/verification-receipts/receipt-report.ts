import type { FilingProof } from '../formats/filing-proof.js';
import type { WindowKey } from '../formats/jwk.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import type { VerificationReceiptClaims } from '../formats/verification-receipt.js';
import type { Language } from '../verify/codes.js';
import type { Outcome, Report, Verdict } from '../verify/report.js';
import type { ReceiptCode } from './codes.js';
import type { ProvenFiling } from './filing.js';
import type { HallWindows } from './hall-windows.js';
import type { Shown } from './issue.js';

/** What a receipt says, authenticated. */
export interface VerificationReceipt extends Omit<VerificationReceiptClaims, 'report'> {
  /** The report that the window recorded, its fields cut down to those kept. */
  readonly report: Report;
}

/** One check of a verification receipt and its outcome. */
export interface ReceiptCheck {
  /** What was checked. */
  readonly name: 'signature' | 'key' | 'shown';
  /** How it came out. */
  readonly outcome: Outcome;
  /** Stable code of the outcome. */
  readonly code: ReceiptCode;
  /** The code’s words in the language asked for. */
  readonly message: string;
}

/** A hall by whose file a receipt was checked. */
export interface ReceiptHall {
  /** GB 32100 code of its organisation. */
  readonly code: string;
  /** What it is called. */
  readonly name: string;
  /**
   * When the hall signed the list of revoked windows that was gone by; RFC 3339 UTC. A file of before tells of no later
   * revocation: whoever brings the receipt must not bring the file.
   */
  readonly revocationsAt: string;
}

/** What the check of a verification receipt found. */
export interface ReceiptReport {
  /** Of the receipt. What the window found then is `receipt.report.verdict`. */
  readonly verdict: Verdict;
  /** The one reason to show first. */
  readonly code: ReceiptCode;
  /** The code’s words in the language asked for. */
  readonly message: string;
  /** In order: signature, key, what was shown. */
  readonly checks: readonly ReceiptCheck[];
  /** RFC 7638 thumbprint of the key that the receipt names; null when it could not be read. */
  readonly keyId: string | null;
  /** The key that signed it, pinned or certified by a pinned hall; null when none did. */
  readonly signedBy: WindowKey | null;
  /** The hall that certified that key; null for a key that is pinned itself. */
  readonly hall: ReceiptHall | null;
  /** What a proof of filing proved; null without one. */
  readonly filing: ProvenFiling | null;
  /** What was signed; null unless such a key signed it. */
  readonly receipt: VerificationReceipt | null;
}

/** A proof of filing, and by what it is judged. */
export interface ReceiptFiling {
  /** As the hall's service gives it; see `parseFilingProof`. */
  readonly proof: FilingProof;
  /** The checker's own, whose provinces attest the audit tree. */
  readonly trustAnchor: TrustAnchor;
}

/** A receipt of which only this is at hand, such as by the QR code on its paper. */
export interface FiledDigest {
  /** SHA-256 (hex) of its text. */
  readonly digest: string;
  /** RFC 7638 thumbprint of the key of the window that filed it. */
  readonly keyId: string;
}

/** Whether a receipt was filed in time, and what of that is proven. */
export interface FilingReport {
  /** `OK`, `WINDOW_KEY_REVOKED`, `FILED_AFTER_REVOCATION` or `FILING_PROOF_REFUSED`. */
  readonly code: ReceiptCode;
  /** What a proof of filing proved; null without one. */
  readonly filing: ProvenFiling | null;
}

/** What a verification receipt is checked against. */
export interface CheckReceiptOptions {
  /** Public keys of windows, pinned by their thumbprints; see `parseWindowKeys`. */
  readonly windowKeys?: readonly WindowKey[];
  /** The windows of a hall whose keys are pinned. */
  readonly hall?: HallWindows;
  /** That the receipt was filed: needed where its window's key was revoked since. */
  readonly filed?: ReceiptFiling;
  /** What was archived beside the receipt; without it, only the receipt itself is checked. */
  readonly shown?: Shown['content'];
  /** Of the messages; `zh` by default. */
  readonly language?: Language;
}
