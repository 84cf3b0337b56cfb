import type { CertificateState } from '@certbridge/verifier-sdk/formats';
import { CertificateUnknown, isPending, presentState } from '../statuses/index.js';
import { receiptOf } from '../../ledger/anchoring/index.js';
import { DocumentError, withReceipt } from '../documents/index.js';
import type { HolderKey } from '../../people/personal-data/index.js';
import type { Fields } from '../types/index.js';
import { HolderForgotten } from './errors.js';
import { holderLookup, nameLookup } from './holders.js';
import type { IssuingOptions } from './options.js';
import { certificateCell } from './cells.js';

/** What certificates are read with. */
type Reading = Pick<IssuingOptions, 'database' | 'protection'>;

/** What may be listed of a certificate without opening anything personal. */
export interface CertificateSummary {
  /** Hex. */
  readonly certId: string;
  readonly issuer: string;
  /** As it was called when it issued this. */
  readonly issuerName: string;
  /** As it is called now. */
  readonly issuerNameNow: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly identifier: string;
  readonly state: CertificateState;
  /** The certificate that takes its place (hex certId), and the day to come from which it does. */
  readonly pending: { readonly by: string; readonly from: string } | null;
  readonly batch: string;
  /** The line of its batch's file. */
  readonly line: number;
  readonly issuedOn: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly submittedBy: string;
  readonly approvedBy: string | null;
  readonly createdAt: Date;
  /** seq of the entry that anchors it, once attested. */
  readonly anchoredIn: number | null;
  /** Of a purpose-limited copy: its original's certId, hex. */
  readonly copyOf: string | null;
}

/** Whether it counts on a day (YYYY-MM-DD in Asia/Shanghai). */
export const countsOn = (
  { state, validFrom, validUntil }: Pick<CertificateSummary, 'state' | 'validFrom' | 'validUntil'>,
  day: string,
): boolean => state === 'issued' && validFrom <= day && (validUntil === null || validUntil >= day);

export interface CertificateDetails extends CertificateSummary {
  readonly fields: Fields;
}

type SummaryRow = Omit<CertificateSummary, 'certId' | 'copyOf'> & {
  readonly cert_id: Buffer;
  readonly copy_of: Buffer | null;
} & Record<string, unknown>;

const columns = `c.cert_id, c.copy_of, c.issuer, c.issuer_name AS "issuerName", i.name AS "issuerNameNow", c.type, c.type_version AS "typeVersion", c.identifier, ${presentState} AS state, c.batch, c.line,
  CASE WHEN ${isPending} THEN json_build_object('by', encode(c.superseded_by, 'hex'), 'from', c.superseded_from) END AS pending,
  c.issued_on AS "issuedOn", c.valid_from AS "validFrom", c.valid_until AS "validUntil",
  c.submitted_by AS "submittedBy", c.approved_by AS "approvedBy", c.created_at AS "createdAt", r.seq AS "anchoredIn"`;
const tables =
  'certificates c JOIN issuers i ON i.code = c.issuer LEFT JOIN receipts r ON r.cert_id = c.cert_id';

const summary = ({ cert_id, copy_of, ...rest }: SummaryRow): CertificateSummary => ({
  certId: cert_id.toString('hex'),
  ...rest,
  copyOf: copy_of?.toString('hex') ?? null,
});

/** Names a certificate by certId (32 hex digits) or GB/T 36904 identifier. */
export async function findCertificate(
  { database }: Pick<IssuingOptions, 'database'>,
  issuer: string,
  name: string,
): Promise<CertificateSummary> {
  const byId = /^[0-9a-f]{32}$/i.test(name);
  const { rows } = await database.query<SummaryRow>(
    `SELECT ${columns} FROM ${tables} WHERE c.issuer = $1 AND ${byId ? 'c.cert_id' : 'c.identifier'} = $2`,
    [issuer, byId ? Buffer.from(name, 'hex') : name],
  );
  if (!rows[0]) throw new CertificateUnknown();
  return summary(rows[0]);
}

