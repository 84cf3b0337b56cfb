import type { Database, Transaction } from '../../platform/database/index.js';
import { forgetResult, lockResult } from '../../platform/idempotency/index.js';
import { requireOther, sealProposal } from '../../platform/principal/index.js';
import type { Proposal } from '../../platform/principal/index.js';
import { demandIssuing, getIssuer, mayIssueAlone } from '../issuers/index.js';
import type { Issuer } from '../issuers/index.js';
import type { CertificateType } from '../types/index.js';
import { isOutdated } from './authority.js';
import { holdReceiving, moveBatch, requireState } from './batch-state.js';
import type { BatchState } from './batch-state.js';
import { batchKeyOf, getBatch, notifyBatch } from './batches.js';
import { returnReasonCell } from './cells.js';
import type { Batch } from './batches.js';
import { claimSubjects, releaseSubjects } from './claims.js';
import { authorise } from './authorisation.js';
import { batchDigest, rowDigests } from './digest.js';
import {
  BatchChanged,
  BatchIncomplete,
  BatchNotWaiting,
  SubmissionOutdated,
  TypeNotAllowed,
  UploadCutOff,
} from './errors.js';
import type { IssuingOptions } from './options.js';
import { recheckRows } from './recheck.js';
import { refuseRows } from './refuse-rows.js';
import { dropUpload } from './uploads.js';

/**
 * All rows are in: the batch is checked, and submitted at once where that is asked for and nothing is in the way.
 * One that is to be submitted and cannot be is refused.
 */
export async function finishIntake(
  transaction: Transaction,
  options: IssuingOptions,
  id: string,
  { issuer, submit }: { readonly issuer: Issuer; readonly submit: boolean },
): Promise<void> {
  // Its lock was lost meanwhile, and another replica took the upload for cut off.
  if (!(await holdReceiving(transaction, id))) throw new UploadCutOff();
  const batch = await getBatch({ database: transaction }, issuer.code, id);
  if (submit && !isComplete(batch)) {
    await refuseBatch(transaction, id, 'ROWS_WRONG');
    return;
  }
  await moveBatch(transaction, id, 'checked');
  if (submit) await fixRows(transaction, options, batch, issuer, batch.submittedBy);
  await notifyBatch(transaction, id);
}

/** Whether it could be issued as it is. */
const isComplete = ({ rows, bad, mode }: Batch): boolean => bad < rows && (mode === 'skip-bad' || bad === 0);

/**
 * Fixes what is to be issued: from here on no row changes. It is issued at once, or waits for a second person.
 * @throws BatchStateWrong, BatchIncomplete, TypeNotAllowed, RowsOutdated
 */
export async function submitBatch(
  options: IssuingOptions,
  issuerCode: string,
  id: string,
  by: string,
): Promise<Batch> {
  const { database } = options;
  const issuer = await getIssuer(database, issuerCode);
  const batch = await getBatch({ database }, issuer.code, id);
  await database.transaction(async (transaction) => {
    await requireState(transaction, batch.id, ['checked', 'returned']);
    const now = await getBatch({ database: transaction }, issuer.code, id);
    if (!isComplete(now)) throw new BatchIncomplete();
    demandType(options, now, issuer);
    await recheckRows(transaction, options, now, issuer);
    await fixRows(transaction, options, now, issuer, by);
    await notifyBatch(transaction, now.id);
  });
  return getBatch({ database }, issuer.code, id);
}

async function fixRows(
  transaction: Transaction,
  options: IssuingOptions,
  batch: Batch,
  issuer: Issuer,
  by: string,
): Promise<void> {
  const digest = batchDigest(batch, typeOf(options, batch), await rowDigests(transaction, batch.id));
  await moveBatch(transaction, batch.id, 'submitted');
  await transaction.query(
    `UPDATE batches SET digest = $2, submitted_by = $3, submission_seal = $4, approved_by = NULL,
       authorisation = NULL, return_reason = NULL WHERE id = $1`,
    [
      batch.id,
      digest,
      by,
      sealProposal(
        options.protection,
        submissionOf({ ...batch, digest: digest.toString('hex'), submittedBy: by }),
      ),
    ],
  );
  if (mayIssueAlone(options.protection, issuer))
    await beginIssuing(
      transaction,
      options,
      await getBatch({ database: transaction }, batch.issuer, batch.id),
    );
}

