import type { Database, Queryable } from '../../platform/database/index.js';
import type { Protection } from './protection.js';
import { serviceKeyName } from './service-keys.js';

/** A table with keys that the master key wraps, in its column `wrapped_key`. */
export interface WrappedKeys {
  readonly table: string;
  /** Its primary key. */
  readonly id: { readonly column: string; readonly type: 'uuid' | 'bytea' | 'text' };
  /** What the key of a row is called, by which it was wrapped. */
  readonly nameOf: (id: string | Buffer) => string;
}

export const holderKeys: WrappedKeys = {
  table: 'holders',
  id: { column: 'id', type: 'uuid' },
  nameOf: String,
};

/** Always the last: while they are under an older master key, a start without that one is refused. */
const serviceKeys: WrappedKeys = {
  table: 'service_keys',
  id: { column: 'name', type: 'text' },
  nameOf: (name) => serviceKeyName(String(name)),
};

export interface RewrapOptions {
  readonly database: Database;
  readonly protection: Pick<Protection, 'masterKeyId' | 'rewrap'>;
  /** All tables of the capabilities with such keys. */
  readonly tables: readonly WrappedKeys[];
  /** Keys a transaction; 500 unless set. */
  readonly chunk?: number;
  /** Told after each transaction how many keys of a table it was. */
  readonly onChunk?: (table: string, keys: number) => void;
}

/** Keys that an older master key wraps, by table. */
export async function keysOfOlderMasters(
  database: Queryable,
  { masterKeyId }: Pick<Protection, 'masterKeyId'>,
  tables: readonly WrappedKeys[],
): Promise<ReadonlyMap<string, number>> {
  const left = new Map<string, number>();
  for (const { table } of [...tables, serviceKeys]) {
    const { rows } = await database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${table} WHERE ${IS_OLDER}`,
      [masterKeyId],
    );
    left.set(table, rows[0]?.n ?? 0);
  }
  return left;
}

/** `$1`: the newest master key's name. */
const IS_OLDER = 'substring(wrapped_key FROM 2 FOR 8) <> $1';

/**
 * Wraps every key by the newest master key, a few in each transaction: after a kill it goes on where it was. What
 * the keys encrypt stays as it is. @returns how many there were, unless `signal` ended it before
 */
export async function rewrapKeys(options: RewrapOptions, signal?: AbortSignal): Promise<number> {
  let done = 0;
  for (const table of [...options.tables, serviceKeys]) {
    for (let after: string | Buffer | null = null; ;) {
      if (signal?.aborted === true) return done;
      const ids = await rewrapSome(options, table, after);
      if (ids.length > 0) options.onChunk?.(table.table, ids.length);
      done += ids.length;
      after = ids.at(-1) ?? null;
      if (after === null) break;
    }
  }
  return done;
}

/** @returns the ids of the rows, in their order; none where there are no more after this one */
function rewrapSome(
  { database, protection, chunk = 500 }: RewrapOptions,
  { table, id: { column, type }, nameOf }: WrappedKeys,
  after: string | Buffer | null,
): Promise<(string | Buffer)[]> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string | Buffer; wrapped_key: Buffer }>(
      `SELECT ${column} AS id, wrapped_key FROM ${table}
       WHERE ${IS_OLDER} AND ($2::${type} IS NULL OR ${column} > $2) ORDER BY ${column} LIMIT $3 FOR UPDATE`,
      [protection.masterKeyId, after, chunk],
    );
    await tx.query(
      `UPDATE ${table} t SET wrapped_key = given.wrapped_key
       FROM unnest($1::${type}[], $2::bytea[]) AS given (id, wrapped_key) WHERE t.${column} = given.id`,
      [
        rows.map(({ id }) => id),
        rows.map(({ id, wrapped_key: wrapped }) => protection.rewrap(nameOf(id), wrapped)),
      ],
    );
    return rows.map(({ id }) => id);
  });
}
