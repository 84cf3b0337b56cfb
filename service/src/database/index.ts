export { openDatabase } from './database.js';
export type { Database, DatabaseOptions, Queryable, Transaction } from './database.js';
export type { Lock } from './locks.js';
export { DatabaseUnavailable, brokenUnique, isUnavailable } from './errors.js';
export { migrate } from './migrations.js';
export type { MigrateOptions } from './migrations.js';
export { EmbeddedPostgresFailed, startEmbeddedPostgres } from './embedded/index.js';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './embedded/index.js';
