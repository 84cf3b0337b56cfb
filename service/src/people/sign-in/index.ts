export { openTokenCheck } from './tokens.js';
export type { TokenCheck, TokenCheckOptions } from './tokens.js';
export { openDevelopmentIssuer } from './development-issuer.js';
export type { DevelopmentIssuer } from './development-issuer.js';
export { ROLES, hasRole, reachesIssuer, reachesType, requireRole, requireScope } from '../../platform/principal/principal.js';
export type { Principal, Role } from '../../platform/principal/principal.js';
export { NotAllowed, NotAuthenticated, TokenKeysUnavailable } from './errors.js';
