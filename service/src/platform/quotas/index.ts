/** Quotas (限额): how often somebody may do something, counted over all replicas. */
import type { Queryable } from '../database/index.js';
import { Problem } from '../problems/index.js';

export interface Quota {
  /** What is counted, apart from all else: `call`, `look-up`. */
  readonly what: string;
  readonly per: 'minute' | 'hour';
  readonly most: number;
  /** The setting that an administrator changes it by. */
  readonly setting: string;
}

const PERIODS = {
  minute: { zh: '分钟', seconds: 60 },
  hour: { zh: '小时', seconds: 3600 },
} as const;

export class QuotaExceeded extends Problem {
  /** @param retryAfter seconds */
  constructor({ per, most, setting }: Quota, retryAfter: number) {
    const { zh } = PERIODS[per];
    super(
      'too-many',
      'QUOTA_EXCEEDED',
      {
        zh: `每${zh}最多 ${most} 次：请等到下一${zh}。管理员见 ${setting}。`,
        en: `This may be done ${most} times in one ${per}: wait for the next one. Administrators: see ${setting}.`,
      },
      { details: { retryAfter } },
    );
  }
}

/**
 * Counts a call against a quota, whether or not it is allowed.
 * @param who the stable id of the person, system or resident
 * @throws QuotaExceeded
 */
export async function useQuota(database: Queryable, who: string, quota: Quota): Promise<void> {
  const { what, per, most } = quota;
  const { rows } = await database.query<{ calls: number; since: Date }>(
    `INSERT INTO counted_calls AS c (who, what, since, calls) VALUES ($1, $2, date_trunc($3, now()), 1)
     ON CONFLICT (who, what, since) DO UPDATE SET calls = c.calls + 1 RETURNING calls, since`,
    [who, what, per],
  );
  const [counted] = rows;
  if (!counted) return;
  if (counted.calls === 1) {
    await database.query(`DELETE FROM counted_calls WHERE since < now() - interval '2 hours'`);
  }
  if (counted.calls <= most) return;
  const end = counted.since.getTime() + PERIODS[per].seconds * 1000;
  throw new QuotaExceeded(quota, Math.max(1, Math.ceil((end - Date.now()) / 1000)));
}
