import { createHash, randomBytes } from 'node:crypto';
import { certificateStates, formatIdentifier, mayBecome } from '@certbridge/verifier-sdk/formats';
import type { Transaction } from '../../platform/database/index.js';
import type { Photo } from '../intake/index.js';
import type { HolderKey, Protection } from '../../people/personal-data/index.js';
import type { CertificateType, RowProblemCode } from '../types/index.js';
import { applicationCell } from './cells.js';
import { presentState } from '../statuses/index.js';
import type { ApprovedRows } from './authorisation.js';
import { rowDigest } from './digest.js';
import { lockOriginals } from './originals.js';
import type { CopiedCertificate } from './originals.js';
import type { Issuer } from '../issuers/index.js';
import { openPhoto } from './photos.js';
import type { EncryptedApplication } from './application.js';

/** An application that this transaction alone may issue, its fields open. */
export interface Claimed extends EncryptedApplication {
  readonly line: number;
  readonly holder: string;
  readonly key: HolderKey;
  /** Null: a copy, about whose subject there is another certificate. */
  readonly subject: Buffer | null;
  readonly photo?: Photo & { readonly digest: Buffer };
  readonly certId: Buffer;
  readonly identifier: string;
  readonly serial: string;
  readonly version: number;
  readonly renews: Buffer | null;
  /** Of a copy: its original. */
  readonly original?: CopiedCertificate;
  /** Why it cannot be issued: what it renews or copies counts no more, or it is not what was submitted. */
  readonly obstacle?: Extract<RowProblemCode, 'NOT_RENEWABLE' | 'NOT_COPYABLE' | 'ROW_CHANGED'>;
}

interface ApplicationRow {
  line: number;
  holder: string;
  subject: Buffer | null;
  fields: Buffer;
  renews: Buffer | null;
  copy_of: Buffer | null;
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
    readonly approved: ApprovedRows;
  },
): Promise<Claimed[]> {
  const { batch, issuer, type, limit, approved } = from;
  const { rows } = await transaction.query<ApplicationRow>(
    `WITH claimed AS MATERIALIZED (
       SELECT * FROM applications WHERE batch = $1 AND state = 'accepted'
         AND EXISTS (SELECT FROM holders WHERE id = holder) ORDER BY line LIMIT $2
       FOR UPDATE SKIP LOCKED)
     SELECT a.line, a.holder, a.subject, a.fields, a.renews, a.copy_of, h.wrapped_key, p.digest, p.media_type, p.image,
       lpad(nextval('certificate_serials')::text, 9, '0') AS serial
     FROM claimed a JOIN holders h ON h.id = a.holder
     LEFT JOIN photos p ON p.holder = a.holder AND p.digest = a.photo ORDER BY a.line`,
    [batch, limit],
  );
  const predecessors = await lockPredecessors(transaction, { issuer, type }, rows);
  const copied = rows.flatMap(({ copy_of }) => (copy_of ? [copy_of] : []));
  const originals = await lockOriginals(transaction, issuer.code, copied);
  return rows.map((row) => {
    const key = protection.holderKey(row.holder, row.wrapped_key);
    const before = predecessors.get(`${hex(row.renews)}/${hex(row.subject)}`);
    const original = originals.get(hex(row.copy_of));
    const serial = before?.serial ?? row.serial;
    const version = (before?.version ?? 0) + 1;
    const photo = photoOf(row, key);
    const application = key.decryptJson(row.fields, applicationCell(batch, row.line)) as EncryptedApplication;
    return {
      ...application,
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
      ...(original && { original }),
      ...(row.renews && !before && { obstacle: 'NOT_RENEWABLE' as const }),
      ...(row.copy_of && !original && { obstacle: 'NOT_COPYABLE' as const }),
      ...(!isAsApproved({ key, approved }, row, application, photo) && {
        obstacle: 'ROW_CHANGED' as const,
      }),
    };
  });
}

/** By what was approved, not by the digest that stands beside the row now: an earlier row and its own digest agree too. */
function isAsApproved(
  { key, approved }: { readonly key: HolderKey; readonly approved: ApprovedRows },
  { line, renews, copy_of: copyOf }: ApplicationRow,
  application: EncryptedApplication,
  photo: Claimed['photo'],
): boolean {
  const digest = photo && createHash('sha256').update(photo.bytes).digest();
  const found = rowDigest(key, { line, ...application, photo: digest, renews, copyOf });
  return approved.get(line)?.equals(found) === true;
}

const hex = (bytes: Buffer | null): string => bytes?.toString('hex') ?? '';

function photoOf(
  { holder, digest, media_type: mediaType, image }: ApplicationRow,
  key: HolderKey,
): Claimed['photo'] {
  if (!digest || !mediaType || !image) return undefined;
  return { digest, ...openPhoto(key, { holder, digest, mediaType, image }) };
}

interface Predecessor {
  readonly serial: string;
  readonly version: number;
}

/** States out of which a new certificate may take the place of another. */
export const renewable = certificateStates.filter((state) => mayBecome(state, 'superseded'));

/** Certificates that may be renewed, by certId and subject: of the same type, current, about the same. */
async function lockPredecessors(
  transaction: Transaction,
  { issuer, type }: { readonly issuer: Issuer; readonly type: CertificateType },
  rows: readonly ApplicationRow[],
): Promise<Map<string, Predecessor>> {
  const renewed = rows.flatMap(({ renews }) => (renews ? [renews] : []));
  if (renewed.length === 0) return new Map();
  const found = await transaction.query<Predecessor & { cert_id: Buffer; subject: Buffer }>(
    `SELECT cert_id, subject, serial, version FROM certificates c
     WHERE issuer = $1 AND type = $2 AND cert_id = ANY($3::bytea[]) AND is_current AND ${presentState} = ANY($4)
     ORDER BY cert_id FOR UPDATE`,
    [issuer.code, type.code, renewed, renewable],
  );
  return new Map(
    found.rows.map((row) => [`${row.cert_id.toString('hex')}/${row.subject.toString('hex')}`, row]),
  );
}
