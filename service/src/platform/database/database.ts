import pg from 'pg';
import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { copyIn } from './copy-in.js';
import type { CopiedRows } from './copy-in.js';
import { DatabaseUnavailable, databaseError } from './errors.js';
import { LockKeeper } from './locks.js';
import type { Lock } from './locks.js';
import { traced } from '../tracing/index.js';
import { columnTypes } from './column-types.js';

/** What can run a statement: the database itself (a statement of its own) or a transaction. */
export interface Queryable {
  /**
   * @throws DatabaseUnavailable when PostgreSQL is away; pg's DatabaseError otherwise
   */
  query<R extends QueryResultRow = QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<R>>;
}

export interface Transaction extends Queryable {
  /** Waits for a lock that ends with this transaction. */
  lock(name: string): Promise<void>;
  /**
   * Adds rows of large values.
   * @throws DatabaseUnavailable when PostgreSQL is away; pg's DatabaseError otherwise
   */
  copyIn(rows: CopiedRows): Promise<void>;
}

export interface Database extends Queryable {
  /** Commits when `work` fulfils, rolls back when it rejects. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Takes the named lock (a session's advisory lock) if nobody holds it, in this process or another.
   * It is lost, and `lost` fires, when the connection that holds it breaks.
   */
  tryLock(name: string): Promise<Lock | undefined>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Largest number of connections; 10 unless set. */
  readonly connections?: number;
  /** Milliseconds after which PostgreSQL cancels a statement; 30,000 unless set. */
  readonly statementTimeout?: number;
  /** Milliseconds after which a statement without an answer is given up; 5,000 more than that unless set. */
  readonly queryTimeout?: number;
  /** Told of connections that broke while idle. */
  readonly onTrouble?: (error: Error) => void;
}

/**
 * Of every session. Keys lie in a schema of their own, which is backed up apart. The server notices within a minute
 * that a machine is gone, and frees what it locked: the system's own time is hours.
 */
export const SESSION_OPTIONS =
  '-c search_path=public,certbridge_keys -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

/** Of every session that lasts: this end, too, notices within a minute that the other is gone. */
export const LASTING_SESSION = {
  options: SESSION_OPTIONS,
  keepAlive: true,
  keepAliveInitialDelayMillis: 30_000,
};

/** Opens no connection yet: connections are made, and made again, as they are needed. */
export function openDatabase(options: DatabaseOptions): Database {
  const trouble = options.onTrouble ?? ((): void => undefined);
  const connection = {
    connectionString: options.url,
    connectionTimeoutMillis: 20_000,
    application_name: 'certbridge',
    ...LASTING_SESSION,
    types: columnTypes,
  };
  const { statementTimeout = 30_000, queryTimeout = statementTimeout + 5_000 } = options;
  const pool = new pg.Pool({
    ...connection,
    max: options.connections ?? 10,
    statement_timeout: statementTimeout,
    // The server's death may leave a socket that never answers.
    query_timeout: queryTimeout,
    idle_in_transaction_session_timeout: 60_000,
  });
  // Without the client that comes with it: who is told takes no further argument for an issuer.
  pool.on('error', (error) => trouble(error));
  // A connection in use that breaks fails its statements; without a listener it would end the process too. One
  // put on after connect() resolves is too late for a goodbye that came in the same packet.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const locks = new LockKeeper(() => new pg.Client({ ...connection, query_timeout: queryTimeout }), trouble);

  return {
    async query<R extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
      try {
        return await asSpan(text, () => pool.query<R>(text, [...values]));
      } catch (error) {
        throw databaseError(error);
      }
    },
    transaction: (work) => asSpan('TRANSACTION', () => transaction(pool, work)),
    tryLock: (name) => locks.tryLock(name),
    async close() {
      await locks.close();
      await pool.end();
    },
  };
}

/** A statement is named by its first word: what stands in it may be personal. */
function asSpan<T>(statement: string, work: () => Promise<T>): Promise<T> {
  const name = /^\s*([a-z]+)/i.exec(statement)?.[1]?.toUpperCase() ?? 'STATEMENT';
  const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': name };
  return traced({ name, kind: 'client', attributes, onlyWithin: true }, work);
}

async function transaction<T>(pool: pg.Pool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw databaseError(error);
  });
  let failed: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(transactionOn(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    const mapped = databaseError(error);
    // Of a connection that no longer answers nothing more is asked: the pool ends it, and PostgreSQL rolls back.
    failed =
      mapped instanceof DatabaseUnavailable
        ? mapped
        : await client.query('ROLLBACK').then(
            () => undefined,
            (cause: unknown) => (cause instanceof Error ? cause : new Error('ROLLBACK failed')),
          );
    throw mapped;
  } finally {
    client.release(failed);
  }
}

function transactionOn(client: PoolClient): Transaction {
  return {
    async query<R extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
      try {
        return await asSpan(text, () => client.query<R>(text, [...values]));
      } catch (error) {
        throw databaseError(error);
      }
    },
    async lock(name) {
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
    },
    async copyIn(rows) {
      try {
        await asSpan('COPY', () => copyIn(client, rows));
      } catch (error) {
        throw databaseError(error);
      }
    },
  };
}

/** The database as work sees it that is a part of a transaction: all its statements are of that one. */
export const within = (database: Database, tx: Transaction): Database => ({
  ...database,
  query: (text, values) => tx.query(text, values),
  transaction: (work) => work(tx),
});
