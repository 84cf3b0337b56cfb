import { join } from 'node:path';
import { receiptOf } from '../anchoring/index.js';
import type { Database } from '../../platform/database/index.js';
import { writeFileAtomically } from '../../platform/files/index.js';
import { readIfThere } from './files.js';

const PAGE = 1000;

/**
 * Writes every receipt that is not there yet to `<folder>/feed/receipts/<certId>`, for a feed that is served
 * as a static folder; the service itself answers from the database. Returns how many it wrote.
 */
export async function exportReceipts(database: Database, folder: string): Promise<number> {
  let written = 0;
  let after: Uint8Array = Buffer.alloc(0);
  for (;;) {
    const { rows } = await database.query<{ cert_id: Buffer }>(
      'SELECT cert_id FROM receipts WHERE cert_id > $1 ORDER BY cert_id LIMIT $2',
      [after, PAGE],
    );
    for (const { cert_id } of rows) {
      const path = `feed/receipts/${cert_id.toString('hex')}`;
      const receipt = (await readIfThere(folder, path)) ? undefined : await receiptOf(database, cert_id);
      if (receipt) {
        await writeFileAtomically(join(folder, path), receipt);
        written += 1;
      }
      after = cert_id;
    }
    if (rows.length < PAGE) return written;
  }
}
