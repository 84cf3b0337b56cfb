import { utf8 } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { sha256Hex } from '../formats/hash.js';
import { jwkThumbprint } from '../formats/jwk.js';
import type { WindowKey } from '../formats/jwk.js';
import { parseVerificationReceipt } from '../formats/verification-receipt.js';
import type { ParsedVerificationReceipt } from '../formats/verification-receipt.js';
import type { Language } from '../verify/codes.js';
import type {
  CheckReceiptOptions,
  FiledDigest,
  FilingReport,
  ReceiptCheck,
  ReceiptFiling,
  ReceiptReport,
  VerificationReceipt,
} from './receipt-report.js';
import { receiptCodes, receiptMessageOf } from './codes.js';
import type { ReceiptCode } from './codes.js';
import { provenFiling } from './filing.js';
import type { HallWindows } from './hall-windows.js';
import { digestOfShown } from './issue.js';
import type { Shown } from './issue.js';
import { readReport } from './recorded-report.js';

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

/** Of seconds since 1970; later than any date is the last one that there is. */
const instantOf = (seconds: number): string => new Date(Math.min(seconds * 1000, 8.64e15)).toISOString();

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

/** Behind `checkVerificationReceipt`. @throws FormatError `KEY_REFUSED` when a pinned key is not a point of P-256 */
export async function judgeReceiptText(text: string, options: CheckReceiptOptions): Promise<ReceiptReport> {
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
  const of = { digest: await sha256Hex(utf8(text.trim())), keyId };
  const { code: key, filing } = await judgeKey(of, by, receipt.at, options);
  const findings: Findings = { signature: 'OK', key, shown: await judgeShown(receipt, shown) };
  const { hall } = by;
  const named = hall
    ? { code: hall.code, name: hall.name, revocationsAt: instantOf(hall.revocations.at) }
    : null;
  return report(findings, language, { keyId, signedBy: by.key, hall: named, filing, receipt });
}

async function judgeKey(
  of: FiledDigest,
  { key, hall }: Signatory,
  at: string,
  { filed }: CheckReceiptOptions,
): Promise<FilingReport> {
  if (!isCurrent(key, at)) return { code: 'WINDOW_KEY_NOT_CURRENT', filing: null };
  return hall ? judgeFiling(of, hall, filed) : { code: 'OK', filing: null };
}

/** Order in the audit tree decides about a revoked key, not the time in the receipt, which is its window's word. */
export async function judgeFiling(
  { digest, keyId }: FiledDigest,
  { code: hall, revocations }: HallWindows,
  filed: ReceiptFiling | undefined,
): Promise<FilingReport> {
  const { mspId, revoked } = revocations;
  const proven =
    filed && (await provenFiling(digest, filed.proof, { trustAnchor: filed.trustAnchor, mspId, hall }));
  const filing = proven ?? null;
  if (filed && !filing) return { code: 'FILING_PROOF_REFUSED', filing };
  const revocation = revoked.find((one) => one.key === keyId);
  if (!revocation) return { code: 'OK', filing };
  if (!filing) return { code: 'WINDOW_KEY_REVOKED', filing };
  return { code: filing.position < revocation.after ? 'OK' : 'FILED_AFTER_REVOCATION', filing };
}

async function judgeShown(
  { shown }: VerificationReceipt,
  content: Shown['content'] | undefined,
): Promise<ReceiptCode> {
  if (content === undefined) return 'SKIPPED';
  return (await digestOfShown(content)) === shown.sha256 ? 'OK' : 'SHOWN_MISMATCH';
}
