import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import type { CopyStreamQuery } from 'pg-copy-streams';
import { connected } from './connection.js';
import { sequences } from './manifest.js';
import type { Table } from './manifest.js';
import { nameOf } from './snapshot.js';

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Puts rows into an empty schema, in one transaction; constraints between tables are checked at its end. */
export class DatabaseLoad {
  readonly #client: pg.Client;
  readonly #foreignKeys: readonly ForeignKey[];
  #copy: { readonly table: string; readonly stream: CopyStreamQuery } | undefined;

  private constructor(client: pg.Client, foreignKeys: readonly ForeignKey[]) {
    this.#client = client;
    this.#foreignKeys = foreignKeys;
  }

  /** @param ownerUrl of the role that owns the tables */
  static async open(ownerUrl: string, tables: readonly Table[]): Promise<DatabaseLoad> {
    return connected(ownerUrl, async (client) => {
      await client.query('BEGIN');
      const { rows } = await client.query<ForeignKey>(
        `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
         FROM pg_constraint WHERE contype = 'f' AND connamespace IN ('public'::regnamespace, 'certbridge_keys'::regnamespace)`,
      );
      for (const { table, name } of rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
      // What migrations put in.
      await client.query(`TRUNCATE ${tables.map(nameOf).join(', ')}`);
      return new DatabaseLoad(client, rows);
    });
  }

  /** Some bytes of COPY's text format; those of one table come one after the other. */
  async add(table: Table, bytes: Uint8Array): Promise<void> {
    const name = nameOf(table);
    if (this.#copy?.table !== name) {
      await this.endTable();
      const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
      const stream = this.#client.query(from(`COPY ${name} (${columns}) FROM STDIN`));
      // What fails is thrown where the table ends.
      stream.on('error', () => undefined);
      this.#copy = { table: name, stream };
    }
    const { stream } = this.#copy;
    if (!stream.write(bytes) && !stream.destroyed) {
      await Promise.race([once(stream, 'drain'), finished(stream, { readable: false })]);
    }
  }

  async endTable(): Promise<void> {
    const stream = this.#copy?.stream;
    this.#copy = undefined;
    if (!stream) return;
    const done = finished(stream);
    stream.end();
    await done;
  }

  async setSequences(json: Uint8Array): Promise<void> {
    await this.endTable();
    for (const { schema, name, last } of sequences.parse(JSON.parse(Buffer.from(json).toString('utf8')))) {
      await this.#client.query('SELECT setval($1::regclass, $2::bigint)', [nameOf({ schema, name }), last]);
    }
  }

  /** @throws pg's DatabaseError where a row names another that is not there */
  async check(): Promise<void> {
    await this.endTable();
    for (const { table, name, definition } of this.#foreignKeys) {
      await this.#client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
    }
  }

  async commit(): Promise<void> {
    await this.#client.query('COMMIT');
  }

  /** What was not committed is undone. */
  async close(): Promise<void> {
    this.#copy?.stream.destroy();
    await this.#client.end();
  }
}
