import type { Queryable, Transaction } from '../../platform/database/index.js';
import { erasedChannel } from '../../people/personal-data/index.js';
import { batchStates, waitsForPeople } from './batch-state.js';
import type { BatchState } from './batch-state.js';
import { notifyBatch } from './batches.js';
import { HolderBusy } from './errors.js';
import { issuedData } from './holder-data.js';
import { demandNumber, holderLookup } from './holders.js';
import { dropUploadsOf } from '../uploads/index.js';
import type { IssuingOptions } from './options.js';
import { renewBatchKey } from './renew-batch-key.js';

/** The id of a holder's row; undefined where there is none. @throws HolderNumberUnusable */
export async function findHolder(
  { database, protection }: Pick<IssuingOptions, 'database' | 'protection'>,
  issuer: string,
  number: string,
): Promise<string | undefined> {
  demandNumber(number);
  const { rows } = await database.query<{ id: string }>(
    'SELECT id FROM holders WHERE issuer = $1 AND lookup = $2',
    [issuer, holderLookup(protection, number)],
  );
  return rows[0]?.id;
}

/**
 * Erases a holder: their key, and the keys of the batches that they were in or may have been, under which the digest
 * of the request and the file as it came were kept. What older copies of the other tables hold of them cannot be read
 * or guessed any more; a copy of the keys from before can undo that until it expires, unless the tombstone is there
 * first. Leaf hashes and certIds stay, which say nothing. Returns whether there was such a holder.
 * @param by who erases, by their stable id
 * @throws HolderBusy while a file with them is being received
 */
export async function forgetHolder(
  options: Pick<IssuingOptions, 'database' | 'protection' | 'types' | 'heldElsewhere'>,
  issuer: string,
  number: string,
  by: string,
): Promise<boolean> {
  const { database, protection } = options;
  const lookup = holderLookup(protection, number);
  return database.transaction(async (transaction) => {
    // As everybody locks: batches that people work on, then applications, then the holder.
    const held = await lockBatches(transaction, issuer, lookup);
    await transaction.query(
      `SELECT FROM applications WHERE holder = (SELECT id FROM holders WHERE issuer = $1 AND lookup = $2)
         AND state = 'accepted' ORDER BY batch, line FOR UPDATE`,
      [issuer, lookup],
    );
    const { rows } = await transaction.query<{ id: string }>(
      'SELECT id FROM holders WHERE issuer = $1 AND lookup = $2 FOR UPDATE',
      [issuer, lookup],
    );
    const id = rows[0]?.id;
    if (id === undefined) return false;
    const batches = await batchesOf(transaction, issuer, id, held);
    // Once more: one may have been stored, and be issued already, until the holder was locked.
    const { rows: waiting } = await transaction.query<{ batch: string }>(
      `SELECT batch FROM applications WHERE holder = $1 AND state = 'accepted' ORDER BY batch, line FOR UPDATE`,
      [id],
    );
    // Issuing's own first: whoever makes something of a certificate holds its row.
    for (const kind of [...issuedData(options), ...(options.heldElsewhere ?? [])]) {
      await kind.forget(transaction, { issuer, holder: id, lookup }, by);
    }
    await dropUploadsOf(transaction, issuer);
    for (const batch of batches) await renewBatchKey(transaction, protection, batch);
    await transaction.query('INSERT INTO erased_holders (holder) VALUES ($1)', [id]);
    await transaction.query('DELETE FROM holders WHERE id = $1', [id]);
    await transaction.query('DELETE FROM holder_names WHERE holder = $1', [id]);
    await transaction.query('SELECT pg_notify($1, $2)', [erasedChannel, id]);
    for (const { batch } of waiting) await notifyBatch(transaction, batch);
    return true;
  });
}

/**
 * Refuses what waits for somebody who was erased, as a backup from before has it: their key is gone, and nobody would
 * ever issue it.
 */
export async function refuseErased(database: Queryable): Promise<void> {
  await database.query(
    `UPDATE applications SET state = 'refused', fields = NULL, subject = NULL, photo = NULL, holder = NULL
     WHERE state = 'accepted' AND holder IN (SELECT holder FROM erased_holders)`,
  );
}

/**
 * The batches that wait for people and have a row of theirs, by their ids. Of one that is issued, the rows are locked
 * before it: one that was approved meanwhile is let go of again.
 */
async function lockBatches(
  transaction: Transaction,
  issuer: string,
  lookup: Buffer,
): Promise<ReadonlySet<string>> {
  await transaction.query('SAVEPOINT before_batches');
  for (;;) {
    const { rows: found } = await transaction.query<{ id: string }>(
      `WITH theirs AS (SELECT id FROM holders WHERE issuer = $1 AND lookup = $2)
       SELECT id FROM batches WHERE state = ANY($3) AND id IN (
         SELECT batch FROM applications WHERE holder = (SELECT id FROM theirs)
         UNION SELECT batch FROM row_problems WHERE holder = (SELECT id FROM theirs))`,
      [issuer, lookup, batchStates.filter(waitsForPeople)],
    );
    const { rows } = await transaction.query<{ id: string; state: BatchState }>(
      'SELECT id, state FROM batches WHERE id = ANY($1) ORDER BY id FOR UPDATE',
      [found.map(({ id }) => id)],
    );
    if (rows.every(({ state }) => waitsForPeople(state))) return new Set(rows.map(({ id }) => id));
    await transaction.query('ROLLBACK TO SAVEPOINT before_batches');
  }
}

/**
 * The batches with a row of theirs, and those whose rows are gone, so that nobody knows who stands in what is kept of
 * them.
 * @param held those of them that wait for people
 * @throws HolderBusy
 */
async function batchesOf(
  transaction: Transaction,
  issuer: string,
  holder: string,
  held: ReadonlySet<string>,
): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string; state: BatchState }>(
    `SELECT id, state FROM batches WHERE id IN (
       SELECT batch FROM applications WHERE holder = $1
       UNION SELECT batch FROM certificates WHERE holder = $1
       UNION SELECT batch FROM row_problems WHERE holder = $1
       UNION SELECT id FROM batches b WHERE issuer = $2 AND state IN ('refused', 'withdrawn')
         AND (EXISTS (SELECT FROM uploads WHERE batch = b.id)
           OR EXISTS (SELECT FROM idempotency WHERE kind = 'batch' AND result = b.id::text))) ORDER BY id`,
    [holder, issuer],
  );
  // Or they came into it just now.
  const isBusy = rows.some(
    ({ id, state }) => state === 'receiving' || (waitsForPeople(state) && !held.has(id)),
  );
  if (isBusy) throw new HolderBusy();
  return rows.map(({ id }) => id);
}
