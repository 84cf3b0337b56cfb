import { appendFile, readFile } from 'node:fs/promises';
import type { Database } from '../../platform/database/index.js';

/** Notifies that a holder was erased. */
export const erasedChannel = 'certbridge_erased';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Makes the tombstones of the database and those of a file the same, and deletes the keys of every holder who has
 * one: a backup of the database that is put back knows nothing of what was erased after it; the file does. It holds
 * pseudonyms alone.
 */
export async function keepTombstones(database: Database, file: string): Promise<void> {
  const kept = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  // A line that a crash cut short is written again.
  const inFile = new Set(kept.split('\n').filter((line) => UUID.test(line)));
  const inDatabase = await database.transaction(async (tx) => {
    const { rows } = await tx.query<{ holder: string }>('SELECT holder FROM erased_holders');
    await tx.query('INSERT INTO erased_holders (holder) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING', [
      [...inFile],
    ]);
    await tx.query('DELETE FROM holders USING erased_holders e WHERE holders.id = e.holder');
    await tx.query('DELETE FROM holder_names n USING erased_holders e WHERE n.holder = e.holder');
    return rows.map(({ holder }) => holder);
  });
  const missing = inDatabase.filter((holder) => !inFile.has(holder));
  if (missing.length > 0) await appendFile(file, `\n${missing.join('\n')}\n`, { mode: 0o600 });
}
