import { glob } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { Problem } from '../problems/index.js';
import type { Queryable } from './database.js';
import { SEARCH_PATH } from './database.js';
import { databaseError } from './errors.js';

/** Every room keeps the migrations of its own tables; their names begin with the time that orders them all. */
const ownMigrations = fileURLToPath(new URL('../../../src/*/*/migrations/*.sql', import.meta.url));

export interface MigrateOptions {
  /** A folder of migrations (`.sql` or `.js`); the service's own, of all rooms, unless set. */
  readonly folder?: string;
  /** Runs this many at most, from the first: for the schema of an earlier version. */
  readonly most?: number;
}

/**
 * Brings the schema up to date, in one transaction, after waiting for any other
 * process that does so. Returns the names of what it ran.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const silent = (): void => undefined;
  const dbClient = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    options: SEARCH_PATH,
  });
  // What breaks fails the statement under way; without a listener it would end the process too.
  dbClient.on('error', silent);
  try {
    await dbClient.connect();
    const run = await runner({
      dbClient,
      dir: options.folder === undefined ? ownMigrations : `${options.folder}/*`,
      useGlob: true,
      direction: 'up',
      ...(options.most !== undefined && { count: options.most }),
      migrationsTable: 'migrations',
      checkOrder: true,
      advisoryLockMode: 'wait',
      logger: { debug: silent, info: silent, warn: silent, error: silent },
    });
    return run.map((migration) => migration.name);
  } catch (error) {
    const mapped = databaseError(error);
    if (mapped !== error) throw mapped;
    throw new Problem(
      'internal',
      'MIGRATION_FAILED',
      `The database schema could not be brought up to date: ${error instanceof Error ? error.message : 'unknown error'}.`,
      { cause: error },
    );
  } finally {
    await dbClient.end().catch(silent);
  }
}

/** @throws Problem `MIGRATION_NEEDED` where the schema is older than this program */
export async function requireMigrated(database: Queryable): Promise<void> {
  const { rows } = await database.query<{ there: boolean }>(
    `SELECT to_regclass('migrations') IS NOT NULL AS there`,
  );
  const done =
    rows[0]?.there === true
      ? await database.query<{ name: string }>('SELECT name FROM migrations')
      : undefined;
  const known = new Set(done?.rows.map(({ name }) => name));
  for await (const file of glob(ownMigrations)) {
    if (known.has(basename(file, '.sql'))) continue;
    throw new Problem(
      'internal',
      'MIGRATION_NEEDED',
      'The database schema is older than this program: start it once with DATABASE_OWNER_URL, the role that owns the tables.',
    );
  }
}
