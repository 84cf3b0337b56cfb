/** Keys that sign certificates, wherever they lie, and the authority that certifies them. */
export type { PrivateKey, SignatureAlgorithm, Signer } from './signer.js';
export { signatureAlgorithms } from '../cms/index.js';
export { kidOf } from './suites.js';
export { KeyStore } from './key-store.js';
export type { KeyStoreOptions, ValidationData } from './key-store-options.js';
export { keyDescriptions } from './key-description.js';
export type { KeyDescription } from './key-description.js';
export type { KeyOwner } from './key-owner.js';
export { signingUses } from './key-record.js';
export type { SigningUse } from './key-record.js';
export { backendNames } from './backends/backend.js';
export { readCertificates } from './chains.js';
export { fetchCrls } from './revocation-lists.js';
export { Token, TokenKeys, TokenModule } from './backends/pkcs11/index.js';
export type { ModuleState } from './backends/pkcs11/index.js';
export { KeyModuleDown, KeyRefused, KeyUnusable, SigningError } from './errors.js';
export type { SigningErrorCode } from './errors.js';
export { authorityOperations } from './operations.js';
