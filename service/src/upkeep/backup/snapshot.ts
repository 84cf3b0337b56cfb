import pg from 'pg';
import { to } from 'pg-copy-streams';
import type { ArchiveFile } from './archive.js';
import { connected } from './connection.js';
import { partOf, SEQUENCES } from './manifest.js';
import type { Manifest, Table } from './manifest.js';
import { buffered } from './parts.js';

const SCHEMAS = ['public', 'certbridge_keys'];

/** The database as it was at one moment. */
export class Snapshot {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(url: string): Promise<Snapshot> {
    return connected(url, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // The first statement takes the snapshot.
      await client.query('SELECT 1');
      return new Snapshot(client);
    });
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  async describe(): Promise<Pick<Manifest, 'network' | 'migrations' | 'tables'>> {
    const migrations = await this.#rows<{ name: string }>('SELECT name FROM migrations ORDER BY id');
    const network = await this.#rows<{ network: string }>('SELECT network FROM belonging');
    const tables = await this.#rows<Table>(
      `SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       WHERE c.relkind = 'r' AND n.nspname = ANY($1) AND c.relname <> 'migrations'
       GROUP BY 1, 2 ORDER BY 1, 2`,
      [SCHEMAS],
    );
    return {
      network: network[0]?.network ?? null,
      migrations: migrations.map(({ name }) => name),
      tables: tables.map(({ schema, name, columns }) => ({ schema, name, columns })),
    };
  }

  /** The rows of a table in COPY's text format. */
  async *table(table: Table): AsyncGenerator<ArchiveFile, void, undefined> {
    const columns = table.columns.map((name) => pg.escapeIdentifier(name)).join(', ');
    const copy = this.#client.query(to(`COPY ${nameOf(table)} (${columns}) TO STDOUT`));
    let part = 1;
    for await (const bytes of buffered(copy as AsyncIterable<Buffer>)) {
      yield { path: partOf(table, part), size: bytes.length, chunks: [bytes] };
      part += 1;
    }
  }

  /** Read after the tables: sequences only grow. */
  async sequences(): Promise<ArchiveFile> {
    const rows = await this.#rows(
      `SELECT schemaname AS schema, sequencename AS name, last_value::text AS last FROM pg_sequences
       WHERE schemaname = ANY($1) AND last_value IS NOT NULL AND sequencename <> 'migrations_id_seq' ORDER BY 1, 2`,
      [SCHEMAS],
    );
    const bytes = Buffer.from(JSON.stringify(rows));
    return { path: SEQUENCES, size: bytes.length, chunks: [bytes] };
  }

  async #rows<R extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.#client.query<R>(text, values)).rows;
  }
}

export const nameOf = ({ schema, name }: Pick<Table, 'schema' | 'name'>): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
