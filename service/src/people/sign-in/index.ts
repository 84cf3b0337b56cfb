/** Sign-in (登录): who a request speaks for, and how people come to have a session. */
export { authenticator } from './authenticate.js';
export { instanceAt, setCookie } from './instance.js';
export type { Instance } from './instance.js';
export { CALLBACKS, signInOperations } from './operations.js';
export { Provider } from './provider.js';
export type { DeviceAuthorization } from './provider.js';
export { Residents, principalOfResident } from './residents.js';
export { openTokenCheck } from './tokens.js';
export type { TokenCheckOptions } from './tokens.js';
