import type { DelegateClaims } from '@certbridge/verifier-sdk/formats';
import { copyable } from '../../certificates/issuing/index.js';
import type { Cell, HolderKey, Protection } from '../../people/personal-data/index.js';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import type { HeldCertificate } from '../own-certificates/index.js';
import { requireOther } from '../../platform/principal/index.js';
import type { Proposal } from '../../platform/principal/index.js';
import { DelegationUnknown, TooManyDelegations } from './errors.js';

/** A delegation with what its holder said. */
export interface OpenDelegation {
  readonly id: string;
  /** certId, hex. */
  readonly certificate: string;
  /** The certificate's name, like 居住证. */
  readonly name: string;
  readonly holder: string;
  readonly helper: DelegateClaims;
  readonly until: string;
  /** certId of the birth certificate by which a parent made it, hex; null where the holder gave it. */
  readonly evidence: string | null;
  readonly createdAt: Date;
}

type Said = Pick<OpenDelegation, 'name' | 'holder' | 'helper'>;

interface DelegationRow extends Record<string, unknown> {
  readonly id: string;
  readonly certificate: Buffer;
  readonly holder: string;
  readonly lookup: Buffer;
  readonly wrapped_key: Buffer;
  readonly details: Buffer;
  readonly until: string;
  readonly evidence: Buffer | null;
  readonly created_at: Date;
}

const cell = (id: string): Cell => ({
  table: 'delegations',
  column: 'details',
  row: id,
});

/**
 * @param helper keyed hash of the helper's number
 * @param counter which clerk made it, where another has to witness it before it counts
 */
