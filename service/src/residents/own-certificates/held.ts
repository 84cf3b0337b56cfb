import { dateAt, isFinal, writtenForm } from '@certbridge/verifier-sdk/formats';
import type { CertificateState } from '@certbridge/verifier-sdk/formats';
import type { Queryable } from '../../platform/database/index.js';
import { NotAllowed } from '../../platform/principal/index.js';
import type { Principal, Resident } from '../../platform/principal/index.js';
import { certificateCell, copyable } from '../../certificates/issuing/index.js';
import { presentState } from '../../certificates/statuses/index.js';
import type { HolderKey, Protection } from '../../people/personal-data/index.js';
import type { CertificateTypes, Fields } from '../../certificates/types/index.js';
import { OwnCertificateUnknown } from './errors.js';

/** A certificate that a resident holds, its fields open. */
export interface HeldCertificate {
  readonly certId: Buffer;
  readonly issuer: string;
  readonly type: string;
  readonly typeVersion: number;
  readonly identifier: string;
  readonly validUntil: string | null;
  /** The day before another takes its place, where that is to come. */
  readonly replacedFrom: string | null;
  /** Whether it counts today, and is no copy. */
  readonly inForce: boolean;
  /** Whether it will never count again: its state is final, or its last day has passed. */
  readonly isOver: boolean;
  readonly fields: Fields;
  /** Id of the holder's row. */
  readonly holder: string;
  readonly key: HolderKey;
}

interface HeldRow extends Record<string, unknown> {
  readonly issuer: string;
  readonly type: string;
  readonly type_version: number;
  readonly identifier: string;
  readonly valid_until: string | null;
  readonly superseded_from: string | null;
  readonly in_force: boolean;
  readonly state: CertificateState;
  readonly fields: Buffer;
  readonly holder: string;
  readonly wrapped_key: Buffer;
}

/** @throws NotAllowed for whoever is no resident, whom the permission has refused already */
export function residentOf({ resident }: Principal): Resident {
  if (resident) return resident;
  throw new NotAllowed({ zh: '这只能由登录的群众本人办理。', en: 'Only a resident may do this.' });
}

/**
 * A certificate together with its holder, or nothing at all.
 * @param by `certificate`: certId, hex; `lookup`: keyed hash of the number of whoever must hold it
 * @param lock held by whoever makes something of it, so that nobody counts twice
 * @throws OwnCertificateUnknown
 */
export async function openHeld(
  database: Queryable,
  protection: Protection,
  by: { readonly certificate: string; readonly lookup: Buffer },
  lock: 'FOR UPDATE' | '' = '',
): Promise<HeldCertificate> {
  const certId = Buffer.from(by.certificate, 'hex');
  const today = dateAt(Date.now());
  const { rows } = await database.query<HeldRow>(
    `SELECT c.issuer, c.type, c.type_version, c.identifier, c.valid_until, c.superseded_from,
       ${copyable('$3')} AS in_force, ${presentState} AS state, c.fields, c.holder, h.wrapped_key
     FROM certificates c JOIN holders h ON h.id = c.holder
     WHERE c.cert_id = $1 AND h.lookup = $2 AND c.fields IS NOT NULL ${lock && `${lock} OF c`}`,
    [certId, by.lookup, today],
  );
  const [row] = rows;
  if (!row) throw new OwnCertificateUnknown();
  const key = protection.holderKey(row.holder, row.wrapped_key);
  return {
    certId,
    issuer: row.issuer,
    type: row.type,
    typeVersion: row.type_version,
    identifier: row.identifier,
    validUntil: row.valid_until,
    replacedFrom: row.superseded_from,
    inForce: row.in_force,
    isOver:
      (row.state !== 'issued' && isFinal(row.state)) || (row.valid_until !== null && row.valid_until < today),
    fields: key.decryptJson(row.fields, certificateCell('fields', certId)) as Fields,
    holder: row.holder,
    key,
  };
}

/**
 * All that somebody holds, but no copies, always in the same order, in which they are locked.
 * @param lookup keyed hash of their number
 */
export async function openAllHeld(
  database: Queryable,
  protection: Protection,
  lookup: Buffer,
  lock: 'FOR UPDATE' | '' = '',
): Promise<HeldCertificate[]> {
  const { rows } = await database.query<{ cert_id: Buffer }>(
    `SELECT c.cert_id FROM certificates c JOIN holders h ON h.id = c.holder
     WHERE h.lookup = $1 AND c.fields IS NOT NULL AND c.copy_of IS NULL ORDER BY c.cert_id LIMIT 100`,
    [lookup],
  );
  const all: HeldCertificate[] = [];
  for (const { cert_id: id } of rows)
    all.push(await openHeld(database, protection, { certificate: id.toString('hex'), lookup }, lock));
  return all;
}

/** Whether a certificate names this person, however the name is written. */
export function names(
  types: CertificateTypes,
  { type, typeVersion, fields }: HeldCertificate,
  person: { readonly name: string },
): boolean {
  const { holderName } = types.at(type, typeVersion);
  return writtenForm(String(fields[holderName])).text === writtenForm(person.name).text;
}
