export type { SignatureAlgorithm, Signer } from './signer.js';
export { KeyObjectSigner, kidOf } from './key-signer.js';
export { KeyStore } from './key-store.js';
export type { KeyOwner, KeyStoreOptions, SigningUse, ValidationData } from './key-store.js';
export { SigningError } from './errors.js';
export type { SigningErrorCode } from './errors.js';
export { authorityOperations } from './operations.js';
