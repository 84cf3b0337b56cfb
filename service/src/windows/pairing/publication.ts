import { encodeWindowRevocations, toBase64Url } from '@certbridge/verifier-sdk/formats';
import type { HallKeys, WindowRevocation } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';
import { getHall, hallKeys, hallSigner } from './halls.js';
import type { HallKeyStore } from './halls.js';

/** Versions of the file. */
const VERSION = 1;

/**
 * What whoever checks receipts needs of a hall: its keys, the certificates of its windows, and which are revoked.
 * @param mspId the province in whose audit tree receipts are filed
 * @throws HallUnknown, HallKeyNotHere
 */
export async function publishHall(
  database: Queryable,
  keys: HallKeyStore,
  { code, mspId }: { readonly code: string; readonly mspId: string },
  now = new Date(),
): Promise<HallKeys & { readonly v: number }> {
  const hall = await getHall(database, code);
  const { successions, certificates } = await signedBy(database, code);
  const at = Math.floor(now.getTime() / 1000);
  const claims = { hall: code, at, mspId, revoked: await revoked(database, code) };
  return {
    v: VERSION,
    ...hall,
    keys: await hallKeys(keys, hall, successions),
    successions,
    certificates,
    revocations: await encodeWindowRevocations(claims, await hallSigner(keys, code, successions)),
  };
}

/** By one statement: a rotation in between would leave certificates of a key that counts no more. */
async function signedBy(
  database: Queryable,
  hall: string,
): Promise<Pick<Required<HallKeys>, 'successions' | 'certificates'>> {
  const { rows } = await database.query<Pick<Required<HallKeys>, 'successions' | 'certificates'>>(
    `SELECT ARRAY(SELECT token FROM hall_successions WHERE hall = $1 ORDER BY number) AS successions,
       ARRAY(SELECT c.token FROM window_certificates c JOIN windows w ON w.id = c.window_id
             WHERE w.hall = $1 ORDER BY c.not_before, w.id) AS certificates`,
    [hall],
  );
  const [signed] = rows;
  if (!signed) throw new RangeError('a SELECT without FROM has one row');
  return signed;
}

/**
 * `after` is the place of the revocation itself in the audit tree: what a window filed takes the window's row before
 * the revocation does, and so has a record, and a leaf, before it. Until it is sealed, all that was sealed or waits.
 */
async function revoked(database: Queryable, hall: string): Promise<WindowRevocation[]> {
  const { rows } = await database.query<{ thumbprint: Buffer; at: Date; after: number }>(
    `SELECT w.thumbprint, w.revoked_at AS at, coalesce(
       (SELECT l.position FROM audit_records r JOIN audit_leaves l ON l.record = r.id
        WHERE r.filed = w.thumbprint AND r.act = 'window.revoked'),
       (SELECT coalesce(max(size), 0) FROM audit_heads) + (SELECT count(*) FROM audit_queue)) AS after
     FROM windows w WHERE w.hall = $1 AND w.revoked_at IS NOT NULL`,
    [hall],
  );
  return rows
    .map(({ thumbprint, at, after }) => ({
      key: toBase64Url(thumbprint),
      at: Math.floor(at.getTime() / 1000),
      after,
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
