import type { Queryable } from '../../platform/database/index.js';

/* When a log has had its bytes of an hour: kept, so that a restart does not forget it and the API can tell it. */

/** Milliseconds since 1970; 0: it never was. */
export async function budgetSpentUntil(database: Queryable, issuer: string): Promise<number> {
  const { rows } = await database.query<{ until: Date | null }>(
    'SELECT budget_spent_until AS until FROM issuers WHERE code = $1',
    [issuer],
  );
  return rows[0]?.until?.getTime() ?? 0;
}

export async function markBudgetSpent(database: Queryable, issuer: string, until: number): Promise<void> {
  await database.query('UPDATE issuers SET budget_spent_until = $2 WHERE code = $1', [
    issuer,
    new Date(until),
  ]);
}
