import type { JSONWebKeySet } from 'jose';
import type { Protection } from '../personal-data/index.js';

/** Under a key that the database does not hold: what is written there by others grants nothing. */
type Keyed = Pick<Protection, 'mac'>;

/** The columns that say what somebody may do. */
export interface AccessColumns {
  readonly roles: readonly string[];
  readonly issuers: readonly string[];
  readonly types: readonly string[];
}

const columnsOf = ({ roles, issuers, types }: AccessColumns): unknown[] => [roles, issuers, types];

export const personSeal = (protection: Keyed, person: AccessColumns & { readonly id: string }): Buffer =>
  protection.mac('person', JSON.stringify([person.id, ...columnsOf(person)]));

export const accountSeal = (
  protection: Keyed,
  account: { readonly issuer: string; readonly subject: string; readonly person: string },
): Buffer => protection.mac('account', JSON.stringify([account.issuer, account.subject, account.person]));

export const systemSeal = (
  protection: Keyed,
  system: AccessColumns & { readonly id: string; readonly keys: JSONWebKeySet },
): Buffer =>
  protection.mac('system', JSON.stringify([system.id, membersOf(system.keys), ...columnsOf(system)]));

/** The members of public keys, which jsonb keeps in an order of its own. */
export const membersOf = ({ keys }: JSONWebKeySet): unknown[] =>
  keys.map((key) => Object.entries(key).sort());

/**
 * The id of the person that an account is, or that a claim joins accounts to; a UUID of version 8 (RFC 9562 §5.8).
 * Always the same: whoever loses a row in the database does not come back as somebody else, as a second person.
 */
export function personId(protection: Keyed, ...whose: readonly string[]): string {
  const bytes = protection.mac('person-id', JSON.stringify(whose)).subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
