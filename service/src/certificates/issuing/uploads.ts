import type { Database, Queryable } from '../../platform/database/index.js';
import type { HolderKey } from '../../people/personal-data/index.js';
import type { Upload } from '../intake/index.js';
import { uploadCell } from './cells.js';

/** Bytes of an upload that are encrypted and stored together. */
const PIECE = 1024 * 1024;

/** Keeps a file as it came, so that the rows that are wrong can be given back in it. */
export async function keepUpload(
  database: Database,
  batch: string,
  key: HolderKey,
  upload: Upload,
): Promise<void> {
  let n = 0;
  for await (const piece of upload.bytes(PIECE)) {
    await database.query('INSERT INTO uploads (batch, n, bytes) VALUES ($1, $2, $3)', [
      batch,
      n,
      key.encrypt(piece, uploadCell(batch, n)),
    ]);
    n += 1;
  }
}

/** What was kept, piece by piece; nothing when it was deleted. */
export async function* keptUpload(
  database: Queryable,
  batch: string,
  key: HolderKey,
): AsyncGenerator<Buffer> {
  for (let n = 0; ; n += 1) {
    const { rows } = await database.query<{ bytes: Buffer }>(
      'SELECT bytes FROM uploads WHERE batch = $1 AND n = $2',
      [batch, n],
    );
    if (!rows[0]) return;
    yield key.decrypt(rows[0].bytes, uploadCell(batch, n));
  }
}

/** The batch is done with: nothing of it is to be mended any more. */
export async function dropUpload(database: Queryable, batch: string): Promise<void> {
  await database.query('DELETE FROM uploads WHERE batch = $1', [batch]);
}
