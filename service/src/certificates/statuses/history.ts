import type { ChangeReason, ChangeState } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';

/** A status change as it is kept: asked for, decided, anchored. */
export interface StatusChange {
  readonly id: string;
  readonly issuer: string;
  /** Hex. */
  readonly certId: string;
  readonly decision: 'proposed' | 'made' | 'rejected';
  readonly state: ChangeState;
  readonly reason: ChangeReason;
  readonly by: { readonly issuer: string; readonly certId: string } | null;
  /** With `superseded`: the day (YYYY-MM-DD, Asia/Shanghai) from which it counts; with `withdrawn`: of what it takes back. */
  readonly from: string | null;
  readonly submittedBy: string;
  readonly approvedBy: string | null;
  readonly createdAt: Date;
  readonly madeAt: Date | null;
  /** The entry that holds it, once attested. */
  readonly seq: number | null;
}

type Row = StatusChange & Record<string, unknown>;

const columns = `id, issuer, encode(cert_id, 'hex') AS "certId", decision, state, reason,
  CASE WHEN by_cert IS NOT NULL
    THEN json_build_object('issuer', by_issuer, 'certId', encode(by_cert, 'hex')) END AS "by",
  from_day AS "from", submitted_by AS "submittedBy", approved_by AS "approvedBy", created_at AS "createdAt", made_at AS "madeAt", seq`;

export async function findChange(
  database: Queryable,
  issuer: string,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<StatusChange | undefined> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM status_changes WHERE issuer = $1 AND id::text = $2 ${lock}`,
    [issuer, id.toLowerCase()],
  );
  return rows[0];
}

/** All changes of a certificate, oldest first. */
export async function changesOf(
  database: Queryable,
  issuer: string,
  certId: Uint8Array,
): Promise<StatusChange[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM status_changes WHERE issuer = $1 AND cert_id = $2 ORDER BY created_at, id`,
    [issuer, Buffer.from(certId)],
  );
  return rows;
}

/** What waits for a second pair of eyes. */
export async function proposedChanges(database: Queryable, issuer: string): Promise<StatusChange[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM status_changes WHERE issuer = $1 AND decision = 'proposed' ORDER BY created_at, id`,
    [issuer],
  );
  return rows;
}
