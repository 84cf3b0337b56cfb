import pg from 'pg';
import { Problem } from '../problems/index.js';
import type { Queryable } from './database.js';
import { databaseError } from './errors.js';

const SCHEMAS = 'public, certbridge_keys';

/** The service's role could change what it must only add to. */
export class DatabaseRoleRefused extends Problem {
  constructor(table: string) {
    super(
      'internal',
      'DATABASE_ROLE_REFUSED',
      `The role of DATABASE_URL could change or delete rows of ${table}: give DATABASE_URL a role that owns ` +
        'nothing and is no superuser, and DATABASE_OWNER_URL the owner, which migrates and grants.',
    );
  }
}

/**
 * Lets a role read and write all rows, but only add to the tables named; as their owner, after each migration.
 * @param appendOnly names of tables
 */
export async function grantTo(ownerUrl: string, role: string, appendOnly: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  const grantee = client.escapeIdentifier(role);
  const tables = appendOnly.map((table) => client.escapeIdentifier(table)).join(', ');
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query(`GRANT USAGE ON SCHEMA ${SCHEMAS} TO ${grantee}`);
    await client.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMAS} TO ${grantee}`,
    );
    await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${grantee}`);
    await client.query(`REVOKE UPDATE, DELETE, TRUNCATE ON ${tables} FROM ${grantee}`);
    await client.query(`REVOKE INSERT, UPDATE, DELETE ON migrations FROM ${grantee}`);
    await client.query('COMMIT');
  } catch (error) {
    throw databaseError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @throws DatabaseRoleRefused if the role of this connection may do more to these tables than add and read */
export async function requireAppendOnly(database: Queryable, tables: readonly string[]): Promise<void> {
  const { rows } = await database.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.oid = ANY($1::text[]::regclass[])
       AND (pg_has_role(current_user, c.relowner, 'MEMBER')
         OR has_table_privilege(current_user, c.oid, 'UPDATE, DELETE, TRUNCATE'))`,
    [tables],
  );
  if (rows[0]) throw new DatabaseRoleRefused(rows[0].name);
}
