/** Whom a request speaks for, and how far that reaches. */
export { ROLES, hasRole, reachesIssuer, reachesType, requireRole, requireScope } from './principal.js';
export type { Principal, Role, TokenCheck } from './principal.js';
export { permissions } from './permissions.js';
export { requireOther } from './four-eyes.js';
export { NotAllowed, NotAuthenticated, SubmitterMayNotApprove } from './errors.js';
