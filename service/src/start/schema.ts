import { AUDIT_TABLES } from '../people/audit/index.js';
import {
  DatabaseUnavailable,
  databasePlace,
  grantTo,
  isTried,
  migrate,
  postgresVersion,
  requireAppendOnly,
  requireMigrated,
  untried,
} from '../platform/database/index.js';
import type { Database } from '../platform/database/index.js';
import { Problem } from '../platform/problems/index.js';
import type { Words } from '../platform/problems/index.js';

export interface SchemaOptions {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string | undefined;
  /** Told of a PostgreSQL that is not supported. */
  readonly onUntried: (says: Words) => void;
}

/**
 * Brings the schema up to date where the owner is known, and makes sure that the service cannot change the audit.
 * @throws DatabaseRoleRefused, Problem `DATABASE_UNAVAILABLE`, `MIGRATION_NEEDED` or `MIGRATION_FAILED`
 */
export async function prepareSchema(database: Database, options: SchemaOptions): Promise<void> {
  try {
    await prepare(database, options);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    // To the operator alone: callers need not know where it is.
    const place = databasePlace(options.databaseUrl);
    throw new Problem(
      'unavailable',
      'DATABASE_UNAVAILABLE',
      {
        zh: `数据库 ${place} 没有答复：请查看 PostgreSQL 是否运行、防火墙和 DATABASE_URL 中的地址。`,
        en: `The database at ${place} does not answer: see whether PostgreSQL runs, the firewall, and the address in DATABASE_URL.`,
      },
      { cause: error },
    );
  }
}

async function prepare(
  database: Database,
  { databaseUrl, databaseOwnerUrl, onUntried }: SchemaOptions,
): Promise<void> {
  const { major, text } = await postgresVersion(database);
  if (!isTried(major)) onUntried(untried(text));
  if (databaseOwnerUrl === undefined) {
    await requireMigrated(database);
  } else {
    await migrate(databaseOwnerUrl);
    // Granting to the owner itself would take its own powers away; it is refused below.
    const role = decodeURIComponent(new URL(databaseUrl).username);
    if (role !== decodeURIComponent(new URL(databaseOwnerUrl).username)) {
      await grantTo(databaseOwnerUrl, role, AUDIT_TABLES);
    }
  }
  await requireAppendOnly(database, AUDIT_TABLES);
}
