/** What it takes to found a network on either ledger: calling the contract, its first record, the ledger file. */
export { jsonOf, withContract } from './call.js';
export { anchorSchema, currentAnchor, initialise, provinceRecord } from './first-record.js';
export type { Anchor, ProvinceRecord, LedgerAnchor } from './first-record.js';
export { writeLedgerFile } from './ledger-file.js';
