import { randomUUID } from 'node:crypto';
import type { KeyReason } from '../../ledger/adapter/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { requireOther, sealProposal } from '../../platform/principal/index.js';
import type { Proposal } from '../../platform/principal/index.js';
import { getIssuer, mayIssueAlone } from '../issuers/index.js';
import type { SigningUse } from '../signing/index.js';
import { KeyChangeDecided, KeyChangeUnknown, KeyChangeUnproved } from './errors.js';

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

type Asked = Pick<KeyChange, 'id' | 'issuer' | 'kind' | 'use' | 'kids' | 'reason' | 'proposedBy'>;

const proposalOf = ({ id, issuer, kind, use, kids, reason, proposedBy: by }: Asked): Proposal => ({
  ...{ kind: 'key', id, what: [issuer, kind, use, kids, reason], by },
});

const authorisationOf = (
  protection: Pick<Protection, 'mac'>,
  change: Asked & Pick<KeyChange, 'decidedBy'>,
): Buffer =>
  protection.mac('key-change-authorisation', JSON.stringify([proposalOf(change), change.decidedBy]));

/** Writes down that a change may be carried out as it is now. */
export async function authorise(
  database: Queryable,
  protection: Pick<Protection, 'mac'>,
  change: Asked & Pick<KeyChange, 'decidedBy'>,
): Promise<void> {
  await database.query('UPDATE key_changes SET kids = $2, authorisation = $3 WHERE id = $1', [
    ...[change.id, change.kids, authorisationOf(protection, change)],
  ]);
}

/**
 * A change that was approved and is not carried out; undefined where there is none.
 * @throws KeyChangeUnproved where it is not what the service itself wrote as decided
 */
export async function decidedKeyChange(
  database: Queryable,
  protection: Pick<Protection, 'mac'>,
  issuer: string,
  id: string,
): Promise<KeyChange | undefined> {
  const { rows } = await database.query<Row & { readonly authorisation: Buffer | null }>(
    `SELECT ${columns}, authorisation FROM key_changes
     WHERE issuer = $1 AND id = $2 AND approved AND done_at IS NULL`,
    [issuer, id],
  );
  const [change] = rows;
  if (!change) return undefined;
  if (change.authorisation?.equals(authorisationOf(protection, change)) !== true)
    throw new KeyChangeUnproved();
  return change;
}

/** Approved at once, unless the issuer asks for four eyes. */
export async function requestKeyChange(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  request: KeyChangeRequest,
): Promise<KeyChange> {
  const { issuer, kind, use, kids, reason, by } = request;
  const isAlone = mayIssueAlone(protection, await getIssuer(tx, issuer));
  const id = randomUUID();
  const seal = sealProposal(protection, proposalOf({ ...request, id, proposedBy: by }));
  const { rows } = await tx.query<Row>(
    `INSERT INTO key_changes (id, issuer, kind, use, kids, reason, proposed_by, approved, seal)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING ${columns}`,
    [id, issuer, kind, use, kids, reason, by, isAlone ? true : null, seal],
  );
  return begin(tx, protection, rows[0] as KeyChange);
}

/** Nothing is signed with a revoked key from this moment on; whatever else is to be done, the loop does. */
async function begin(
  tx: Transaction,
  protection: Pick<Protection, 'mac'>,
  change: KeyChange,
): Promise<KeyChange> {
  const { issuer, kind, kids, reason, state } = change;
  if (state !== 'approved') return change;
  await authorise(tx, protection, change);
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
  protection: Pick<Protection, 'mac'>,
  decision: {
    readonly issuer: string;
    readonly id: string;
    readonly by: string;
    readonly approve: boolean;
  },
): Promise<KeyChange> {
  const change = await findKeyChange(tx, decision.issuer, decision.id, 'FOR UPDATE');
  if (change.state !== 'proposed') throw new KeyChangeDecided();
  if (decision.approve) {
    const { rows: kept } = await tx.query<{ seal: Buffer | null }>(
      'SELECT seal FROM key_changes WHERE id = $1',
      [change.id],
    );
    requireOther(protection, { ...proposalOf(change), seal: kept[0]?.seal ?? null }, decision.by);
  }
  const { rows } = await tx.query<Row>(
    `UPDATE key_changes SET approved = $2, decided_at = now(),
       decided_by = CASE WHEN proposed_by <> $3 THEN $3 END WHERE id = $1 RETURNING ${columns}`,
    [change.id, decision.approve, decision.by],
  );
  return begin(tx, protection, rows[0] as KeyChange);
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
