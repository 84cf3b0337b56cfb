import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../../platform/database/index.js';
import type { Actor } from '../../platform/principal/index.js';
import type { Cell, HolderKey, Protection, WrappedKeys } from '../personal-data/index.js';
import type { AuditEvent, LookEvent } from './events.js';

/** Writes down who did or saw what. */
export interface Audit {
  /** In the transaction of the change. */
  record(tx: Transaction, event: AuditEvent): Promise<void>;
  /** In a transaction of its own; await it before what is looked at leaves. */
  look(event: LookEvent): Promise<void>;
}

/** Those that a search goes by; all others are details. */
interface Indexed {
  readonly issuer?: string;
  readonly batch?: string;
  readonly certificate?: string;
  /** Id of the holder's row. */
  readonly holder?: string | null;
  /** SHA-256, hex, of what is filed: in the clear, so that others can prove it. */
  readonly filed?: string;
}

export interface AuditOptions {
  readonly database: Database;
  readonly protection: Protection;
}

export function openAudit({ database, protection }: AuditOptions): Audit {
  const record: Audit['record'] = (tx, event) => write(tx, protection, event);
  return { record, look: (event) => database.transaction((tx) => record(tx, event)) };
}

async function write(tx: Transaction, protection: Protection, event: AuditEvent): Promise<void> {
  const { act, by, issuer, batch, certificate, holder, filed, ...said }: AuditEvent & Indexed = event;
  const cert = certificate === undefined ? null : Buffer.from(certificate, 'hex');
  const subject =
    (await subjectOf(tx, protection, { cert, holder: holder ?? null })) ??
    (await residentOf(tx, protection, by));
  const details = { from: by.address, why: by.purpose, ...said };
  const { rows } = await tx.query<{ id: number }>(`SELECT nextval('audit_records_id_seq') AS id`);
  const id = rows[0]?.id ?? 0;
  await tx.query(
    `WITH record AS (
       INSERT INTO audit_records
         (id, act, actor_kind, actor, roles, issuer, batch, certificate, subject, request, filed, details)
       OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id)
     INSERT INTO audit_queue SELECT id FROM record`,
    [
      ...[id, act, by.kind, by.subject, by.roles, issuer, batch, cert, subject?.pseudonym, by.requestId],
      filed === undefined ? null : Buffer.from(filed, 'hex'),
      (subject?.key ?? protection.common).encryptJson(details, detailsCell(id)),
    ],
  );
}

export const detailsCell = (record: number): Cell => ({
  table: 'audit_records',
  column: 'details',
  row: String(record),
});

interface Subject {
  readonly pseudonym: string;
  readonly key: HolderKey;
}

interface SubjectRow extends Record<string, unknown> {
  readonly issuer: string;
  readonly lookup: Buffer;
  readonly pseudonym: string | null;
  readonly wrapped_key: Buffer | null;
}

/** On whom: the holder named, or the certificate's; one pseudonym for each, made at the first record about them. */
async function subjectOf(
  tx: Transaction,
  protection: Protection,
  { cert, holder }: { readonly cert: Buffer | null; readonly holder: string | null },
): Promise<Subject | undefined> {
  if (cert === null && holder === null) return undefined;
  const find = (): Promise<{ rows: SubjectRow[] }> =>
    tx.query<SubjectRow>(
      `SELECT h.issuer, h.lookup, s.pseudonym, s.wrapped_key FROM holders h
       LEFT JOIN audit_subjects s ON s.issuer = h.issuer AND s.lookup = h.lookup
       WHERE h.id = coalesce($1::uuid, (SELECT holder FROM certificates WHERE cert_id = $2))`,
      [holder, cert],
    );
  let [found] = (await find()).rows;
  if (found?.pseudonym === null) {
    await addSubject(tx, protection, found);
    [found] = (await find()).rows;
  }
  if (!found?.pseudonym || !found.wrapped_key) return undefined;
  const { pseudonym, wrapped_key: wrapped } = found;
  return { pseudonym, key: protection.holderKey(keyName(pseudonym), wrapped) };
}

/** A new pseudonym and its key, kept unless there is one already. @param of `issuer` null: of a resident who signs in */
async function addSubject(
  tx: Transaction,
  protection: Protection,
  of: { readonly issuer: string | null; readonly lookup: Buffer },
): Promise<string> {
  const pseudonym = randomUUID();
  const { wrapped } = protection.createHolderKey(keyName(pseudonym));
  await tx.query(
    `INSERT INTO audit_subjects (pseudonym, issuer, lookup, wrapped_key) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [pseudonym, of.issuer, of.lookup, wrapped],
  );
  return pseudonym;
}

/**
 * As whom a resident acts here, whoever issued what they hold: a pseudonym, made when they first sign in.
 * @param lookup keyed hash of their number, as holders are found by it
 */
export async function residentPseudonym(
  tx: Transaction,
  protection: Protection,
  lookup: Buffer,
): Promise<string> {
  const made = await addSubject(tx, protection, { issuer: null, lookup });
  const { rows } = await tx.query<{ pseudonym: string }>(
    'SELECT pseudonym FROM audit_subjects WHERE lookup = $1 AND issuer IS NULL',
    [lookup],
  );
  return rows[0]?.pseudonym ?? made;
}

/** What a resident does is said of them, where it is said of nobody else: under their own key, not the common one. */
async function residentOf(tx: Transaction, protection: Protection, by: Actor): Promise<Subject | undefined> {
  if (by.kind !== 'resident') return undefined;
  const { rows } = await tx.query<{ pseudonym: string; wrapped_key: Buffer }>(
    'SELECT pseudonym, wrapped_key FROM audit_subjects WHERE pseudonym = $1',
    [by.subject],
  );
  const [found] = rows;
  return (
    found && {
      pseudonym: found.pseudonym,
      key: protection.holderKey(keyName(found.pseudonym), found.wrapped_key),
    }
  );
}

export const keyName = (pseudonym: string): string => `audit:${pseudonym}`;

/** What the service does by itself. */
export const theService: Actor = {
  kind: 'service',
  subject: '',
  roles: [],
  address: undefined,
  requestId: undefined,
  purpose: undefined,
};

/** Each encrypts what is said of one subject. */
export const auditKeys: WrappedKeys = {
  table: 'audit_subjects',
  id: { column: 'pseudonym', type: 'uuid' },
  nameOf: (pseudonym) => keyName(String(pseudonym)),
};