export interface CertificateQuery {
  readonly issuer: string;
  readonly type?: string;
  readonly batch?: string;
  /** Finds a holder's certificates without the number being stored anywhere. */
  readonly holderNumber?: string;
  /** The same by the whole name, present or former. */
  readonly holderName?: string;
  readonly state?: CertificateSummary['state'];
  /** First and last day of issuing, YYYY-MM-DD in Asia/Shanghai, inclusive. */
  readonly issuedFrom?: string;
  readonly issuedUntil?: string;
  /** Who submitted it, by the stable id. */
  readonly submittedBy?: string;
  /** Hex certId of the original of purpose-limited copies. */
  readonly copyOf?: string;
  /** Continues after this certificate (hex certId of the last one of the page before). */
  readonly after?: string;
  /** At most 1,000; 100 unless set. */
  readonly limit?: number;
}

/** What a query asks for as SQL about `certificates c`, whatever page of it; values are `$1` and so on. */
function conditionsOf(
  protection: Reading['protection'],
  query: CertificateQuery,
): { readonly values: unknown[]; readonly conditions: string[] } {
  const values: unknown[] = [query.issuer];
  const conditions = ['c.issuer = $1'];
  const where = (condition: string, value: unknown): void => {
    values.push(value);
    conditions.push(condition.replace('?', `$${values.length}`));
  };
  if (query.type !== undefined) where('c.type = ?', query.type);
  if (query.batch !== undefined) where('c.batch::text = ?', query.batch.toLowerCase());
  if (query.state !== undefined) {
    where(`${presentState} = ?`, query.state);
    // Those are few, and have an index of their own.
    if (query.state !== 'issued') conditions.push(`(c.state <> 'issued' OR c.superseded_from IS NOT NULL)`);
  }
  if (query.issuedFrom !== undefined) where('c.issued_on >= ?::date', query.issuedFrom);
  if (query.issuedUntil !== undefined) where('c.issued_on <= ?::date', query.issuedUntil);
  if (query.submittedBy !== undefined) where('c.submitted_by = ?', query.submittedBy);
  if (query.copyOf !== undefined) where('c.copy_of = ?', Buffer.from(query.copyOf, 'hex'));
  if (query.holderNumber !== undefined) {
    const lookup = holderLookup(protection, query.holderNumber);
    // Looked up once, by $1: asked for each certificate's own issuer, all of them would be read.
    where('c.holder = ANY(ARRAY(SELECT id FROM holders WHERE issuer = $1 AND lookup = ?))', lookup);
  }
  if (query.holderName !== undefined) {
    const lookup = nameLookup(protection, query.holderName);
    where('c.holder = ANY(ARRAY(SELECT holder FROM holder_names WHERE issuer = $1 AND lookup = ?))', lookup);
  }
  return { values, conditions };
}

/**
 * An issuer's certificates, in the order of their identifiers; of days of issuing, in the order of these first: a page
 * is then read from the index of days, and not from all certificates.
 */
export async function listCertificates(
  { database, protection }: Reading,
  query: CertificateQuery,
): Promise<CertificateSummary[]> {
  const { values, conditions } = conditionsOf(protection, query);
  const byDay = query.issuedFrom !== undefined || query.issuedUntil !== undefined;
  const order = byDay ? 'c.issued_on, c.identifier' : 'c.identifier';
  if (query.after !== undefined) {
    values.push(Buffer.from(query.after, 'hex'));
    const last = `FROM certificates WHERE cert_id = $${values.length}`;
    // An index is not entered by a pair of a subquery's: by its first alone it is.
    if (byDay) conditions.push(`c.issued_on >= (SELECT issued_on ${last})`);
    conditions.push(`(${order}) > (SELECT ${byDay ? 'issued_on, identifier' : 'identifier'} ${last})`);
  }
  values.push(Math.min(query.limit ?? 100, 1000));
  const { rows } = await database.query<SummaryRow>(
    `SELECT ${columns} FROM ${tables} WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT $${values.length}`,
    values,
  );
  return rows.map(summary);
}

