/** The composition: what is not configured is embedded, and everything ends together. */
export { startCertBridge } from './certbridge.js';
export type { CertBridge, CertBridgeOptions } from './certbridge.js';
export { startService } from './service.js';
export type { Service, ServiceOptions } from './service.js';
export { EmbeddedLedgerFailed, startLedgerProcess } from './ledger-process.js';
export type { LedgerProcess } from './ledger-process.js';
export { main } from './main.js';
export { apiDocument } from './api-document.js';
export { wrappedKeys } from './wrapped-keys.js';
export { retainedData } from './retained.js';
