import type { AuditRecord } from '@certbridge/verifier-sdk/node';

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
  readonly filed: Buffer | null;
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
  filed: row.filed?.toString('hex') ?? null,
  details: row.details.toString('base64'),
});
