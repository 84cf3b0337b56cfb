import { FormatError } from '../formats/error.js';
import type { FilingProof } from '../formats/filing-proof.js';
import { jwkThumbprint } from '../formats/jwk.js';
import type { WindowKey } from '../formats/jwk.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { parseVerificationReceipt } from '../formats/verification-receipt.js';
import type {
  ParsedVerificationReceipt,
  VerificationReceiptClaims,
} from '../formats/verification-receipt.js';
import type { Language } from '../verify/codes.js';
import type { Outcome, Report, Verdict } from '../verify/report.js';
import { receiptCodes, receiptMessageOf } from './codes.js';
import type { ReceiptCode } from './codes.js';
import { provenFiling } from './filing.js';
import type { ProvenFiling } from './filing.js';
import type { HallWindows } from './hall-windows.js';
import { digestOfShown } from './issue.js';
import type { Shown } from './issue.js';
import { readReport } from './recorded-report.js';

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
  readonly hall: { readonly code: string; readonly name: string } | null;
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

type Findings = Readonly<Record<ReceiptCheck['name'], ReceiptCode>>;

const outcomeOf = { valid: 'pass', invalid: 'fail', indeterminate: 'unknown', skipped: 'skipped' } as const;
const order = ['signature', 'key', 'shown'] as const;

function report(
  findings: Findings,
  language: Language,
  about: Pick<ReceiptReport, 'keyId' | 'signedBy' | 'hall' | 'filing' | 'receipt'>,
): ReceiptReport {
  const checks = order.map((name) => {
    const code = findings[name];
    return {
      name,
      outcome: outcomeOf[receiptCodes[code].kind],
      code,
      message: receiptMessageOf(code, language),
    };
  });
  const worst = (['fail', 'unknown'] as const)
    .map((outcome) => checks.find((check) => check.outcome === outcome))
    .find((check) => check !== undefined);
  const code = worst?.code ?? 'OK';
  const { kind } = receiptCodes[code];
  const verdict = kind === 'skipped' ? 'indeterminate' : kind;
  return { verdict, code, message: receiptMessageOf(code, language), checks, ...about };
}

function isCurrent({ nbf, exp }: WindowKey, at: string): boolean {
  const seconds = Date.parse(at) / 1000;
  return (nbf === undefined || nbf <= seconds) && (exp === undefined || seconds < exp);
}

interface Signatory {
  readonly key: WindowKey;
  readonly hall: HallWindows | undefined;
}

async function signatory(
  keyId: string,
  at: string,
  { windowKeys = [], hall }: CheckReceiptOptions,
): Promise<Signatory | undefined> {
  for (const key of windowKeys) if ((await jwkThumbprint(key)) === keyId) return { key, hall: undefined };
  const certified = await hall?.certified(keyId, Date.parse(at) / 1000);
  return certified && { key: certified.key, hall };
}

function read(text: string): { parsed: ParsedVerificationReceipt; receipt: VerificationReceipt } | undefined {
  try {
    const parsed = parseVerificationReceipt(text.trim());
    return { parsed, receipt: { ...parsed.claims, report: readReport(parsed.claims.report) } };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

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
  const { shown, language = 'zh' } = options;
  const found = read(text);
  const nothing = { keyId: null, signedBy: null, hall: null, filing: null, receipt: null };
  const skipped = { signature: 'SKIPPED', key: 'SKIPPED', shown: 'SKIPPED' } as const;
  if (!found) return report({ ...skipped, signature: 'VERIFICATION_RECEIPT_MALFORMED' }, language, nothing);
  const { parsed, receipt } = found;
  const { keyId } = parsed;
  const by = await signatory(keyId, receipt.at, options);
  if (!by) return report({ ...skipped, key: 'WINDOW_KEY_UNKNOWN' }, language, { ...nothing, keyId });
  if (!(await parsed.isSignedBy(by.key))) {
    return report({ ...skipped, signature: 'WINDOW_SIGNATURE_INVALID' }, language, { ...nothing, keyId });
  }
  const { key, filing } = await judgeKey(text.trim(), by, keyId, receipt.at, options);
  const findings: Findings = { signature: 'OK', key, shown: await judgeShown(receipt, shown) };
  const { hall } = by;
  const named = hall ? { code: hall.code, name: hall.name } : null;
  return report(findings, language, { keyId, signedBy: by.key, hall: named, filing, receipt });
}

/** Order in the audit tree decides about a revoked key, not the time in the receipt, which is its window's word. */
async function judgeKey(
  text: string,
  { key, hall }: Signatory,
  keyId: string,
  at: string,
  { filed }: CheckReceiptOptions,
): Promise<{ readonly key: ReceiptCode; readonly filing: ProvenFiling | null }> {
  if (!isCurrent(key, at)) return { key: 'WINDOW_KEY_NOT_CURRENT', filing: null };
  if (!hall) return { key: 'OK', filing: null };
  const { code, revocations } = hall;
  const { mspId, revoked } = revocations;
  const proven =
    filed && (await provenFiling(text, filed.proof, { trustAnchor: filed.trustAnchor, mspId, hall: code }));
  const filing = proven ?? null;
  if (filed && !filing) return { key: 'FILING_PROOF_REFUSED', filing };
  const revocation = revoked.find((one) => one.key === keyId);
  if (!revocation) return { key: 'OK', filing };
  if (!filing) return { key: 'WINDOW_KEY_REVOKED', filing };
  return { key: filing.position < revocation.after ? 'OK' : 'FILED_AFTER_REVOCATION', filing };
}

async function judgeShown(
  { shown }: VerificationReceipt,
  content: Shown['content'] | undefined,
): Promise<ReceiptCode> {
  if (content === undefined) return 'SKIPPED';
  return (await digestOfShown(content)) === shown.sha256 ? 'OK' : 'SHOWN_MISMATCH';
}
