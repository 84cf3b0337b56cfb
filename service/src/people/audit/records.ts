import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A record as it is exported and as its leaf is made of; `details` stay encrypted. */
export const auditRecord = z.strictObject({
  /** Of its leaf in the tree, from 0; null while it is not sealed. */
  position: z.int().nullable(),
  /** The leaf's hash as it is kept, hex. */
  leaf: z.string().nullable(),
  id: z.int(),
  at: z.iso.datetime(),
  act: z.string(),
  kind: z.string(),
  actor: z.string(),
  roles: z.array(z.string()),
  issuer: z.string().nullable(),
  batch: z.string().nullable(),
  certificate: z.string().nullable(),
  subject: z.string().nullable(),
  request: z.string().nullable(),
  /** Base64. */
  details: z.string(),
});
export type AuditRecord = z.output<typeof auditRecord>;

/** In the order of the leaf. */
const SAID = [
  'id',
  'at',
  'act',
  'kind',
  'actor',
  'roles',
  'issuer',
  'batch',
  'certificate',
  'subject',
  'request',
] as const;

/** SHA-256(0x00 ‖ JSON of tag, members and SHA-256 of the ciphertext): a record whose key is gone still verifies. */
export function leafHashOf(record: AuditRecord): Buffer {
  const details = createHash('sha256').update(Buffer.from(record.details, 'base64')).digest('hex');
  const input = JSON.stringify(['certbridge/audit-record/1', ...SAID.map((name) => record[name]), details]);
  return createHash('sha256').update(Buffer.of(0)).update(input).digest();
}

export interface RecordRow extends Record<string, unknown> {
  readonly position: number | null;
  readonly hash: Buffer | null;
  readonly id: number;
  readonly at: Date;
  readonly act: string;
  readonly actor_kind: string;
  readonly actor: string;
  readonly roles: string[];
  readonly issuer: string | null;
  readonly batch: string | null;
  readonly certificate: Buffer | null;
  readonly subject: string | null;
  readonly request: string | null;
  readonly details: Buffer;
}

export const toRecord = (row: RecordRow): AuditRecord => ({
  position: row.position,
  leaf: row.hash?.toString('hex') ?? null,
  id: row.id,
  at: row.at.toISOString(),
  act: row.act,
  kind: row.actor_kind,
  actor: row.actor,
  roles: row.roles,
  issuer: row.issuer,
  batch: row.batch,
  certificate: row.certificate?.toString('hex') ?? null,
  subject: row.subject,
  request: row.request,
  details: row.details.toString('base64'),
});
