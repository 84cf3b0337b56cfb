import type { AuditRecord } from '@certbridge/verifier-sdk/node';
import type { Database, Queryable } from '../../platform/database/index.js';
import type { HolderKey, Protection } from '../personal-data/index.js';
import { detailsCell, keyName } from './audit.js';
import { toRecord } from './records.js';
import type { RecordRow } from './records.js';

/** What of the records is asked for. */
export interface AuditQuery {
  readonly act?: string;
  /** Any of them. */
  readonly acts?: readonly string[];
  /** Whoever did it but this one. */
  readonly notBy?: string;
  /** The record's own number. */
  readonly id?: number;
  readonly actor?: string;
  readonly issuer?: string;
  readonly batch?: string;
  /** certId, hex. */
  readonly certificate?: string;
  /** Keyed hash of a holder's number: records on them, and on the batches that their certificates came from. */
  readonly holder?: Buffer;
  /** Issuers that whoever asks may see; `*` all, also what concerns none. */
  readonly issuers: '*' | readonly string[];
  /** Newest first: continues with those before this id. */
  readonly before?: number;
  readonly limit: number;
}

/** A record with its details open; null where their key was destroyed. */
export interface OpenRecord extends Omit<AuditRecord, 'details' | 'leaf'> {
  readonly details: Readonly<Record<string, unknown>> | null;
}

const COLUMNS = 'r.*, l.position, l.hash';
const TABLES = 'audit_records r LEFT JOIN audit_leaves l ON l.record = r.id';

const ON_HOLDER = `(r.subject IN (SELECT pseudonym FROM audit_subjects WHERE lookup = ?)
  OR r.batch IN (SELECT c.batch FROM certificates c JOIN holders h ON h.id = c.holder WHERE h.lookup = ?))`;

export async function searchAudit(
  database: Queryable,
  protection: Protection,
  query: AuditQuery,
): Promise<OpenRecord[]> {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const where = (condition: string, value: unknown): void => {
    values.push(value);
    conditions.push(condition.replaceAll('?', `$${values.length}`));
  };
  if (query.act !== undefined) where('r.act = ?', query.act);
  if (query.acts !== undefined) where('r.act = ANY(?)', query.acts);
  if (query.notBy !== undefined) where('r.actor <> ?', query.notBy);
  if (query.id !== undefined) where('r.id = ?', query.id);
  if (query.actor !== undefined) where('r.actor = ?', query.actor);
  if (query.issuer !== undefined) where('r.issuer = ?', query.issuer);
  if (query.batch !== undefined) where('r.batch = ?', query.batch);
  if (query.certificate !== undefined) where('r.certificate = ?', Buffer.from(query.certificate, 'hex'));
  if (query.holder !== undefined) where(ON_HOLDER, query.holder);
  if (query.issuers !== '*') where('r.issuer = ANY(?)', query.issuers);
  if (query.before !== undefined) where('r.id < ?', query.before);
  values.push(query.limit);
  const { rows } = await database.query<RecordRow & { readonly wrapped_key: Buffer | null }>(
    `SELECT ${COLUMNS}, s.wrapped_key FROM ${TABLES} LEFT JOIN audit_subjects s ON s.pseudonym = r.subject
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY r.id DESC LIMIT $${values.length}`,
    values,
  );
  return rows.map((row) => {
    const { details: _, leaf: __, ...record } = toRecord(row);
    return { ...record, details: opened(protection, row) };
  });
}

/** Lines of a batch whose pages somebody has looked at, in the order of the file; the newest 1,000 looks count. */
export async function linesSeen(
  database: Queryable,
  protection: Protection,
  { batch, actor }: { readonly batch: string; readonly actor: string },
): Promise<number[]> {
  const query = { act: 'row.seen', batch, actor, issuers: '*', limit: 1000 } as const;
  const looks = await searchAudit(database, protection, query);
  const lines = looks.map(({ details }) => Number(details?.['line']));
  return [...new Set(lines)].sort((a, b) => a - b);
}

function opened(
  protection: Protection,
  { id, subject, details, wrapped_key: wrapped }: RecordRow & { readonly wrapped_key: Buffer | null },
): OpenRecord['details'] {
  let key: HolderKey = protection.common;
  if (subject !== null) {
    if (!wrapped) return null;
    key = protection.holderKey(keyName(subject), wrapped);
  }
  return key.decryptJson(details, detailsCell(id)) as Record<string, unknown>;
}

const PAGE = 1_000;

/** All records: sealed ones in the order of their leaves, then the others. */
export async function* exportAudit(database: Database): AsyncGenerator<AuditRecord> {
  for (let next = 0; ;) {
    const { rows } = await database.query<RecordRow>(
      `SELECT ${COLUMNS} FROM audit_leaves l JOIN audit_records r ON r.id = l.record
       WHERE l.position >= $1 ORDER BY l.position LIMIT $2`,
      [next, PAGE],
    );
    for (const row of rows) yield toRecord(row);
    if (rows.length < PAGE) break;
    next = (rows.at(-1)?.position ?? 0) + 1;
  }
  for (let after = 0; ;) {
    const { rows } = await database.query<RecordRow>(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE l.record IS NULL AND r.id > $1 ORDER BY r.id LIMIT $2`,
      [after, PAGE],
    );
    for (const row of rows) yield toRecord(row);
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? after;
  }
}
