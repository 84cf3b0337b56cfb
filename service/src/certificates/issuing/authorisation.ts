import { timingSafeEqual } from 'node:crypto';
import type { Queryable } from '../../platform/database/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import { getBatch } from './batches.js';
import type { Batch } from './batches.js';
import { batchDigest, rowDigests } from './digest.js';
import type { IssuingOptions } from './options.js';

/** What may be issued of a batch: the digest of each row, by its line. */
export type ApprovedRows = ReadonlyMap<number, Buffer>;

type Decided = Pick<Batch, 'id' | 'issuer' | 'digest' | 'submittedBy' | 'approvedBy'>;

/** Under a key that the database does not hold, so that nothing written there by others passes for a decision. */
const authorisationOf = (protection: Protection, batch: Decided): Buffer =>
  protection.mac(
    'batch-authorisation',
    JSON.stringify([batch.id, batch.issuer, batch.digest, batch.submittedBy, batch.approvedBy]),
  );

/** Writes down that a batch may be issued as it is now: decided by its approver, or by the rule of its issuer. */
export async function authorise(database: Queryable, protection: Protection, batch: Decided): Promise<void> {
  await database.query('UPDATE batches SET authorisation = $2 WHERE id = $1', [
    batch.id,
    authorisationOf(protection, batch),
  ]);
}

/** What was authorised of a batch; undefined where it, its rows or who decided are not what the service wrote. */
export async function approvedRows(
  { database, protection, types }: Pick<IssuingOptions, 'database' | 'protection' | 'types'>,
  issuer: string,
  id: string,
): Promise<ApprovedRows | undefined> {
  const batch = await getBatch({ database }, issuer, id);
  const { rows } = await database.query<{ authorisation: Buffer | null }>(
    'SELECT authorisation FROM batches WHERE id = $1',
    [id],
  );
  const kept = rows[0]?.authorisation;
  if (kept?.length !== 32 || !timingSafeEqual(kept, authorisationOf(protection, batch))) return undefined;
  const found = await rowDigests(database, id);
  const digest = batchDigest(batch, types.at(batch.type, batch.typeVersion), found);
  return digest.toString('hex') === batch.digest ? found : undefined;
}