interface EncryptedRow {
  cert_id: Buffer;
  fields: Buffer | null;
  pdf: Buffer | null;
  credential: Buffer | null;
  qr: Buffer | null;
  holder: string | null;
  wrapped_key: Buffer | null;
}

async function encrypted(
  { database, protection }: Reading,
  { issuer, certId }: CertificateSummary,
  column: 'c.fields' | 'd.pdf' | 'd.credential' | 'd.qr',
): Promise<{ readonly row: EncryptedRow; readonly key: HolderKey }> {
  const { rows } = await database.query<EncryptedRow & Record<string, unknown>>(
    `SELECT c.cert_id, c.holder, h.wrapped_key, ${column} FROM certificates c JOIN documents d USING (cert_id)
     LEFT JOIN holders h ON h.id = c.holder WHERE c.issuer = $1 AND c.cert_id = $2`,
    [issuer, Buffer.from(certId, 'hex')],
  );
  const [row] = rows;
  if (!row) throw new CertificateUnknown();
  if (row.holder === null || row.wrapped_key === null) throw new HolderForgotten();
  return { row, key: protection.holderKey(row.holder, row.wrapped_key) };
}

function opened(
  value: Buffer | null,
  key: HolderKey,
  column: 'fields' | 'pdf' | 'credential' | 'qr',
  certId: Buffer,
): Buffer {
  if (!value) throw new HolderForgotten();
  return key.decrypt(value, certificateCell(column, certId));
}

/** @throws CertificateUnknown, HolderForgotten */
export async function openCertificate(
  reading: Reading,
  issuer: string,
  name: string,
): Promise<CertificateDetails> {
  const found = await findCertificate(reading, issuer, name);
  const { row, key } = await encrypted(reading, found, 'c.fields');
  const fields = JSON.parse(opened(row.fields, key, 'fields', row.cert_id).toString()) as Fields;
  return { ...found, fields };
}

export interface ServedPdf {
  readonly pdf: Uint8Array;
  readonly certId: string;
  /** `pending`: downloaded before its receipt exists, or the receipt is larger than the room kept for it. */
  readonly receipt: 'included' | 'pending';
}

/** The PDF with its receipt inside, where there is one already. @throws CertificateUnknown, HolderForgotten */
export async function openPdf(reading: Reading, issuer: string, name: string): Promise<ServedPdf> {
  const found = await findCertificate(reading, issuer, name);
  const { row, key } = await encrypted(reading, found, 'd.pdf');
  const pdf = opened(row.pdf, key, 'pdf', row.cert_id);
  const receipt = await receiptOf(reading.database, row.cert_id);
  const { certId } = found;
  const included = receipt && receiptInside(pdf, receipt);
  return included ? { pdf: included, certId, receipt: 'included' } : { pdf, certId, receipt: 'pending' };
}

/** Undefined when the receipt is larger than was foreseen: more provinces sign now. It is had from the feed. */
function receiptInside(pdf: Uint8Array, receipt: Uint8Array): Uint8Array | undefined {
  try {
    return withReceipt(pdf, receipt);
  } catch (error) {
    if (error instanceof DocumentError && error.code === 'RESERVE_TOO_SMALL') return undefined;
    throw error;
  }
}

/** The credential's SD-JWT with all its disclosures. @throws CertificateUnknown, HolderForgotten */
export async function openCredential(reading: Reading, issuer: string, name: string): Promise<string> {
  const { row, key } = await encrypted(reading, await findCertificate(reading, issuer, name), 'd.credential');
  return opened(row.credential, key, 'credential', row.cert_id).toString();
}

/** The QR's COSE bytes. @throws CertificateUnknown, HolderForgotten */
export async function openQr(reading: Reading, issuer: string, name: string): Promise<Uint8Array> {
  const { row, key } = await encrypted(reading, await findCertificate(reading, issuer, name), 'd.qr');
  return opened(row.qr, key, 'qr', row.cert_id);
}
