import { NotAllowed, PurposeNeeded, StepUpNeeded } from './errors.js';
import type { Permission } from './permissions.js';
import { hasRole, reachesIssuer, requireRole, requireScope } from './principal.js';
import type { Principal } from './principal.js';

/** What a permission is judged by. */
export interface Occasion {
  /** The issuer, or the hall, that the request names; undefined where it names none. */
  readonly issuer?: string | undefined;
  readonly now: Date;
  /** Milliseconds after a sign-in in which it counts as fresh. */
  readonly freshFor: number;
}

/**
 * Role, issuer and step-up, decided in one place before an operation begins. The certificate's type is known
 * only once it is read: `requireScope` there.
 * @throws NotAllowed, StepUpNeeded
 */
export function requirePermission(principal: Principal, permission: Permission, occasion: Occasion): void {
  requireOneOf(principal, permission.roles);
  if (occasion.issuer !== undefined) requireScope(principal, occasion.issuer);
  if (permission.scope === 'all-types' && principal.types !== '*') {
    throw new NotAllowed({
      zh: '这需要涵盖全部证照类型的权限。',
      en: 'This needs a scope that covers all certificate types.',
    });
  }
  if (permission.stepUp === true) requireFresh(principal, occasion);
}

/** @throws PurposeNeeded from whoever looks at personal data beyond their task and does not say why */
export function requirePurpose(
  principal: Principal,
  { roles, purposeOf }: Permission,
  purpose: string | undefined,
): void {
  if (purposeOf === undefined || purpose !== undefined || typeof roles === 'string') return;
  const withinTask = roles.filter((role) => !purposeOf.includes(role));
  if (!hasRole(principal, ...withinTask)) throw new PurposeNeeded();
}

function requireOneOf(principal: Principal, roles: Permission['roles']): void {
  if (roles === 'signed-in') return;
  if (roles !== 'resident') requireRole(principal, ...roles);
  else if (principal.kind !== 'resident') {
    throw new NotAllowed({
      zh: '这只能由登录的群众本人办理。',
      en: 'Only a resident who is signed in may do this.',
    });
  }
}

function isOneOf(principal: Principal, roles: Permission['roles']): boolean {
  if (roles === 'signed-in') return true;
  return roles === 'resident' ? principal.kind === 'resident' : hasRole(principal, ...roles);
}

function requireFresh({ kind, authenticatedAt }: Principal, { now, freshFor }: Occasion): void {
  if (kind === 'system') {
    throw new NotAllowed({
      zh: '这只能由登录的人员办理。',
      en: 'Only a person who is signed in may do this.',
    });
  }
  const since = authenticatedAt === undefined ? Infinity : now.getTime() - authenticatedAt.getTime();
  if (since > freshFor) throw new StepUpNeeded(freshFor);
}

/** What waits for a second pair of eyes. */
export interface Waiting {
  readonly issuer?: string;
  /** Whether it still waits. */
  readonly waits: boolean;
  /** {@link Principal.subject} of whoever asked for it. */
  readonly askedBy: string;
}

/** Of an operation that decides what somebody asked for: its id, where this one may decide it; for answers that say so. */
export const mayDecide = <Id extends string>(
  principal: Principal,
  operation: Readonly<Record<Id, Permission>>,
  { issuer, waits, askedBy }: Waiting,
): Id[] => (waits && askedBy !== principal.subject ? mayDo(principal, operation, issuer) : []);

/** What of these one may do here, for answers that say so; a step-up that is still due does not take it away. */
export function mayDo<Id extends string>(
  principal: Principal,
  table: Readonly<Record<Id, Permission>>,
  issuer?: string,
): Id[] {
  return (Object.keys(table) as Id[]).filter((id) => {
    const { roles, scope, stepUp } = table[id];
    return (
      isOneOf(principal, roles) &&
      (issuer === undefined || reachesIssuer(principal, issuer)) &&
      (scope !== 'all-types' || principal.types === '*') &&
      (stepUp !== true || principal.kind !== 'system')
    );
  });
}
