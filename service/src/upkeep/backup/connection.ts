import pg from 'pg';
import { SESSION_OPTIONS, databaseError } from '../../platform/database/index.js';

/**
 * What the first statements on a connection of its own give; where they fail, it is ended.
 * @throws DatabaseUnavailable
 */
export async function connected<T>(url: string, first: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 20_000,
    application_name: 'certbridge-backup',
    options: SESSION_OPTIONS,
  });
  // What breaks fails the statement under way.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await first(client);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw databaseError(error);
  }
}
