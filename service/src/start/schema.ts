import { AUDIT_TABLES } from '../people/audit/index.js';
import { grantTo, migrate, requireAppendOnly, requireMigrated } from '../platform/database/index.js';
import type { Database } from '../platform/database/index.js';

export interface SchemaOptions {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string | undefined;
}

/**
 * Brings the schema up to date where the owner is known, and makes sure that the service cannot change the audit.
 * @throws DatabaseRoleRefused, Problem `MIGRATION_NEEDED` or `MIGRATION_FAILED`
 */
export async function prepareSchema(
  database: Database,
  { databaseUrl, databaseOwnerUrl }: SchemaOptions,
): Promise<void> {
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
