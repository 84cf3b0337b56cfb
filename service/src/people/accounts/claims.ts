import { ROLES } from '../../platform/principal/index.js';
import type { Role, Scope } from '../../platform/principal/index.js';
import type { AccountSettings } from '../../platform/settings/index.js';

/** What a provider says of an account. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What somebody may do, and how far. */
export interface Access {
  readonly roles: readonly Role[];
  readonly issuers: Scope;
  readonly types: Scope;
}

const ISSUER = /^[0-9A-HJ-NPQRTUWXY]{18}$/;
const TYPE = /^[0-9A-Z]{21}$/;

/** The access that an account begins with. What is not clearly said is not granted. */
export function accessFrom({ subject, claims }: Identity, settings: AccountSettings): Access {
  if (settings.administrators.includes(subject)) {
    return { roles: ['administrator', 'network-administrator'], issuers: '*', types: '*' };
  }
  return {
    roles: rolesFrom(claimAt(claims, settings.rolesClaim)),
    issuers: scopeFrom(claimAt(claims, settings.issuersClaim), ISSUER),
    types: scopeFrom(claimAt(claims, settings.typesClaim), TYPE),
  };
}

/** What joins this account to a person's others; undefined where nothing does. */
export function personFrom({ claims }: Identity, settings: AccountSettings): string | undefined {
  const value = settings.personClaim === undefined ? undefined : claimAt(claims, settings.personClaim);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function nameFrom({ claims, subject }: Identity): string {
  const given = [claims['name'], claims['preferred_username']].find(
    (value) => typeof value === 'string' && value !== '',
  );
  return (given as string | undefined) ?? subject;
}

/** A claim by its name, which may itself have dots; else by a path, like Keycloak's `realm_access.roles`. */
export function claimAt(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split('.').reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    return (value as Record<string, unknown>)[part];
  }, claims);
}

/** Providers put roles of other programs beside ours: only ours count. */
function rolesFrom(claim: unknown): Role[] {
  return Array.isArray(claim) ? ROLES.filter((role) => claim.includes(role)) : [];
}

/** `*`, or a list of codes; anything else, one wrong code in a list too, covers nothing. */
function scopeFrom(claim: unknown, code: RegExp): Scope {
  if (claim === '*') return '*';
  if (!Array.isArray(claim)) return [];
  if (claim.length === 1 && claim[0] === '*') return '*';
  const isRight = claim.every((one): one is string => typeof one === 'string' && code.test(one));
  return isRight ? [...new Set(claim)] : [];
}
