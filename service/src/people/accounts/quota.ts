import type { Queryable } from '../../platform/database/index.js';
import { QuotaExceeded } from './errors.js';

/**
 * Counts a call of a system against its quota, over all replicas.
 * @param perMinute calls that it may make in a minute
 * @throws QuotaExceeded
 */
export async function useQuota(database: Queryable, system: string, perMinute: number): Promise<void> {
  const { rows } = await database.query<{ calls: number }>(
    `INSERT INTO system_calls AS c (system, minute, calls) VALUES ($1, date_trunc('minute', now()), 1)
     ON CONFLICT (system, minute) DO UPDATE SET calls = c.calls + 1 RETURNING calls`,
    [system],
  );
  const calls = rows[0]?.calls ?? 0;
  if (calls === 1) {
    await database.query(`DELETE FROM system_calls WHERE minute < now() - interval '5 minutes'`);
  }
  if (calls > perMinute) throw new QuotaExceeded(perMinute);
}
