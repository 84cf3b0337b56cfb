import type { Json } from '../formats/json.js';
import type { FieldTitle } from '../formats/credential.js';
import type { CertificateRef } from '../formats/entry.js';
import type { AsOf } from '../mirror/mirror.js';
import { codes } from './codes.js';
import { messageOf } from './messages.js';
import type { Code, Language } from './codes.js';
import type { ReportedShowing } from './showing.js';

/** `invalid`: a forgery, or a certificate that does not count; `indeterminate`: this window lacks knowledge. */
export type Verdict = 'valid' | 'invalid' | 'indeterminate';
/** What is checked of a certificate, in the order of the report; `showing` of wallet credentials only. */
export type CheckName = 'integrity' | 'issuer' | 'anchoring' | 'status' | 'validity' | 'holder' | 'showing';
/** Of one check: `unknown` where this window lacks knowledge, `skipped` where nothing was asked. */
export type Outcome = 'pass' | 'fail' | 'unknown' | 'skipped';

/** One check of a report and its outcome. */
export interface Check {
  /** What was checked. */
  readonly name: CheckName;
  /** How it came out. */
  readonly outcome: Outcome;
  /** Stable code of the outcome. */
  readonly code: Code;
  /** The code’s words in the verifier’s language. */
  readonly message: string;
  /** Of `HOLDER_INPUT_UNUSABLE`: the characters that are to blame, like `U+200B`, since most of them cannot be seen. */
  readonly characters?: readonly string[];
}

/** An authenticated photo, to be compared with the person at the window. */
export interface ReportedPhoto {
  /** Of `bytes`. */
  readonly mediaType: 'image/jpeg' | 'image/png';
  /** A whole JPEG or PNG file. Personal: absent in what is kept, such as verification receipts. */
  readonly bytes?: Uint8Array;
  /** Of `bytes`, hex. */
  readonly sha256: string;
  /** How to turn it to be upright, 1–8, as in EXIF's tag 274; 1 is upright. */
  readonly orientation: number;
}

/** What a QR code says that stands on the certificate's page too; `validity` are its first and last day. */
export type PageField = 'name' | 'identifier' | 'holderName' | 'holderNumber' | 'validity';

/** Who issued a certificate. A department that is renamed stays the same one. */
export interface ReportedIssuer {
  /** GB 32100 code, 18 characters. */
  readonly code: string;
  /** Its name when it issued the certificate, where its entry proves when that was; else as the ledger has it now; null: not known here. */
  readonly name: string | null;
  /** Its present name, where that is another. */
  readonly nameNow?: string;
  /** Names that it had before, where it is not proved under which of them it issued. */
  readonly formerNames?: readonly string[];
}

/** What was authenticated of the certificate, and nothing else. */
export interface ReportedCertificate {
  /** hex */
  readonly certId: string;
  /** GB/T 36904 电子证照标识. */
  readonly identifier: string;
  /** 21 characters. */
  readonly type: string;
  /** The certificate’s name, such as 居住证. */
  readonly name: string;
  /** Who issued it. */
  readonly issuer: ReportedIssuer;
  /** First day of validity, `YYYY-MM-DD` in Asia/Shanghai. */
  readonly validFrom: string;
  /** null: 长期. */
  readonly validUntil: string | null;
  /** What is disclosed: of a QR code, holderName and holderNumber (masked). */
  readonly fields: Readonly<Record<string, Json>>;
  /** What fields are called, in their order on the page, those that are not disclosed too; the issuer signed it. */
  readonly titles?: readonly FieldTitle[];
  /** Of a PDF with one: the photo on its page, which its signature covers. */
  readonly photo?: ReportedPhoto;
  /** Of a purpose-limited copy 加注件: certId of the original in hex, what it may be used for, and by whom. */
  readonly copy?: {
    /** certId of the original, hex. */
    readonly of: string;
    /** What it may be used for. */
    readonly purpose: string;
    /** Who may use it. */
    readonly user: string;
  };
  /** Of a superseded or transferred certificate; followed one step only. */
  readonly successor?: CertificateRef & {
    /** What is recorded against it in turn; null: nothing. */
    readonly state: string | null;
    /** GB/T 36904 identifier, where it follows from this one: of a renewal, the next version. */
    readonly identifier?: string;
  };
  /** The day (YYYY-MM-DD, Asia/Shanghai) from which another certificate replaces this one, which counts until then. */
  readonly replacedFrom?: string;
  /** Of a PDF that lost its signature: what its QR code says and the text of its page does not. */
  readonly missingOnPage?: readonly PageField[];
}

