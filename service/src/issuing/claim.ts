import { randomBytes } from 'node:crypto';
import { formatIdentifier } from '@certbridge/verifier-sdk/formats';
import type { Transaction } from '../database/index.js';
import type { Photo } from '../intake/index.js';
import type { HolderKey, Protection } from '../protection/index.js';
import type { CertificateType } from '../types/index.js';
import type { Issuer } from './issuers.js';
import { applicationPlace } from './rows.js';
import type { SealedApplication } from './rows.js';

/** An application that this transaction alone may issue, its fields open. */
export interface Claimed extends SealedApplication {
  readonly line: number;
  readonly holder: string;
  readonly key: HolderKey;
  readonly subject: Buffer;
  readonly photo?: Photo & { readonly digest: Buffer };
  readonly certId: Buffer;
  readonly identifier: string;
  readonly serial: string;
  readonly version: number;
  readonly renews: Buffer | null;
  /** False when what it renews is no longer current. */
  readonly renewable: boolean;
}

interface ApplicationRow {
  line: number;
  holder: string;
  subject: Buffer;
  fields: Buffer;
  renews: Buffer | null;
  wrapped_key: Buffer;
  digest: Buffer | null;
  media_type: Photo['mediaType'] | null;
  image: Buffer | null;
  serial: string;
}

/**
 * Locks up to `limit` waiting applications until the transaction ends. What another lane or replica has
 * locked is passed over; a crash unlocks.
 */
export async function claim(
  transaction: Transaction,
  protection: Protection,
  from: {
    readonly batch: string;
    readonly issuer: Issuer;
    readonly type: CertificateType;
    readonly limit: number;
  },
): Promise<Claimed[]> {
  const { batch, issuer, type, limit } = from;
  const { rows } = await transaction.query<ApplicationRow>(
    `WITH claimed AS MATERIALIZED (
       SELECT * FROM applications WHERE batch = $1 AND state = 'accepted' ORDER BY line LIMIT $2
       FOR UPDATE SKIP LOCKED)
     SELECT a.line, a.holder, a.subject, a.fields, a.renews, h.wrapped_key, p.digest, p.media_type, p.image,
       lpad(nextval('certificate_serials')::text, 9, '0') AS serial
     FROM claimed a JOIN holders h ON h.id = a.holder
     LEFT JOIN photos p ON p.holder = a.holder AND p.digest = a.photo ORDER BY a.line`,
    [batch, limit],
  );
  const predecessors = await lockPredecessors(transaction, { issuer, type }, rows);
  return rows.map((row) => {
    const key = protection.holderKey(row.holder, row.wrapped_key);
    const before = predecessors.get(`${row.renews?.toString('hex') ?? ''}/${row.subject.toString('hex')}`);
    const serial = before?.serial ?? row.serial;
    const version = (before?.version ?? 0) + 1;
    const photo = openPhoto(row, key);
    return {
      ...(key.openJson(row.fields, applicationPlace(batch, row.line)) as SealedApplication),
      line: row.line,
      holder: row.holder,
      key,
      subject: row.subject,
      ...(photo && { photo }),
      certId: randomBytes(16),
      identifier: formatIdentifier({
        type: type.code,
        issuer: issuer.code,
        serial,
        version: String(version).padStart(3, '0'),
      }),
      serial,
      version,
      renews: row.renews,
      renewable: row.renews === null || before !== undefined,
    };
  });
}

function openPhoto({ holder, digest, media_type, image }: ApplicationRow, key: HolderKey): Claimed['photo'] {
  if (!digest || !media_type || !image) return undefined;
  const row = `${holder}/${digest.toString('hex')}`;
  return { digest, mediaType: media_type, bytes: key.open(image, { table: 'photos', column: 'image', row }) };
}

interface Predecessor {
  readonly serial: string;
  readonly version: number;
}

/** Certificates that may be renewed, by certId and subject: of the same type, current, about the same. */
async function lockPredecessors(
  transaction: Transaction,
  { issuer, type }: { readonly issuer: Issuer; readonly type: CertificateType },
  rows: readonly ApplicationRow[],
): Promise<Map<string, Predecessor>> {
  const renewed = rows.flatMap(({ renews }) => (renews ? [renews] : []));
  if (renewed.length === 0) return new Map();
  const found = await transaction.query<Predecessor & { cert_id: Buffer; subject: Buffer }>(
    `SELECT cert_id, subject, serial, version FROM certificates
     WHERE issuer = $1 AND type = $2 AND cert_id = ANY($3::bytea[]) AND is_current AND state IN ('issued', 'suspended')
     ORDER BY cert_id FOR UPDATE`,
    [issuer.code, type.code, renewed],
  );
  return new Map(
    found.rows.map((row) => [`${row.cert_id.toString('hex')}/${row.subject.toString('hex')}`, row]),
  );
}
