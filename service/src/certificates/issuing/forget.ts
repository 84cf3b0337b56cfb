import { notifyBatch } from './batches.js';
import { demandNumber, holderLookup } from './holders.js';
import type { IssuingOptions } from './options.js';

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
 * Deletes a holder's key: what this database keeps encrypted for them cannot be read any more. A backup from
 * before still holds the wrapped key, and is readable with the master key until it expires. Leaf hashes and
 * certIds stay, which say nothing. Returns whether there was such a holder.
 */
export async function forgetHolder(
  { database, protection }: Pick<IssuingOptions, 'database' | 'protection'>,
  issuer: string,
  number: string,
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    // First what is being issued to them, as issuing locks: the application, then the holder.
    await transaction.query(
      `SELECT FROM applications WHERE holder = (SELECT id FROM holders WHERE issuer = $1 AND lookup = $2)
         AND state = 'accepted' FOR UPDATE`,
      [issuer, holderLookup(protection, number)],
    );
    const { rows } = await transaction.query<{ id: string }>(
      'SELECT id FROM holders WHERE issuer = $1 AND lookup = $2 FOR UPDATE',
      [issuer, holderLookup(protection, number)],
    );
    const id = rows[0]?.id;
    if (id === undefined) return false;
    const { rows: waiting } = await transaction.query<{ batch: string }>(
      `UPDATE applications SET state = 'refused', fields = NULL, subject = NULL
       WHERE holder = $1 AND state = 'accepted' RETURNING batch`,
      [id],
    );
    await transaction.query('UPDATE applications SET subject = NULL WHERE holder = $1', [id]);
    await transaction.query(
      `UPDATE documents SET pdf = NULL, credential = NULL, qr = NULL
       WHERE cert_id IN (SELECT cert_id FROM certificates WHERE holder = $1)`,
      [id],
    );
    await transaction.query(
      'UPDATE certificates SET fields = NULL, subject = NULL, photo = NULL, is_current = false WHERE holder = $1',
      [id],
    );
    await transaction.query('DELETE FROM holders WHERE id = $1', [id]);
    for (const { batch } of waiting) await notifyBatch(transaction, batch);
    return true;
  });
}
