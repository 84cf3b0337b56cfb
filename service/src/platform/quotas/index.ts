/** Quotas (限额): how often somebody may do something, counted over all replicas; addresses, in each by itself. */
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Queryable } from '../database/index.js';
import { Problem } from '../problems/index.js';

/** What is counted of whoever is known, each apart from all else. `drawing`: pages; `mint`: wallet credentials. */
export const quotaNames = ['call', 'system-call', 'look-up', 'upload', 'drawing', 'mint'] as const;
export type QuotaName = (typeof quotaNames)[number];

export interface Quota {
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
        zh: `每${zh}最多 ${most} 次：请在 ${retryAfter} 秒后再试。管理员见 ${setting}。`,
        en: `This may be done ${most} times in one ${per}: try again in ${retryAfter} seconds. Administrators: see ${setting}.`,
      },
      { details: { retryAfter } },
    );
  }
}

/** @throws QuotaExceeded */
type Use = (who: string) => Promise<void>;

export interface Quotas {
  /**
   * Counts one, whether or not it is allowed.
   * @param who the stable id of the person, system or resident
   * @throws QuotaExceeded
   */
  use(name: QuotaName, who: string): Promise<void>;
  /**
   * Counts a request of nobody who is known. A hall of two hundred windows is one address: so this is the last of
   * all limits, and kept in memory, since it must cost less than what it refuses.
   * @throws QuotaExceeded
   */
  useAddress(address: string): Promise<void>;
}

export function openQuotas(
  database: Queryable,
  quotas: Readonly<Record<QuotaName, Quota>>,
  ofAddress: Quota,
): Quotas {
  const uses = new Map(quotaNames.map((name, n) => [name, counted(database, name, quotas[name], n === 0)]));
  const limiter = new RateLimiterMemory({ points: ofAddress.most, duration: PERIODS[ofAddress.per].seconds });
  return {
    use: async (name, who) => uses.get(name)?.(who),
    useAddress: (address) => consume(limiter, ofAddress, address),
  };
}

/** @param sweeps whether this one deletes what is over, for all that share the table */
function counted(database: Queryable, name: QuotaName, quota: Quota, sweeps: boolean): Use {
  const limiter = new RateLimiterPostgres({
    storeClient: {
      query: ({ text, values }: { text: string; values: unknown[] }) => database.query(text, values),
    },
    storeType: 'pool',
    ...{ tableName: 'counted_calls', tableCreated: true, clearExpiredByTimeout: sweeps },
    ...{ keyPrefix: name, points: quota.most, duration: PERIODS[quota.per].seconds },
    // Whoever goes on regardless costs the database nothing more.
    inMemoryBlockOnConsumed: quota.most + 1,
  });
  return (who) => consume(limiter, quota, who);
}

async function consume(limiter: RateLimiterAbstract, quota: Quota, who: string): Promise<void> {
  try {
    await limiter.consume(who);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new QuotaExceeded(quota, Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
  }
}
