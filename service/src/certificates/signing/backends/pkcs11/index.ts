/** Keys in a hardware module (PKCS#11 2.40). */
export { Token } from './token.js';
export type { ModuleState } from './token.js';
export type { TokenSettings } from './connection.js';
export { TokenKeys } from './token-keys.js';
