import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import type { PoolClient } from 'pg';
import { from } from 'pg-copy-streams';

/** Rows of a table whose columns PostgreSQL reads as they are: bytea, or text in UTF-8. */
export interface CopiedRows {
  readonly table: string;
  readonly columns: readonly string[];
  /** A value for each column; asked for as the server takes them. */
  readonly values: Iterable<readonly Uint8Array[]>;
}

/** Values from here on are sent where they lie. */
const LARGE = 8192;
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Flags and the length of a header extension: none. */
const NO_EXTENSION = Buffer.alloc(8);
const END = int16(-1);

/**
 * Adds rows by COPY (PostgreSQL, COPY, "Binary Format"). An INSERT's parameters are copied as pg's buffers grow: for a
 * document of 75 kB this process takes 0.38 ms and PostgreSQL 0.85, where COPY takes 0.11 and 0.58.
 */
export async function copyIn(client: PoolClient, { table, columns, values }: CopiedRows): Promise<void> {
  const text = `COPY ${table} (${columns.join(', ')}) FROM STDIN (FORMAT binary)`;
  const copy = client.query(from(text));
  // Given up, it throws where nobody catches when the answer comes after all: the connection that brings it is ended.
  // That makes it fail once more, which the pipeline no longer listens for.
  copy.on('error', (error) => {
    if (!(error instanceof pg.DatabaseError)) client.connection.stream.destroy();
  });
  await pipeline(Readable.from(encoded(values)), copy);
}

function* encoded(rows: CopiedRows['values']): Generator<Uint8Array> {
  let small: Uint8Array[] = [SIGNATURE, NO_EXTENSION];
  for (const row of rows) {
    small.push(int16(row.length));
    for (const value of row) {
      small.push(int32(value.length));
      if (value.length < LARGE) small.push(value);
      else {
        yield Buffer.concat(small);
        yield value;
        small = [];
      }
    }
  }
  yield Buffer.concat([...small, END]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
