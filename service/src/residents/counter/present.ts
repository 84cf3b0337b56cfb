import type { CertificateTypes } from '../../certificates/types/index.js';
import type { Protection } from '../../people/personal-data/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { OwnCertificateUnknown, names, openHeld } from '../own-certificates/index.js';
import type { HeldCertificate } from '../own-certificates/index.js';
import { HolderNotHere } from './errors.js';

/** Whoever is at the counter, as the clerk reads it from their identity card. */
export interface Person {
  readonly name: string;
  readonly number: string;
}

export interface PresenceParts {
  readonly protection: Protection;
  readonly types: CertificateTypes;
  readonly holderLookup: (number: string) => Buffer;
}

/** A certificate of whoever is at the counter: both name and number are theirs. @throws HolderNotHere */
export async function heldByPresent(
  database: Queryable,
  { protection, types, holderLookup }: PresenceParts,
  certificate: string,
  person: Person,
  lock: 'FOR UPDATE' | '' = '',
): Promise<HeldCertificate> {
  const by = { certificate, lookup: holderLookup(person.number) };
  try {
    const held = await openHeld(database, protection, by, lock);
    if (names(types, held, person)) return held;
  } catch (error) {
    if (!(error instanceof OwnCertificateUnknown)) throw error;
  }
  throw new HolderNotHere();
}
