import pg from 'pg';
import type { Client, QueryConfig, QueryResultRow } from 'pg';

/**
 * Asks on a connection whose session holds something. Where no answer comes, nobody knows what it holds: it is broken
 * off, and `broken` is told before its events tell it.
 */
export async function ask<R extends QueryResultRow>(
  client: Client,
  question: QueryConfig & {
    /** Milliseconds until no answer is expected any more; the client's own unless set. */
    readonly query_timeout?: number;
  },
  broken: () => void,
): Promise<readonly R[]> {
  try {
    return (await client.query<R>(question)).rows;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) {
      client.connection.stream.destroy();
      broken();
    }
    throw error;
  }
}
