import { NotAllowed } from './errors.js';

export const ROLES = [
  'operator',
  'approver',
  'administrator',
  'auditor',
  'clerk',
  'network-administrator',
] as const;
export type Role = (typeof ROLES)[number];

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  operator: '经办',
  approver: '审核',
  administrator: '管理员',
  auditor: '审计',
  clerk: '窗口',
  'network-administrator': '网络管理员',
};

/** The codes that somebody may act for; `*`: all of them. Never left out, so that nothing is covered by omission. */
export type Scope = '*' | readonly string[];

/** Who a resident is, as the residents' provider said when they signed in. */
export interface Resident {
  /** Keyed hash of the number, by which holders are found (32 bytes). */
  readonly lookup: Buffer;
  readonly name: string;
  /** How surely that is known: one of the accepted values of `acr` (OpenID Connect Core 1.0 §2). */
  readonly assurance: string;
}

/** Whom a request speaks for, and how far. */
export interface Principal {
  readonly kind: 'person' | 'system' | 'resident';
  /**
   * The stable id in this service of the person, whatever account was used, or of the system: what four eyes
   * compare, kept as `submittedBy` and `approvedBy`. Of a resident a pseudonym.
   */
  readonly subject: string;
  readonly roles: readonly Role[];
  /** GB 32100 codes of the issuers it may act for. */
  readonly issuers: Scope;
  /** Type codes it may handle. */
  readonly types: Scope;
  /** When the person last proved who they are; undefined for systems. */
  readonly authenticatedAt: Date | undefined;
  /** Where `kind` is resident. */
  readonly resident?: Resident;
}

export function hasRole(principal: Principal, ...anyOf: readonly Role[]): boolean {
  return anyOf.some((role) => principal.roles.includes(role));
}

/** @throws NotAllowed unless the principal has one of the roles */
export function requireRole(principal: Principal, ...anyOf: readonly Role[]): void {
  if (!hasRole(principal, ...anyOf)) {
    const named = (roles: readonly Role[]): string => roles.map((role) => ROLE_NAMES[role]).join('、');
    throw new NotAllowed({
      zh: `这需要${named(anyOf)}的权限；您的角色：${named(principal.roles) || '无'}。需要时请联系管理员。`,
      en: `This needs the role ${anyOf.join(' or ')}; you have ${principal.roles.join(', ') || 'none'}.`,
    });
  }
}

/** Whether a scope covers this code. */
const covers = (scope: Scope, code: string): boolean => scope === '*' || scope.includes(code);

/** Whether a scope covers all of another. */
export const coversAll = (scope: Scope, other: Scope): boolean =>
  scope === '*' || (other !== '*' && other.every((code) => scope.includes(code)));

export const reachesIssuer = (principal: Principal, issuer: string): boolean =>
  covers(principal.issuers, issuer);

export const reachesType = (principal: Principal, type: string): boolean => covers(principal.types, type);

/** @throws NotAllowed unless the scope covers the issuer and the type */
export function requireScope(principal: Principal, issuer: string, type?: string): void {
  if (!reachesIssuer(principal, issuer)) {
    throw new NotAllowed({
      zh: `您的权限不涵盖颁发机构 ${issuer}。`,
      en: `Your scope does not cover the issuer ${issuer}.`,
    });
  }
  if (type !== undefined && !reachesType(principal, type)) {
    throw new NotAllowed({
      zh: `您的权限不涵盖证照类型 ${type}。`,
      en: `Your scope does not cover the certificate type ${type}.`,
    });
  }
}
