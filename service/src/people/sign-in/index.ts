/** Sign-in (登录): who a request speaks for. */
export { authenticator } from './authenticate.js';
export { instanceAt } from './instance.js';
export type { Instance } from './instance.js';
export { openTokenCheck } from './tokens.js';
export type { TokenCheckOptions } from './tokens.js';