const submissionOf = ({
  id,
  issuer,
  digest,
  submittedBy: by,
}: Pick<Batch, 'id' | 'issuer' | 'digest' | 'submittedBy'>): Proposal => ({
  ...{ kind: 'batch', id, what: [issuer, digest], by },
});

const typeOf = ({ types }: IssuingOptions, { type, typeVersion }: Batch): CertificateType =>
  types.at(type, typeVersion);

/** @throws TypeNotAllowed where the issuer has lost the type since it was taken in */
function demandType(options: IssuingOptions, batch: Batch, { types }: Issuer): void {
  if (!types.includes(batch.type)) throw new TypeNotAllowed(typeOf(options, batch).name);
}

/**
 * What was submitted is claimed, row by row, before the first of it is issued.
 * @throws BatchChanged, TypeNotAllowed, SubmissionOutdated
 */
async function beginIssuing(transaction: Transaction, options: IssuingOptions, batch: Batch): Promise<void> {
  const issuer = await getIssuer(transaction, batch.issuer);
  demandIssuing(issuer);
  demandType(options, batch, issuer);
  if (isOutdated(batch, issuer)) throw new SubmissionOutdated();
  const digest = batchDigest(batch, typeOf(options, batch), await rowDigests(transaction, batch.id));
  if (digest.toString('hex') !== batch.digest) throw new BatchChanged();
  await transaction.query('SAVEPOINT before_claims');
  const refused = await claimSubjects(transaction, batch);
  if (refused.length > 0) {
    const isWhole = batch.mode === 'all-or-nothing' || batch.bad + refused.length === batch.rows;
    // Refusing it all locks its holders. Whoever waits for one of its claims may have locked one, and goes first.
    if (isWhole) await transaction.query('ROLLBACK TO SAVEPOINT before_claims');
    await refuseRows(transaction, options, batch, refused);
    if (isWhole) {
      await refuseBatch(transaction, batch.id, 'ROWS_WRONG');
      return;
    }
  }
  await authorise(transaction, options.protection, batch);
  await moveBatch(transaction, batch.id, 'issuing');
}

/**
 * The second pair of eyes, of the account `by`: what was submitted is issued.
 * @param digest in hex, where the approver names what was seen: another one is refused
 * @throws BatchUnknown, BatchNotWaiting, SubmitterMayNotApprove, BatchChanged, TypeNotAllowed, SubmissionOutdated
 */
export async function approveBatch(
  options: IssuingOptions,
  issuer: string,
  id: string,
  by: string,
  digest?: string,
): Promise<Batch> {
  return decide(options, { issuer, id, by }, async (transaction, batch) => {
    const { rows } = await transaction.query<{ seal: Buffer | null }>(
      'SELECT submission_seal AS seal FROM batches WHERE id = $1',
      [batch.id],
    );
    requireOther(options.protection, { ...submissionOf(batch), seal: rows[0]?.seal ?? null }, by);
    if (digest !== undefined && digest !== batch.digest) throw new BatchChanged();
    await beginIssuing(transaction, options, { ...batch, approvedBy: by });
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
    await notifyBatch(transaction, batch.id);
  });
  return getBatch({ database }, issuer, id);
}

/** Gives a submitted batch back to be mended. @param reason for the operator @throws BatchStateWrong */
export function returnBatch(
  options: Pick<IssuingOptions, 'database' | 'protection'>,
  issuer: string,
  id: string,
  reason: string,
): Promise<Batch> {
  return move(options, { issuer, id, to: 'returned' }, async (transaction, batch) => {
    const key = await batchKeyOf(transaction, options.protection, batch, 'FOR SHARE');
    await transaction.query('UPDATE batches SET digest = NULL, return_reason = $2 WHERE id = $1', [
      batch,
      key.encryptJson(reason, returnReasonCell(batch)),
    ]);
  });
}

