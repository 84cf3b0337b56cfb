import { attestationToJson, merkleTree } from '@certbridge/verifier-sdk/formats';
import type { Attestation } from '@certbridge/verifier-sdk/formats';
import type { Database, Transaction } from '../../platform/database/index.js';
import { progressChannel } from './channels.js';
import type { UnfinishedEntry } from './entries.js';

/**
 * The entry is on the ledger and attested: stores the attestation, every certificate's place in the tree, and
 * empties the outbox, in one transaction. With these the receipts exist.
 */
export async function storeAttested(
  database: Database,
  { issuer, seq }: UnfinishedEntry,
  attestation: Attestation,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const { rowCount } = await transaction.query(
      `UPDATE entries SET state = 'attested', attestation = $3, attested_at = now()
       WHERE issuer = $1 AND seq = $2 AND state <> 'attested'`,
      [issuer, seq, JSON.stringify(attestationToJson(attestation))],
    );
    if (rowCount === 0) return;
    await storePaths(transaction, issuer, seq);
    await transaction.query(
      'UPDATE status_changes SET seq = $2 WHERE id IN (SELECT unnest(ARRAY[change, companion]) FROM outbox WHERE issuer = $1 AND seq = $2)',
      [issuer, seq],
    );
    const { rows } = await transaction.query<{ batch: string }>(
      `WITH done AS (DELETE FROM outbox WHERE issuer = $1 AND seq = $2 RETURNING batch),
       counted AS (SELECT batch, count(*)::int AS n FROM done WHERE batch IS NOT NULL GROUP BY batch)
       UPDATE batches b SET anchored = anchored + counted.n FROM counted WHERE b.id = counted.batch
       RETURNING b.id AS batch`,
      [issuer, seq],
    );
    for (const { batch } of rows)
      await transaction.query('SELECT pg_notify($1, $2)', [progressChannel, batch]);
  });
}

async function storePaths(transaction: Transaction, issuer: string, seq: number): Promise<void> {
  const { rows } = await transaction.query<{ cert_id: Buffer; leaf: Buffer }>(
    'SELECT cert_id, leaf FROM outbox WHERE issuer = $1 AND seq = $2 AND leaf IS NOT NULL ORDER BY leaf_index',
    [issuer, seq],
  );
  if (rows.length === 0) return;
  const tree = await merkleTree(rows.map(({ leaf }) => leaf));
  await transaction.query(
    `INSERT INTO receipts (issuer, seq, cert_id, leaf_index, path)
     SELECT $1, $2, cert_id, n - 1, path
     FROM unnest($3::bytea[], $4::bytea[]) WITH ORDINALITY AS given (cert_id, path, n)`,
    [
      issuer,
      seq,
      rows.map(({ cert_id }) => cert_id),
      rows.map((_, index) => Buffer.concat(tree.proof(index))),
    ],
  );
}
