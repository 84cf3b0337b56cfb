import {
  FormatError,
  fromUtf8,
  parseVerificationReceipt,
  sha256Hex,
  toBase64Url,
  utf8,
} from '@certbridge/verifier-sdk/formats';
import type { ParsedVerificationReceipt, VerificationReceiptClaims } from '@certbridge/verifier-sdk/formats';
import type { Audit } from '../../people/audit/index.js';
import type { Cell, Protection, WrappedKeys } from '../../people/personal-data/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import type { Actor } from '../../platform/principal/index.js';
import { WindowUnknown, certificateAt, lockWindow } from '../pairing/index.js';
import type { Window } from '../pairing/index.js';
import { ReceiptRefused, ReceiptUnknown } from './errors.js';
import { readFinding } from './finding.js';
import type { Finding } from './finding.js';

/** A receipt as it is filed, and what its window found. */
export interface FiledReceipt {
  /** SHA-256 of its text, hex. */
  readonly digest: string;
  readonly hall: string;
  readonly window: string;
  readonly case: string | null;
  /** By the window's clock. */
  readonly signedAt: Date;
  readonly filedAt: Date;
  readonly finding: Finding;
  /** What was verified. */
  readonly shown: VerificationReceiptClaims['shown'];
  /** The JWS. */
  readonly text: string;
}

export interface FilingParts {
  readonly audit: Audit;
  readonly protection: Protection;
  /** SHA-256, hex, of that of this service. */
  readonly trustAnchorId: string;
}

/** What is filed, by whom. */
export interface Filing {
  readonly hall: string;
  readonly text: string;
  readonly case: string | null;
  readonly actor: Actor;
}

interface Row extends Record<string, unknown> {
  readonly digest: Buffer;
  readonly hall: string;
  readonly window_id: string;
  readonly case_id: string | null;
  readonly signed_at: Date;
  readonly filed_at: Date;
  readonly wrapped_key: Buffer;
  readonly receipt: Buffer;
}

const SKEW_MS = 300_000;

/**
 * Files a receipt of one of the hall's windows: its digest goes into the audit tree, so that it stays good when the
 * window's key is revoked. Filed again, it is what it is.
 * @throws ReceiptRefused
 */
