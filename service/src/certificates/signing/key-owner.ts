import { SigningError } from './errors.js';
import type { Subject } from './x509.js';

/** An organisation that signs, by its GB 32100 code. */
export interface KeyOwner {
  readonly code: string;
  readonly name: string;
}

/** Whom its certificates name. @throws SigningError `ISSUER_INVALID` */
export function subjectOf({ code, name }: KeyOwner): Omit<Subject, 'country'> {
  if (!/^[0-9A-Z]{18}$/.test(code) || name.length === 0) {
    throw new SigningError('ISSUER_INVALID', 'An issuer has an 18-character GB 32100 code and a name.');
  }
  return { organisation: name, organisationIdentifier: `NTRCN-${code}`, commonName: name };
}