/** What every verification returns. */
export interface Report {
  /** What the window may rely on. */
  readonly verdict: Verdict;
  /** The one reason to show first. */
  readonly code: Code;
  /** The code’s words in the verifier’s language. */
  readonly message: string;
  /** In their order: all but `showing`, which is there for wallet credentials only. */
  readonly checks: readonly Check[];
  /** null when nothing could be authenticated. */
  readonly certificate: ReportedCertificate | null;
  /** How it was shown, where a device signed for that. */
  readonly shown?: ReportedShowing;
  /** How fresh the knowledge is; null without a mirror. */
  readonly asOf: AsOf | null;
  /** Remarks beside the verdict. */
  readonly notes: readonly Code[];
}

/** The result of one check, before it is put into words. */
export interface Finding {
  readonly outcome: Outcome;
  readonly code: Code;
  readonly characters?: readonly string[];
}

export const pass: Finding = { outcome: 'pass', code: 'OK' };
export const skipped: Finding = { outcome: 'skipped', code: 'SKIPPED' };
export const fail = (code: Code): Finding => ({ outcome: 'fail', code });
export const unknown = (code: Code): Finding => ({ outcome: 'unknown', code });

export type Findings = Readonly<Record<Exclude<CheckName, 'showing'>, Finding>> & {
  readonly showing?: Finding;
};

const order: readonly CheckName[] = [
  'integrity',
  'issuer',
  'anchoring',
  'status',
  'validity',
  'holder',
  'showing',
];

const inOrder = (findings: Findings): { readonly name: CheckName; readonly finding: Finding }[] =>
  order.flatMap((name) => {
    const finding = findings[name];
    return finding ? [{ name, finding }] : [];
  });

/** Which unknown to show first: what needs action beyond this certificate, then what a new download mends. */
const urgency: readonly Code[] = [
  'PAGE_DIFFERS',
  'LEDGER_EQUIVOCATION',
  'CLOCK_BEHIND',
  'ITEM_NEEDED',
  'CHALLENGE_NEEDED',
  'LIVE_CODE_TIME',
  'HOLDER_NEEDED',
  'UPDATE_NEEDED',
  'RECORD_UNUSABLE',
  'RECEIPT_UNUSABLE',
  'RECEIPT_MISSING',
  'STATUS_UNKNOWN',
  'STATUS_STALE',
  'TIMESTAMP_UNUSABLE',
  'HOLDER_NOT_NAMED',
  'HOLDER_INPUT_UNUSABLE',
];

function mostUrgent(open: readonly Code[]): Code | undefined {
  return urgency.find((code) => open.includes(code)) ?? open[0];
}

/** `invalid` if a check fails, else `indeterminate` if one is unknown, else `valid`. */
export function conclude(findings: Findings): { verdict: Verdict; code: Code } {
  const found = inOrder(findings).map(({ finding }) => finding);
  const failed = found.find(({ outcome }) => outcome === 'fail');
  if (failed) return { verdict: 'invalid', code: failed.code };
  const open = mostUrgent(found.filter(({ outcome }) => outcome === 'unknown').map(({ code }) => code));
  return open ? { verdict: 'indeterminate', code: open } : { verdict: 'valid', code: 'OK' };
}

export function writeReport(
  findings: Findings,
  about: Pick<Report, 'certificate' | 'shown' | 'asOf' | 'notes'>,
  language: Language,
): Report {
  const { verdict, code } = conclude(findings);
  const checks = inOrder(findings).map(({ name, finding: { outcome, code: reason, characters } }) => {
    const message = messageOf(reason, language, characters);
    return { name, outcome, code: reason, message, ...(characters && { characters }) };
  });
  const message = checks.find((check) => check.code === code)?.message ?? messageOf(code, language);
  return { verdict, code, message, checks, ...about };
}

/** The report on something that could not even be read as a certificate. */
export function refusal(code: Code, asOf: AsOf | null, language: Language): Report {
  const findings = {
    integrity: codes[code].kind === 'invalid' ? fail(code) : unknown(code),
    issuer: skipped,
    anchoring: skipped,
    status: skipped,
    validity: skipped,
    holder: skipped,
  };
  return writeReport(findings, { certificate: null, asOf, notes: [] }, language);
}

/** The report as it may be kept or printed: of the photo its SHA-256 only. */
export function withoutPhoto(report: Report): Report {
  const { certificate } = report;
  if (!certificate?.photo) return report;
  const { bytes: _, ...photo } = certificate.photo;
  return { ...report, certificate: { ...certificate, photo } };
}
