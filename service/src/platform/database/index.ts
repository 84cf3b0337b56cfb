export { SESSION_OPTIONS, openDatabase, within } from './database.js';
export type { Database, DatabaseOptions, Queryable, Transaction } from './database.js';
export { keepListening } from './listening.js';
export type { ListeningConnection, ListeningOptions } from './listening.js';
export type { Lock } from './locks.js';
export { DatabaseUnavailable, brokenUnique, databaseError, isUnavailable } from './errors.js';
export { databasePlace, isTried, postgresVersion, untried } from './version.js';
export { migrate, requireMigrated } from './migrations.js';
export { DatabaseRoleRefused, grantTo, requireAppendOnly } from './roles.js';
export type { MigrateOptions } from './migrations.js';
export {
  EmbeddedPostgresFailed,
  runningPostgres,
  startEmbeddedPostgres,
  useEmbeddedPostgres,
} from './embedded/index.js';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './embedded/index.js';
