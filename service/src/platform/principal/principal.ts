import { NotAllowed } from './errors.js';

/** 经办 operator, 审核 approver, administrator, relying party (依赖方). */
export const ROLES = ['operator', 'approver', 'administrator', 'relying-party'] as const;
export type Role = (typeof ROLES)[number];

/** Whom a token speaks for, and how far. */
export interface Principal {
  /** The token's `sub`: an account, kept as `submittedBy` and `approvedBy`. */
  readonly subject: string;
  readonly roles: readonly Role[];
  /** GB 32100 codes of the issuers it may act for; undefined: all. */
  readonly issuers: readonly string[] | undefined;
  /** Type codes it may handle; undefined: all. */
  readonly types: readonly string[] | undefined;
}

export function hasRole(principal: Principal, ...anyOf: readonly Role[]): boolean {
  return anyOf.some((role) => principal.roles.includes(role));
}

/** @throws NotAllowed unless the principal has one of the roles */
export function requireRole(principal: Principal, ...anyOf: readonly Role[]): void {
  if (!hasRole(principal, ...anyOf)) {
    throw new NotAllowed(
      `This needs the role ${anyOf.join(' or ')}; the token has ${principal.roles.join(', ') || 'none'}.`,
    );
  }
}

export function reachesIssuer(principal: Principal, issuer: string): boolean {
  return principal.issuers?.includes(issuer) ?? true;
}

export function reachesType(principal: Principal, type: string): boolean {
  return principal.types?.includes(type) ?? true;
}

/** @throws NotAllowed unless the token's scope covers the issuer and the type */
export function requireScope(principal: Principal, issuer: string, type?: string): void {
  if (!reachesIssuer(principal, issuer)) {
    throw new NotAllowed(`The token does not cover the issuer ${issuer}.`);
  }
  if (type !== undefined && !reachesType(principal, type)) {
    throw new NotAllowed(`The token does not cover the certificate type ${type}.`);
  }
}

/** Finds whom an access token speaks for. */
export interface TokenCheck {
  /** @throws NotAuthenticated; Problem `unavailable` where the issuer’s keys cannot be read now */
  principal(token: string): Promise<Principal>;
}
