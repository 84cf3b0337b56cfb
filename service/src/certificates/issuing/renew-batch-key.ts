import type { Transaction } from '../../platform/database/index.js';
import { forgetResult } from '../../platform/idempotency/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import { batchKeyName } from './batches.js';
import { returnReasonCell, shownCell } from './cells.js';
import { dropUpload } from './uploads.js';

/**
 * A batch gets another key, since one of its rows is erased: the file as it came and the digest of its request, which
 * hold that row, go; what it keeps besides is encrypted anew.
 */
export async function renewBatchKey(
  transaction: Transaction,
  protection: Protection,
  batch: string,
): Promise<void> {
  const { rows } = await transaction.query<{ wrapped_key: Buffer }>(
    'SELECT wrapped_key FROM batch_keys WHERE batch = $1 FOR UPDATE',
    [batch],
  );
  const [held] = rows;
  if (!held) return;
  const before = protection.holderKey(batchKeyName(batch), held.wrapped_key);
  const { wrapped, key } = protection.createHolderKey(batchKeyName(batch));
  await dropUpload(transaction, batch);
  await forgetResult(transaction, 'batch', batch);
  const problems = await transaction.query<{ line: number; n: number; shown: Buffer }>(
    'SELECT line, n, shown FROM row_problems WHERE batch = $1 AND holder IS NULL AND shown IS NOT NULL',
    [batch],
  );
  await transaction.query(
    `UPDATE row_problems p SET shown = given.shown
     FROM unnest($2::int[], $3::int[], $4::bytea[]) AS given (line, n, shown)
     WHERE p.batch = $1 AND p.line = given.line AND p.n = given.n`,
    [
      batch,
      problems.rows.map(({ line }) => line),
      problems.rows.map(({ n }) => n),
      problems.rows.map(({ line, n, shown }) => {
        const cell = shownCell(batch, line, n);
        return key.encrypt(before.decrypt(shown, cell), cell);
      }),
    ],
  );
  const { rows: reasons } = await transaction.query<{ reason: Buffer | null }>(
    'SELECT return_reason AS reason FROM batches WHERE id = $1',
    [batch],
  );
  const reason = reasons[0]?.reason;
  if (reason) {
    const cell = returnReasonCell(batch);
    await transaction.query('UPDATE batches SET return_reason = $2 WHERE id = $1', [
      batch,
      key.encrypt(before.decrypt(reason, cell), cell),
    ]);
  }
  await transaction.query('UPDATE batch_keys SET wrapped_key = $2 WHERE batch = $1', [batch, wrapped]);
}
