/** Sign-in (登录): who holds an access token. */
export { openTokenCheck } from './tokens.js';
export type { TokenCheckOptions } from './tokens.js';
export { openDevelopmentIssuer } from './development-issuer.js';
export type { DevelopmentIssuer } from './development-issuer.js';
export { TokenKeysUnavailable } from './errors.js';
