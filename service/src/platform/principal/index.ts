/** Whom a request speaks for, and how far that reaches. */
export {
  ROLES,
  coversAll,
  hasRole,
  reachesIssuer,
  reachesType,
  requireRole,
  requireScope,
} from './principal.js';
export type { Principal, Resident, Role, Scope } from './principal.js';
export { actingAs } from './actor.js';
export type { Actor } from './actor.js';
export { permissions } from './permissions.js';
export type { Permission } from './permissions.js';
export { mayDecide, mayDo, requirePermission, requirePurpose } from './allow.js';
export { requireOther, sealProposal } from './four-eyes.js';
export type { Proposal } from './four-eyes.js';
export { NotAllowed, NotAuthenticated, StepUpNeeded, SubmitterMayNotApprove } from './errors.js';
