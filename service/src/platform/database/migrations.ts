import { glob } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { Problem } from '../problems/index.js';
import type { Queryable } from './database.js';
import { SESSION_OPTIONS } from './database.js';
import { databaseError } from './errors.js';
import { Backoff } from '../waiting/index.js';

/** Every room keeps the migrations of its own tables; their names begin with the time that orders them all. */
const ownMigrations = fileURLToPath(new URL('../../../src/*/*/migrations/*.sql', import.meta.url));

export interface MigrateOptions {
  /** A folder of migrations (`.sql` or `.js`); the service's own, of all rooms, unless set. */
  readonly folder?: string;
  /** Runs this many at most, from the first: for the schema of an earlier version. */
  readonly most?: number;
}

/** Whoever waits for a table has everybody else who wants it wait behind: no longer than this. */
const LOCK_TIMEOUT = '3s';
/** lock_not_available (PostgreSQL, appendix A). */
const LOCK_NOT_AVAILABLE = '55P03';
/** How often it is tried; with the pauses between, for some minutes. */
const ATTEMPTS = 20;

/**
 * Brings the schema up to date, in one transaction, while other processes work on it: where one of them holds a
 * table, or migrates too, it lets go of everything and tries again. Returns the names of what it ran.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const backoff = new Backoff();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptToMigrate(url, options);
    } catch (error) {
      const cause = (error as { cause?: { code?: unknown } }).cause;
      if (cause?.code !== LOCK_NOT_AVAILABLE || attempt === ATTEMPTS) throw error;
      await backoff.wait(new AbortController().signal);
    }
  }
}

async function attemptToMigrate(url: string, options: MigrateOptions): Promise<string[]> {
  const silent = (): void => undefined;
  const dbClient = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    options: `${SESSION_OPTIONS} -c lock_timeout=${LOCK_TIMEOUT}`,
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
    throw new Problem('internal', 'MIGRATION_NEEDED', {
      zh: '数据库中还没有表，或者表属于较早的版本：请设置 DATABASE_OWNER_URL（拥有表的角色），启动一次服务。',
      en: 'The database has no tables yet, or those of an earlier version: set DATABASE_OWNER_URL, the role that owns the tables, and start the service once.',
    });
  }
}