/** Why a batch was given back; undefined where it was not. */
export async function returnReason(
  { database, protection }: Pick<IssuingOptions, 'database' | 'protection'>,
  batch: string,
): Promise<string | undefined> {
  const { rows } = await database.query<{ return_reason: Buffer | null }>(
    'SELECT return_reason FROM batches WHERE id = $1',
    [batch],
  );
  const kept = rows[0]?.return_reason;
  if (!kept) return undefined;
  const key = await batchKeyOf(database, protection, batch);
  return String(key.decryptJson(kept, returnReasonCell(batch)));
}

/** Takes back what is not being issued yet: its rows and its file are deleted. @throws BatchStateWrong */
export function withdrawBatch(
  options: { readonly database: Database },
  issuer: string,
  id: string,
): Promise<Batch> {
  return move(options, { issuer, id, to: 'withdrawn' }, async (transaction, batch) => {
    await dropApplications(transaction, batch);
    await dropUpload(transaction, batch);
  });
}

async function move(
  { database }: { readonly database: Database },
  { issuer, id, to }: { readonly issuer: string; readonly id: string; readonly to: BatchState },
  carryOut: (transaction: Transaction, batch: string) => Promise<void>,
): Promise<Batch> {
  const batch = await getBatch({ database }, issuer, id);
  await database.transaction(async (transaction) => {
    await moveBatch(transaction, batch.id, to);
    await carryOut(transaction, batch.id);
    await notifyBatch(transaction, batch.id);
  });
  return getBatch({ database }, issuer, id);
}

/** Nothing of it will be issued: its applications go, its problems stay for the operator. */
export async function refuseBatch(transaction: Transaction, id: string, refusal: string): Promise<void> {
  await moveBatch(transaction, id, 'refused');
  await dropApplications(transaction, id);
  await releaseSubjects(transaction, id);
  await transaction.query('UPDATE batches SET refusal = $2 WHERE id = $1', [id, refusal]);
  await notifyBatch(transaction, id);
}

/** Removes a batch that is still being received as if it had never been sent: its Idempotency-Key is free again. */
export async function discardBatch(transaction: Transaction, id: string): Promise<void> {
  // Who sends the request again finds all of this, or nothing.
  await lockResult(transaction, 'batch', id);
  if (!(await holdReceiving(transaction, id))) return;
  await dropApplications(transaction, id);
  await transaction.query('DELETE FROM batches WHERE id = $1', [id]);
  await transaction.query('DELETE FROM batch_keys WHERE batch = $1', [id]);
  await forgetResult(transaction, 'batch', id);
}

async function dropApplications(transaction: Transaction, id: string): Promise<void> {
  const { rows } = await transaction.query<{ holder: string }>(
    'DELETE FROM applications WHERE batch = $1 RETURNING holder',
    [id],
  );
  const holders = rows.map(({ holder }) => holder);
  // By a statement of its own, so that the next sees what whoever holds one has stored.
  await transaction.query('SELECT FROM holders WHERE id = ANY($1::uuid[]) ORDER BY lookup FOR UPDATE', [
    holders,
  ]);
  // Keys of holders who have nothing else here go too, and photos with them.
  const { rows: gone } = await transaction.query<{ id: string }>(
    `DELETE FROM holders h WHERE id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT FROM certificates c WHERE c.holder = h.id)
       AND NOT EXISTS (SELECT FROM applications a WHERE a.holder = h.id)
       AND NOT EXISTS (SELECT FROM row_problems p WHERE p.holder = h.id) RETURNING id`,
    [holders],
  );
  await transaction.query('DELETE FROM photos WHERE holder = ANY($1::uuid[])', [
    gone.map(({ id: one }) => one),
  ]);
}