export async function addDelegation(
  tx: Transaction,
  { issuer, certId, holder, key }: HeldCertificate,
  helper: Buffer,
  { id, until, name, holder: by, helper: acting, evidence }: OpenDelegation,
  counter?: { readonly by: string; readonly seal: Buffer },
): Promise<void> {
  const said: Said = { name, holder: by, helper: acting };
  await tx.query(
    `INSERT INTO delegations (id, issuer, certificate, holder, details, until, made_by, made_seal, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[id, issuer, certId, holder, key.encryptJson(said, cell(id)), until],
      ...[counter?.by ?? null, counter?.seal ?? null],
      evidence === null ? null : Buffer.from(evidence, 'hex'),
    ],
  );
  await tx.query('INSERT INTO delegation_helpers (delegation, lookup) VALUES ($1, $2)', [id, helper]);
  // Whom those that are over were given to is nobody's business any more.
  await tx.query(
    `DELETE FROM delegation_helpers x USING delegations d WHERE d.id = x.delegation AND NOT (${ONGOING})`,
  );
}

/** SQL: the day in China. */
export const TODAY = `(now() AT TIME ZONE 'Asia/Shanghai')::date`;
const ONGOING = `d.withdrawn_at IS NULL AND d.until >= ${TODAY}`;
const LASTING = `${ONGOING} AND (d.made_by IS NULL OR d.witnessed_by IS NOT NULL) AND (d.evidence IS NULL
  OR EXISTS (SELECT FROM certificates c WHERE c.cert_id = d.evidence AND ${copyable(TODAY)}))`;
/** Of a counter, until the end of its day. */
const WAITING = `${ONGOING} AND d.made_by IS NOT NULL AND d.witnessed_by IS NULL
  AND (d.created_at AT TIME ZONE 'Asia/Shanghai')::date = (now() AT TIME ZONE 'Asia/Shanghai')::date`;

/** Each allows so many wallet credentials a day that these are bounded only where delegations are. */
const MAX_DELEGATIONS = 10;

/** Of a certificate whose row is locked, so that nobody counts meanwhile. @throws TooManyDelegations */
export async function demandFewDelegations(tx: Transaction, certificate: Buffer): Promise<void> {
  const { rows } = await tx.query<{ made: number }>(
    `SELECT count(*)::int AS made FROM delegations d WHERE d.certificate = $1 AND (${LASTING}
       OR (d.created_at AT TIME ZONE 'Asia/Shanghai')::date = (now() AT TIME ZONE 'Asia/Shanghai')::date)`,
    [certificate],
  );
  if ((rows[0]?.made ?? 0) >= MAX_DELEGATIONS) throw new TooManyDelegations(MAX_DELEGATIONS);
}

/** Those that last, newest first: given by a holder, or to a helper (keyed hashes of their numbers). */
export async function delegationsOf(
  database: Queryable,
  protection: Protection,
  of: { readonly holder: Buffer } | { readonly helper: Buffer },
): Promise<OpenDelegation[]> {
  const [column, lookup] = 'holder' in of ? ['h.lookup', of.holder] : ['x.lookup', of.helper];
  const { rows } = await database.query<DelegationRow>(
    `SELECT d.*, h.lookup, h.wrapped_key FROM delegations d JOIN holders h ON h.id = d.holder
     JOIN delegation_helpers x ON x.delegation = d.id
     WHERE ${column} = $1 AND ${LASTING} ORDER BY d.created_at DESC`,
    [lookup],
  );
  return rows.map((row) => opened(row, protection.holderKey(row.holder, row.wrapped_key)));
}

/** Those that a clerk made at a counter today, and that wait for a witness. @param holder keyed hash of the number */
export async function waitingDelegations(
  database: Queryable,
  protection: Protection,
  holder: Buffer,
): Promise<OpenDelegation[]> {
  const { rows } = await database.query<DelegationRow>(
    `SELECT d.*, h.lookup, h.wrapped_key FROM delegations d JOIN holders h ON h.id = d.holder
     WHERE h.lookup = $1 AND ${WAITING} ORDER BY d.created_at`,
    [holder],
  );
  return rows.map((row) => opened(row, protection.holderKey(row.holder, row.wrapped_key)));
}

/**
 * The second clerk has seen the holder too: now it counts.
 * @throws DelegationUnknown, SubmitterMayNotApprove, SubmitterUnproved
 */
export async function witnessDelegation(
  tx: Transaction,
  protection: Protection,
  {
    id,
    certificate,
    holder,
    by,
  }: { readonly id: string; readonly certificate: string; readonly holder: Buffer; readonly by: string },
): Promise<OpenDelegation> {
  const { rows } = await tx.query<
    DelegationRow & { made_by: string; made_seal: Buffer | null; helper: Buffer }
  >(
    `SELECT d.*, h.lookup, h.wrapped_key, x.lookup AS helper FROM delegations d JOIN holders h ON h.id = d.holder
     JOIN delegation_helpers x ON x.delegation = d.id
     WHERE d.id = $1 AND d.certificate = $2 AND h.lookup = $3 AND ${WAITING} FOR UPDATE OF d`,
    [id, Buffer.from(certificate, 'hex'), holder],
  );
  const [row] = rows;
  if (!row) throw new DelegationUnknown();
  const found = opened(row, protection.holderKey(row.holder, row.wrapped_key));
  const { made_by: madeBy, made_seal: seal } = row;
  requireOther(protection, { ...proposalOf(found, row.helper, madeBy), seal }, by);
  await tx.query('UPDATE delegations SET witnessed_by = $2 WHERE id = $1', [id, by]);
  return found;
}

/** All that a holder made, over or not, as an export has them. @param holder id of the holder's row, whose key it is */
export async function delegationsMadeBy(
  database: Queryable,
  holder: string,
  key: HolderKey,
): Promise<Record<string, unknown>[]> {
  const { rows } = await database.query<DelegationRow & { readonly withdrawn_at: Date | null }>(
    'SELECT * FROM delegations WHERE holder = $1 ORDER BY created_at',
    [holder],
  );
  return rows.map((row) => {
    const { holder: _, createdAt, ...said } = opened(row, key);
    return {
      ...said,
      createdAt: createdAt.toISOString(),
      withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    };
  });
}

/**
 * Deletes delegations, and with them the credentials that they carry and whom they were given to.
 * @param condition SQL about `delegations`
 * @returns how many
 */
export async function deleteDelegations(
  tx: Transaction,
  condition: string,
  values: readonly unknown[],
): Promise<number> {
  const { rows } = await tx.query(
    `WITH gone AS (DELETE FROM delegations WHERE ${condition} RETURNING id),
       helpers AS (DELETE FROM delegation_helpers USING gone WHERE delegation = gone.id)
     SELECT FROM gone`,
    values,
  );
  return rows.length;
}

/** One that was given to this helper and lasts, locked against its withdrawal. @throws DelegationUnknown */
export async function demandDelegation(
  tx: Transaction,
  protection: Protection,
  id: string,
  helper: Buffer,
): Promise<OpenDelegation & { readonly holderLookup: Buffer }> {
  const { rows } = await tx.query<DelegationRow>(
    `SELECT d.*, h.lookup, h.wrapped_key FROM delegations d JOIN holders h ON h.id = d.holder
     JOIN delegation_helpers x ON x.delegation = d.id
     WHERE d.id = $1 AND x.lookup = $2 AND ${LASTING} FOR SHARE OF d`,
    [id, helper],
  );
  const [row] = rows;
  if (!row) throw new DelegationUnknown();
  const found = opened(row, protection.holderKey(row.holder, row.wrapped_key));
  return { ...found, holderLookup: row.lookup };
}

function opened(row: DelegationRow, key: HolderKey): OpenDelegation {
  return {
    ...(key.decryptJson(row.details, cell(row.id)) as Said),
    id: row.id,
    certificate: row.certificate.toString('hex'),
    until: row.until,
    evidence: row.evidence?.toString('hex') ?? null,
    createdAt: row.created_at,
  };
}

/** What a clerk makes at a counter and another witnesses. @param helper keyed hash of the helper's number */
export const proposalOf = (
  { id, certificate, until, helper: { items } }: OpenDelegation,
  helper: Buffer,
  by: string,
): Proposal => ({
  ...{ kind: 'delegation', id, by },
  what: [certificate, helper.toString('hex'), until, items],
});
