/** Keys' lives 密钥: asking an authority for a certificate, taking over, revoking, expiring. */
export { keyOperations } from './operations.js';
export { runKeyChanges } from './run.js';
export { countKeys, expiryWarning, watchExpiry } from './expiry.js';
export { keysOf } from './list.js';
export { usedKids } from './list.js';
