import { Refusal } from '../refusal';

/**
 * Roles are attributes of the caller's certificate, written there by its province's CA: `issuer`
 * appends entries, `service` keeps the registry and beats, `administrator` does that and governs.
 */
export const ROLES = ['issuer', 'service', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** The certificate attribute (Fabric CA's OID 1.2.3.4.5.6.7.8.1) that names the roles, space separated. */
export const ROLES_ATTRIBUTE = 'certbridge.roles';

export interface Caller {
  readonly mspId: string;
  readonly roles: ReadonlySet<string>;
}

export function parseRoles(attribute: string | null): ReadonlySet<string> {
  return new Set((attribute ?? '').split(' ').filter((role) => role !== ''));
}

/** Refuses a caller that has none of these roles. */
export function demandRole(caller: Caller, ...allowed: readonly Role[]): void {
  if (!allowed.some((role) => caller.roles.has(role))) {
    throw new Refusal('ROLE_MISSING', `the caller's certificate needs the role ${allowed.join(' or ')}`);
  }
}
