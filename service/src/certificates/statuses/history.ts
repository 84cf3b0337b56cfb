import type { ChangeReason, ChangeState } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';

/** A status change as asked for, decided and anchored. */
export interface StatusChange {
  readonly id: string;
  readonly issuer: string;
  /** Hex. */
  readonly certId: string;
  readonly decision: 'proposed' | 'made' | 'rejected';
  readonly state: ChangeState;
  readonly reason: ChangeReason;
  readonly by: { readonly issuer: string; readonly certId: string } | null;
  readonly submittedBy: string;
  readonly approvedBy: string | null;
  readonly createdAt: Date;
  readonly madeAt: Date | null;
  /** The entry that holds it, once attested. */
  readonly seq: number | null;
}

interface ChangeRow {
  id: string;
  issuer: string;
  cert_id: Buffer;
  decision: StatusChange['decision'];
  state: ChangeState;
  reason: ChangeReason;
  by_issuer: string | null;
  by_cert: Buffer | null;
  submitted_by: string;
  approved_by: string | null;
  created_at: Date;
  made_at: Date | null;
  seq: number | null;
}

const toChange = (row: ChangeRow): StatusChange => ({
  id: row.id,
  issuer: row.issuer,
  certId: row.cert_id.toString('hex'),
  decision: row.decision,
  state: row.state,
  reason: row.reason,
  by: row.by_issuer && row.by_cert ? { issuer: row.by_issuer, certId: row.by_cert.toString('hex') } : null,
  submittedBy: row.submitted_by,
  approvedBy: row.approved_by,
  createdAt: row.created_at,
  madeAt: row.made_at,
  seq: row.seq,
});

export async function findChange(
  database: Queryable,
  issuer: string,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<StatusChange | undefined> {
  const { rows } = await database.query<ChangeRow & Record<string, unknown>>(
    `SELECT * FROM status_changes WHERE issuer = $1 AND id::text = $2 ${lock}`,
    [issuer, id.toLowerCase()],
  );
  return rows[0] && toChange(rows[0]);
}

/** All changes of a certificate, oldest first. */
export async function changesOf(
  database: Queryable,
  issuer: string,
  certId: Uint8Array,
): Promise<StatusChange[]> {
  const { rows } = await database.query<ChangeRow & Record<string, unknown>>(
    'SELECT * FROM status_changes WHERE issuer = $1 AND cert_id = $2 ORDER BY created_at, id',
    [issuer, Buffer.from(certId)],
  );
  return rows.map(toChange);
}

/** What waits for a second pair of eyes. */
export async function proposedChanges(database: Queryable, issuer: string): Promise<StatusChange[]> {
  const { rows } = await database.query<ChangeRow & Record<string, unknown>>(
    `SELECT * FROM status_changes WHERE issuer = $1 AND decision = 'proposed' ORDER BY created_at, id`,
    [issuer],
  );
  return rows.map(toChange);
}
