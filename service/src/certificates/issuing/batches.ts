import type { Database, Queryable, Transaction } from '../../platform/database/index.js';
import { progressChannel } from '../../ledger/anchoring/index.js';
import { forgetResult } from '../../platform/idempotency/index.js';
import { requireOther } from '../../platform/principal/index.js';
import { BatchNotWaiting, BatchUnknown, UploadCutOff } from './errors.js';

/** Notifies the worker; its payload is a batch's id. */
export const batchChannel = 'certbridge_batches';

export type BatchState = 'receiving' | 'submitted' | 'issuing' | 'issued' | 'refused';
export type BatchMode = 'skip-bad' | 'all-or-nothing';

/** What was submitted together: a file's rows, or one application. */
export interface Batch {
  readonly id: string;
  readonly issuer: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly source: 'csv' | 'zip' | 'single';
  readonly mode: BatchMode;
  readonly state: BatchState;
  /** Why nothing of it is issued. */
  readonly refusal: string | null;
  readonly submittedBy: string;
  readonly approvedBy: string | null;
  /** Rows read. */
  readonly rows: number;
  /** Rows with problems. */
  readonly bad: number;
  readonly issued: number;
  readonly anchored: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const columns = `id, issuer, type, type_version AS "typeVersion", source, mode, state, refusal,
  submitted_by AS "submittedBy", approved_by AS "approvedBy", lines AS rows, bad, issued, anchored,
  created_at AS "createdAt", finished_at AS "finishedAt"`;

/** @throws BatchUnknown */
export async function getBatch(
  { database }: { readonly database: Queryable },
  issuer: string,
  id: string,
): Promise<Batch> {
  const { rows } = await database.query<Batch & Record<string, unknown>>(
    `SELECT ${columns} FROM batches WHERE issuer = $1 AND id::text = $2`,
    [issuer, id.toLowerCase()],
  );
  if (!rows[0]) throw new BatchUnknown();
  return rows[0];
}

/** An issuer's batches, newest first. */
export async function listBatches(
  { database }: { readonly database: Queryable },
  issuer: string,
  options: { readonly before?: Date; readonly limit?: number } = {},
): Promise<Batch[]> {
  const { rows } = await database.query<Batch & Record<string, unknown>>(
    `SELECT ${columns} FROM batches WHERE issuer = $1 AND created_at < $2 ORDER BY created_at DESC LIMIT $3`,
    [issuer, options.before ?? new Date(8.64e14), Math.min(options.limit ?? 100, 1000)],
  );
  return rows;
}

/** All rows are in: what becomes of the batch. */
export async function finishIntake(transaction: Transaction, id: string, fourEyes: boolean): Promise<void> {
  const { rows } = await transaction.query<{ mode: BatchMode; bad: number; lines: number }>(
    `SELECT mode, bad, lines FROM batches WHERE id = $1 AND state = 'receiving' FOR UPDATE`,
    [id],
  );
  const [batch] = rows;
  // Its lock was lost meanwhile, and another replica took the upload for cut off.
  if (!batch) throw new UploadCutOff();
  if (batch.bad === batch.lines || (batch.mode === 'all-or-nothing' && batch.bad > 0)) {
    await refuseBatch(transaction, id, 'ROWS_WRONG');
    return;
  }
  await transaction.query('UPDATE batches SET state = $2 WHERE id = $1', [
    id,
    fourEyes ? 'submitted' : 'issuing',
  ]);
  await notifyBatch(transaction, id);
}

/** Nothing of it will be issued: its applications go, its problems stay for the operator. */
export async function refuseBatch(transaction: Transaction, id: string, refusal: string): Promise<void> {
  await dropApplications(transaction, id);
  await transaction.query(
    `UPDATE batches SET state = 'refused', refusal = $2, finished_at = now() WHERE id = $1`,
    [id, refusal],
  );
  await notifyBatch(transaction, id);
}

/** Removes a batch as if it had never been sent: its Idempotency-Key is free again. */
export async function discardBatch(transaction: Transaction, id: string): Promise<void> {
  await dropApplications(transaction, id);
  const { rowCount } = await transaction.query(`DELETE FROM batches WHERE id = $1 AND state = 'receiving'`, [
    id,
  ]);
  if (rowCount === 1) await forgetResult(transaction, 'batch', id);
}

async function dropApplications(transaction: Transaction, id: string): Promise<void> {
  const { rows } = await transaction.query<{ holder: string }>(
    'DELETE FROM applications WHERE batch = $1 RETURNING holder',
    [id],
  );
  // Keys of holders without any other certificate or application go too, and photos with them.
  await transaction.query(
    `DELETE FROM holders h WHERE id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT FROM certificates c WHERE c.holder = h.id)
       AND NOT EXISTS (SELECT FROM applications a WHERE a.holder = h.id)`,
    [rows.map(({ holder }) => holder)],
  );
}

/**
 * The second pair of eyes, of the account `by`: what was submitted is issued.
 * @throws BatchUnknown, BatchNotWaiting, SubmitterMayNotApprove
 */
export async function approveBatch(
  options: { readonly database: Database },
  issuer: string,
  id: string,
  by: string,
): Promise<Batch> {
  return decide(options, { issuer, id, by }, async (transaction, batch) => {
    requireOther(batch.submittedBy, by);
    await transaction.query(`UPDATE batches SET state = 'issuing' WHERE id = $1`, [batch.id]);
    await notifyBatch(transaction, batch.id);
  });
}

/** Nothing of it will be issued; whoever submitted it may say so too. @throws BatchUnknown, BatchNotWaiting */
export async function rejectBatch(
  options: { readonly database: Database },
  issuer: string,
  id: string,
  by: string,
): Promise<Batch> {
  return decide(options, { issuer, id, by }, (transaction, batch) =>
    refuseBatch(transaction, batch.id, 'REJECTED'),
  );
}

async function decide(
  { database }: { readonly database: Database },
  { issuer, id, by }: { readonly issuer: string; readonly id: string; readonly by: string },
  carryOut: (transaction: Transaction, batch: Batch) => Promise<void>,
): Promise<Batch> {
  await database.transaction(async (transaction) => {
    await transaction.query('SELECT FROM batches WHERE issuer = $1 AND id::text = $2 FOR UPDATE', [
      issuer,
      id.toLowerCase(),
    ]);
    const batch = await getBatch({ database: transaction }, issuer, id);
    if (batch.state !== 'submitted') throw new BatchNotWaiting();
    await transaction.query('UPDATE batches SET approved_by = $2 WHERE id = $1', [batch.id, by]);
    await carryOut(transaction, batch);
  });
  return getBatch({ database }, issuer, id);
}

export async function notifyBatch(transaction: Queryable, id: string): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $3), pg_notify($2, $3)', [batchChannel, progressChannel, id]);
}
