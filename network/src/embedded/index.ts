export { EmbeddedLedgerError } from './errors.js';
export type { LedgerErrorCode } from './errors.js';
export type { LedgerSettings } from './settings.js';
export { CHAINCODE, CHANNEL, sampleProvinces, startEmbeddedLedger } from './start.js';
export type { EmbeddedLedger, EmbeddedLedgerOptions } from './start.js';
