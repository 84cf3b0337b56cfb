/** Backup (备份): database, keys and embedded ledger at one consistent point, encrypted to a key kept elsewhere. */
export { backUp, databaseOf } from './back-up.js';
export type { Backup } from './back-up.js';
export { BackupRefused, RestoreRefused } from './errors.js';
export { backupKey } from './key-pair.js';
export { lastBackup } from './last-backup.js';
export type { LastBackup } from './last-backup.js';
export { restore } from './restore.js';
export type { Restored, RestoreOptions } from './restore.js';
