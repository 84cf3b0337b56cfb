import { dateAt } from '@certbridge/verifier-sdk/formats';
import type { Queryable, Transaction } from '../../platform/database/index.js';
import { caseCell, materialOf } from './case.js';
import type { Case } from './case.js';
import { readPicture } from '../../certificates/paper/index.js';
import {
  CommitmentDueWrong,
  CommitmentNotAllowed,
  CommitmentUnknown,
  MaterialNeeded,
  SignatureUnreadable,
} from './errors.js';

/** How a material stands. */
export const materialStates = [
  'lacking',
  'certificate',
  'paper',
  'not-needed',
  'deferred',
  'declared',
] as const;
type MaterialState = (typeof materialStates)[number];

type CommitmentKind = 'deferred' | 'declared';

export interface Commitment {
  readonly kind: CommitmentKind;
  /** A day in Asia/Shanghai. */
  readonly due: string;
  readonly reason: string;
  readonly isSigned: boolean;
  readonly madeAt: Date;
  readonly fulfilledAt: Date | null;
}

export interface SettledMaterial {
  readonly id: string;
  readonly state: MaterialState;
  /** Digest of the receipt whose certificate covers it, hex. */
  readonly receipt: string | null;
  readonly commitment: Commitment | null;
}

/** One that was made, with the signature drawn on the screen: a PNG; undefined: the printed form is signed. */
export interface SignedCommitment extends Commitment {
  readonly signature: Uint8Array | undefined;
}

interface Row extends Record<string, unknown> {
  readonly material: string;
  readonly settled: MaterialState;
  readonly receipt: Buffer | null;
}

interface CommitmentRow extends Record<string, unknown> {
  readonly material: string;
  readonly kind: CommitmentKind;
  readonly due: string;
  readonly reason: Buffer;
  readonly is_signed: boolean;
  readonly made_at: Date;
  readonly fulfilled_at: Date | null;
}

/** The materials of a case, in the order of its item. */
export async function materialsOf(database: Queryable, of: Case): Promise<SettledMaterial[]> {
  const { rows } = await database.query<Row>(
    'SELECT material, settled, receipt FROM case_materials WHERE case_id = $1',
    [of.id],
  );
  const { rows: commitments } = await database.query<CommitmentRow>(
    `SELECT material, kind, due::text, reason, signature IS NOT NULL AS is_signed, made_at, fulfilled_at
     FROM case_commitments WHERE case_id = $1`,
    [of.id],
  );
  return of.item.materials.map(({ id }) => {
    const settled = rows.find(({ material }) => material === id);
    const made = commitments.find(({ material }) => material === id);
    return {
      id,
      state: settled?.settled ?? 'lacking',
      receipt: settled?.receipt?.toString('hex') ?? null,
      commitment: made ? toCommitment(of, made) : null,
    };
  });
}

/** @throws MaterialUnknown, CommitmentUnknown */
export async function commitmentOf(
  database: Queryable,
  of: Case,
  material: string,
): Promise<SignedCommitment> {
  const { id } = materialOf(of, material);
  const { rows } = await database.query<CommitmentRow & { readonly signature: Buffer | null }>(
    `SELECT material, kind, due::text, reason, signature, signature IS NOT NULL AS is_signed, made_at, fulfilled_at
     FROM case_commitments WHERE case_id = $1 AND material = $2`,
    [of.id, id],
  );
  const [row] = rows;
  if (!row) throw new CommitmentUnknown();
  const cell = caseCell('case_commitments', 'signature', commitmentRow(of, id));
  return {
    ...toCommitment(of, row),
    signature: row.signature ? of.key.decrypt(row.signature, cell) : undefined,
  };
}

const commitmentRow = (of: Case, material: string): string => `${of.id}/${material}`;

const toCommitment = (of: Case, row: CommitmentRow): Commitment => ({
  kind: row.kind,
  due: row.due,
  reason: of.key
    .decrypt(row.reason, caseCell('case_commitments', 'reason', commitmentRow(of, row.material)))
    .toString('utf8'),
  isSigned: row.is_signed,
  madeAt: row.made_at,
  fulfilledAt: row.fulfilled_at,
});

/** How a material is settled, which is also how a commitment about it is kept. */
export interface Settlement {
  readonly material: string;
  readonly as: Exclude<MaterialState, 'lacking' | CommitmentKind>;
  /** Of `certificate`: digest, hex. */
  readonly receipt?: string;
  readonly by: string;
}

/** Handed in, covered by a certificate, or not needed here. @throws MaterialUnknown, MaterialNeeded */
export async function settleMaterial(
  tx: Transaction,
  of: Case,
  { material, as, receipt, by }: Settlement,
): Promise<void> {
  const { when } = materialOf(of, material);
  if (as === 'not-needed' && when === undefined) throw new MaterialNeeded();
  await settle(tx, of.id, { material, as, receipt: receipt ?? null, by });
  await tx.query(
    `UPDATE case_commitments SET fulfilled_at = now() WHERE case_id = $1 AND material = $2 AND fulfilled_at IS NULL`,
    [of.id, material],
  );
}

async function settle(
  tx: Transaction,
  id: string,
  {
    material,
    as,
    receipt,
    by,
  }: {
    readonly material: string;
    readonly as: MaterialState;
    readonly receipt: string | null;
    readonly by: string;
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO case_materials (case_id, material, settled, receipt, settled_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (case_id, material) DO UPDATE SET settled = $3, receipt = $4, settled_by = $5, settled_at = now()`,
    [id, material, as, receipt === null ? null : Buffer.from(receipt, 'hex'), by],
  );
}

export interface NewCommitment {
  readonly material: string;
  readonly kind: CommitmentKind;
  readonly due: string;
  readonly reason: string;
  /** PNG. */
  readonly signature: Buffer | undefined;
  readonly by: string;
}

const DAY_MS = 86_400_000;

/**
 * 容缺受理, 告知承诺: accepted now, due later. Made again, it takes the place of the former.
 * @throws MaterialUnknown, CommitmentNotAllowed, CommitmentDueWrong, SignatureUnreadable
 */
export async function makeCommitment(
  tx: Transaction,
  of: Case,
  { material, kind, due, reason, signature, by }: NewCommitment,
  now = Date.now(),
): Promise<void> {
  const allowed = materialOf(of, material).commitment;
  if (allowed?.kind !== kind) throw new CommitmentNotAllowed();
  const latest = dateAt(now + allowed.days * DAY_MS);
  if (due <= dateAt(now) || due > latest) throw new CommitmentDueWrong(latest);
  if (signature && !(await readPicture(signature))) throw new SignatureUnreadable();
  const row = commitmentRow(of, material);
  await tx.query(
    `INSERT INTO case_commitments (case_id, material, kind, due, reason, signature, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (case_id, material) DO UPDATE
     SET kind = $3, due = $4, reason = $5, signature = $6, made_by = $7, made_at = now(), fulfilled_at = NULL`,
    [
      ...[of.id, material, kind, due],
      of.key.encrypt(Buffer.from(reason), caseCell('case_commitments', 'reason', row)),
      signature ? of.key.encrypt(signature, caseCell('case_commitments', 'signature', row)) : null,
      by,
    ],
  );
  await settle(tx, of.id, { material, as: kind, receipt: null, by });
}
