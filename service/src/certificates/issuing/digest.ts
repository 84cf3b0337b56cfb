import { createHash } from 'node:crypto';
import type { Queryable } from '../../platform/database/index.js';
import type { HolderKey } from '../../people/personal-data/index.js';
import type { CertificateType } from '../types/index.js';
import type { Batch } from './batches.js';
import type { EncryptedApplication } from './application.js';

/** All that makes a certificate out of a row. */
export interface DigestedRow extends EncryptedApplication {
  readonly line: number;
  /** SHA-256 of the photo. */
  readonly photo?: Uint8Array | null | undefined;
  /** certId of the certificate that it renews, or that it copies. */
  readonly renews?: Uint8Array | null | undefined;
  readonly copyOf?: Uint8Array | null | undefined;
}

/** Under the holder's key, 32 bytes: a plain hash of personal data can be guessed, and this one goes with the key. */
export function rowDigest(key: HolderKey, row: DigestedRow): Buffer {
  const { line, fields, validFrom, validUntil, limits, photo, renews, copyOf } = row;
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const others = [photo, renews, copyOf].map((bytes) => (bytes ? Buffer.from(bytes).toString('hex') : null));
  const said = [
    line,
    sorted,
    validFrom,
    validUntil,
    limits ? [limits.purpose, limits.user] : null,
    ...others,
  ];
  return key.lookup('application', JSON.stringify(said));
}

/** The digest of each row of a batch, by its line and in their order. */
export async function rowDigests(database: Queryable, batch: string): Promise<Map<number, Buffer>> {
  const { rows } = await database.query<{ line: number; digest: Buffer }>(
    'SELECT line, digest FROM applications WHERE batch = $1 ORDER BY line',
    [batch],
  );
  return new Map(rows.map(({ line, digest }) => [line, digest]));
}

/** SHA-256 over all rows of a batch, its issuer, type, layout and mode: what an approver approves. */
export function batchDigest(
  batch: Pick<Batch, 'issuer' | 'mode'>,
  type: CertificateType,
  rows: ReadonlyMap<number, Buffer>,
): Buffer {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify(['certbridge/batch/1', batch.issuer, type.code, type.version, type.layout, batch.mode]),
  );
  for (const [line, digest] of rows) hash.update(`\n${line} `).update(digest);
  return hash.digest();
}
