/** Personal data (个人信息): encrypted under each holder's own key, erased with it, handed out as a whole. */
export { openKeptProtection, openProtection } from './protection.js';
export { holderKeys, keysOfOlderMasters, rewrapKeys } from './rewrap.js';
export type { RewrapOptions, WrappedKeys } from './rewrap.js';
export type { Cell, HolderKey, Protection } from './protection.js';
export { MasterKeyRefused, DecryptionFailed } from './errors.js';
export { masterKeyFile, parseMasterKey } from './master-key.js';
export { erasedChannel, keepTombstones } from './tombstones.js';
export { exportHolder, exportName } from './export.js';
export type { ExportParts } from './export.js';
export type { ExportedData, ExportedFile, HolderData, HolderRow } from './holder-data.js';
