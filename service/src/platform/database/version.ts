import type { Words } from '../problems/index.js';
import type { Queryable } from './database.js';

/** The major versions that are supported. */
const [OLDEST, NEWEST] = [16, 18];

export const isTried = (major: number): boolean => major >= OLDEST && major <= NEWEST;

/** @param version as the server says it */
export const untried = (version: string): Words => ({
  zh: `PostgreSQL ${version} 没有与本版本一起试过：请用 ${OLDEST} 至 ${NEWEST}。`,
  en: `PostgreSQL ${version} was not tried with this version: take one from ${OLDEST} to ${NEWEST}.`,
});

/** As `18.4`, with its major number. @throws DatabaseUnavailable */
export async function postgresVersion(
  database: Queryable,
): Promise<{ readonly major: number; readonly text: string }> {
  const { rows } = await database.query<{ server_version: string }>('SHOW server_version');
  const [text = ''] = (rows[0]?.server_version ?? '').split(' ');
  return { major: Number.parseInt(text, 10), text };
}

/** `host:port/database` of an address, without what is secret in it. */
export function databasePlace(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port === '' ? '5432' : port}${pathname}`;
}
