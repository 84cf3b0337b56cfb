import type { Transaction } from '../../platform/database/index.js';
import { fieldProblem } from '../types/index.js';
import type { Fields } from '../types/index.js';
import { batchKeyOf } from './batches.js';
import type { Batch } from './batches.js';
import { applicationCell } from './cells.js';
import type { RefusedRow } from './claims.js';
import { placeProblem } from './fit.js';
import type { Holder } from './holders.js';
import type { IssuingOptions } from './options.js';
import { storeProblems } from './rows.js';
import type { EncryptedApplication } from './application.js';

/** Rows that were good at intake and cannot be issued now: their problems are stored, and they are counted. */
export async function refuseRows(
  transaction: Transaction,
  options: IssuingOptions,
  batch: Batch,
  refused: readonly RefusedRow[],
): Promise<void> {
  const { protection } = options;
  const type = options.types.at(batch.type, batch.typeVersion);
  // Locked before the batch's key, as an erasure does.
  const { rows } = await transaction.query<{
    line: number;
    holder: string;
    fields: Buffer;
    wrapped_key: Buffer;
  }>(
    `SELECT a.line, a.holder, a.fields, h.wrapped_key FROM applications a JOIN holders h ON h.id = a.holder
     WHERE a.batch = $1 AND a.line = ANY($2::int[]) AND a.fields IS NOT NULL ORDER BY a.line FOR UPDATE OF a`,
    [batch.id, refused.map(({ line }) => line)],
  );
  const fields = new Map<number, Fields>();
  const holders = new Map<number, Holder>();
  for (const row of rows) {
    const key = protection.holderKey(row.holder, row.wrapped_key);
    const open = key.decryptJson(row.fields, applicationCell(batch.id, row.line)) as EncryptedApplication;
    fields.set(row.line, open.fields);
    holders.set(row.line, { id: row.holder, key });
  }
  const key = type.subject[0] ?? '';
  const problems = refused.map(({ line, code, problem = fieldProblem(key, code) }) => ({
    line,
    problem: placeProblem(problem, type, fields.get(line) ?? {}),
    holder: holders.get(line),
  }));
  const batchKey = await batchKeyOf(transaction, protection, batch.id, 'FOR SHARE');
  await storeProblems(
    transaction,
    { batch: batch.id, batchKey, issuer: batch.issuer, type },
    problems,
    'issuing',
  );
  await transaction.query(
    `UPDATE applications SET state = 'refused', fields = NULL WHERE batch = $1 AND line = ANY($2::int[])`,
    [batch.id, refused.map(({ line }) => line)],
  );
  await transaction.query('UPDATE batches SET bad = bad + $2 WHERE id = $1', [batch.id, refused.length]);
}
