/** Keys in a hardware module (PKCS#11 2.40). */
export type { TokenSettings } from './connection.js';
export type { ModuleState } from './key-module.js';
export { ModuleProcess } from './module-process.js';
export { Token } from './token.js';
export { TokenKeys } from './token-keys.js';
export { TokenModule } from './token-module.js';
