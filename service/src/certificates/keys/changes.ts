import { randomUUID } from 'node:crypto';
import type { KeyReason } from '../../ledger/adapter/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { requireOther } from '../../platform/principal/index.js';
import { getIssuer, mayIssueAlone } from '../issuers/index.js';
import type { SigningUse } from '../signing/index.js';
import { KeyChangeDecided, KeyChangeUnknown } from './errors.js';

/** PostgreSQL channel that tells of changes to be carried out. */
export const keysChannel = 'certbridge_keys';

export interface KeyChange {
  readonly id: string;
  readonly issuer: string;
  readonly kind: 'rotate' | 'revoke';
  readonly use: SigningUse;
  /** Of a revocation: the key. Of a rotation: those that take over; none yet where they are still to be made. */
  readonly kids: readonly string[];
  readonly reason: KeyReason | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  /** `proposed`: waits for a second administrator; `approved`: waits for the ledger. */
  readonly state: 'proposed' | 'rejected' | 'approved' | 'done';
  /** Code of what keeps an approved one from being carried out. */
  readonly trouble: string | null;
}

export type KeyChangeRequest = Pick<KeyChange, 'issuer' | 'kind' | 'use' | 'kids' | 'reason'> & {
  readonly by: string;
};

const columns = `id, issuer, kind, use, kids, reason, proposed_by AS "proposedBy", proposed_at AS "proposedAt",
  decided_by AS "decidedBy", CASE WHEN approved IS NULL THEN 'proposed' WHEN NOT approved THEN 'rejected'
    WHEN done_at IS NULL THEN 'approved' ELSE 'done' END AS state, trouble`;

type Row = KeyChange & Record<string, unknown>;

/** Approved at once, unless the issuer asks for four eyes. */
export async function requestKeyChange(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  request: KeyChangeRequest,
): Promise<KeyChange> {
  const { issuer, kind, use, kids, reason, by } = request;
  const isAlone = mayIssueAlone(protection, await getIssuer(tx, issuer));
  const { rows } = await tx.query<Row>(
    `INSERT INTO key_changes (id, issuer, kind, use, kids, reason, proposed_by, approved)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${columns}`,
    [randomUUID(), issuer, kind, use, kids, reason, by, isAlone ? true : null],
  );
  return begin(tx, rows[0] as KeyChange);
}

/** Nothing is signed with a revoked key from this moment on; whatever else is to be done, the loop does. */
async function begin(tx: Transaction, change: KeyChange): Promise<KeyChange> {
  const { issuer, kind, kids, reason, state } = change;
  if (state !== 'approved') return change;
  if (kind === 'revoke') {
    await tx.query(
      `INSERT INTO revoked_keys (kid, issuer, reason) SELECT unnest($1::text[]), $2, $3 ON CONFLICT DO NOTHING`,
      [kids, issuer, reason],
    );
  }
  await tx.query('SELECT pg_notify($1, $2)', [keysChannel, issuer]);
  return change;
}

/** @throws KeyChangeUnknown, KeyChangeDecided, SubmitterMayNotApprove */
export async function decideKeyChange(
  tx: Transaction,
  decision: {
    readonly issuer: string;
    readonly id: string;
    readonly by: string;
    readonly approve: boolean;
  },
): Promise<KeyChange> {
  const change = await findKeyChange(tx, decision.issuer, decision.id, 'FOR UPDATE');
  if (change.state !== 'proposed') throw new KeyChangeDecided();
  if (decision.approve) requireOther(change.proposedBy, decision.by);
  const { rows } = await tx.query<Row>(
    `UPDATE key_changes SET approved = $2, decided_at = now(),
       decided_by = CASE WHEN proposed_by <> $3 THEN $3 END WHERE id = $1 RETURNING ${columns}`,
    [change.id, decision.approve, decision.by],
  );
  return begin(tx, rows[0] as KeyChange);
}

/** @throws KeyChangeUnknown */
export async function findKeyChange(
  database: Queryable,
  issuer: string,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<KeyChange> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM key_changes WHERE issuer = $1 AND id = $2 ${lock}`,
    [issuer, id],
  );
  if (!rows[0]) throw new KeyChangeUnknown();
  return rows[0];
}

/** What waits: for a second administrator, or for the ledger. */
export async function waitingKeyChanges(database: Queryable, issuer: string): Promise<KeyChange[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM key_changes WHERE issuer = $1 AND approved IS NOT FALSE AND done_at IS NULL
     ORDER BY proposed_at, id`,
    [issuer],
  );
  return rows;
}

/** Of all issuers, oldest first: what is approved and not carried out. */
export async function approvedKeyChanges(database: Queryable): Promise<KeyChange[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${columns} FROM key_changes WHERE approved AND done_at IS NULL ORDER BY proposed_at, id`,
  );
  return rows;
}