export async function fileReceipt(
  tx: Transaction,
  { audit, protection, trustAnchorId }: FilingParts,
  filing: Filing,
  now = new Date(),
): Promise<FiledReceipt> {
  const text = filing.text.trim();
  const parsed = read(text);
  const { finding, claims } = parsed;
  const digest = await sha256Hex(utf8(text));
  const [known] = await select(tx, protection, 'digest = $1', [Buffer.from(digest, 'hex')]);
  if (known) {
    if (known.case !== filing.case || known.hall !== filing.hall)
      throw new ReceiptRefused('RECEIPT_OF_OTHER_CASE');
    return known;
  }
  const window = await windowOf(tx, filing.hall, parsed);
  // Compared at the pairing, or it is a successor: any other may be of whoever forges certificates.
  if (![window.trustAnchor, trustAnchorId].includes(claims.trustAnchor))
    throw new ReceiptRefused('RECEIPT_OTHER_TRUST_ANCHOR');
  await requireCertified(tx, window, new Date(claims.at), now);
  const { wrapped, key } = protection.createHolderKey(keyName(digest));
  await tx.query(
    `INSERT INTO filed_receipts (digest, hall, window_id, case_id, signed_at, filed_by, verdict, code, type, receipt)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[Buffer.from(digest, 'hex'), filing.hall, window.id, filing.case, claims.at, filing.actor.subject],
      ...[finding.verdict, finding.code, finding.certificate?.type ?? null],
      key.encrypt(Buffer.from(text), cell(digest)),
    ],
  );
  await tx.query('INSERT INTO receipt_keys (digest, wrapped_key) VALUES ($1, $2)', [
    Buffer.from(digest, 'hex'),
    wrapped,
  ]);
  await audit.record(tx, {
    act: 'receipt.filed',
    by: filing.actor,
    issuer: filing.hall,
    filed: digest,
    window: window.id,
    case: filing.case,
    verdict: finding.verdict,
    code: finding.code,
  });
  const [filed] = await select(tx, protection, 'digest = $1', [Buffer.from(digest, 'hex')]);
  if (!filed) throw new ReceiptUnknown();
  return filed;
}

/** @throws ReceiptUnknown */
export async function getReceipt(
  database: Queryable,
  protection: Protection,
  { hall, digest }: { readonly hall: string; readonly digest: string },
): Promise<FiledReceipt> {
  const [found] = await select(database, protection, 'digest = $1 AND hall = $2', [
    Buffer.from(digest, 'hex'),
    hall,
  ]);
  if (!found) throw new ReceiptUnknown();
  return found;
}

/** What of a receipt is told to whoever knows its digest: nothing of a person. */
export interface ReceiptSummary {
  /** RFC 7638 thumbprint of the window's key, and what the window is called. */
  readonly window: { readonly fingerprint: string; readonly name: string };
  readonly signedAt: Date;
  readonly filedAt: Date;
  readonly verdict: string;
  readonly code: string;
  /** Of the certificate; null: none was authenticated. */
  readonly type: string | null;
}

/** @throws ReceiptUnknown */
export async function summariseReceipt(
  database: Queryable,
  { hall, digest }: { readonly hall: string; readonly digest: string },
): Promise<ReceiptSummary> {
  const { rows } = await database.query<SummaryRow>(
    `SELECT w.name, w.thumbprint, r.signed_at, r.filed_at, r.verdict, r.code, r.type
     FROM filed_receipts r JOIN windows w ON w.id = r.window_id WHERE r.digest = $1 AND r.hall = $2`,
    [Buffer.from(digest, 'hex'), hall],
  );
  const [row] = rows;
  if (!row) throw new ReceiptUnknown();
  const { name, thumbprint, signed_at: signedAt, filed_at: filedAt, verdict, code, type } = row;
  return { window: { fingerprint: toBase64Url(thumbprint), name }, signedAt, filedAt, verdict, code, type };
}

interface SummaryRow extends Record<string, unknown> {
  readonly name: string;
  readonly thumbprint: Buffer;
  readonly signed_at: Date;
  readonly filed_at: Date;
  readonly verdict: string;
  readonly code: string;
  readonly type: string | null;
}

/** Those of a case, oldest first. */
export const receiptsOfCase = (
  database: Queryable,
  protection: Protection,
  id: string,
): Promise<FiledReceipt[]> => select(database, protection, 'case_id = $1', [id]);

async function select(
  database: Queryable,
  protection: Protection,
  condition: string,
  values: readonly unknown[],
): Promise<FiledReceipt[]> {
  const { rows } = await database.query<Row>(
    `SELECT * FROM filed_receipts JOIN receipt_keys USING (digest) WHERE ${condition} ORDER BY filed_at, digest`,
    values,
  );
  return rows.map((row) => {
    const digest = row.digest.toString('hex');
    const key = protection.holderKey(keyName(digest), row.wrapped_key);
    const text = fromUtf8(key.decrypt(row.receipt, cell(digest)));
    const { finding, claims } = read(text);
    return {
      digest,
      hall: row.hall,
      window: row.window_id,
      case: row.case_id,
      signedAt: row.signed_at,
      filedAt: row.filed_at,
      ...{ finding, shown: claims.shown },
      text,
    };
  });
}

const keyName = (digest: string): string => `receipt:${digest}`;
const cell = (row: string): Cell => ({
  table: 'filed_receipts',
  column: 'receipt',
  row,
});

function read(text: string): ParsedVerificationReceipt & { readonly finding: Finding } {
  try {
    const parsed = parseVerificationReceipt(text);
    return { ...parsed, finding: readFinding(parsed.claims.report) };
  } catch (error) {
    if (error instanceof FormatError) throw new ReceiptRefused('RECEIPT_MALFORMED');
    throw error;
  }
}

/** The window whose key signed it; shared with others that file, and held against its revocation. */
async function windowOf(tx: Transaction, hall: string, receipt: ParsedVerificationReceipt): Promise<Window> {
  const window = await lockWindow(tx, hall, { fingerprint: receipt.keyId }, 'SHARE').catch(
    (error: unknown) => {
      throw error instanceof WindowUnknown ? new ReceiptRefused('RECEIPT_WINDOW_UNKNOWN') : error;
    },
  );
  if (!(await receipt.isSignedBy(window.key))) throw new ReceiptRefused('RECEIPT_SIGNATURE_INVALID');
  if (window.state === 'revoked') throw new ReceiptRefused('RECEIPT_WINDOW_REVOKED');
  if (window.state !== 'paired') throw new ReceiptRefused('RECEIPT_WINDOW_UNKNOWN');
  return window;
}

async function requireCertified(tx: Transaction, { id }: Window, at: Date, now: Date): Promise<void> {
  const isAhead = at.getTime() > now.getTime() + SKEW_MS;
  const certificate = await certificateAt(tx, id, at);
  if (certificate === undefined || isAhead) throw new ReceiptRefused('RECEIPT_NOT_CERTIFIED');
}

/** Each encrypts one receipt. */
export const receiptKeys: WrappedKeys = {
  table: 'receipt_keys',
  id: { column: 'digest', type: 'bytea' },
  nameOf: (digest) => keyName(Buffer.from(digest).toString('hex')),
};
