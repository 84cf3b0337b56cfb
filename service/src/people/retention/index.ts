/** Retention (保存期): what is over is deleted some time later, each kind after its own. */
import { DatabaseUnavailable } from '../../platform/database/index.js';
import type { Database, Transaction } from '../../platform/database/index.js';
import { pause } from '../../platform/waiting/index.js';
import { theService } from '../audit/index.js';
import type { Audit } from '../audit/index.js';

/** One kind of data that is over at some time. */
export interface RetainedData {
  /** As the setting names it. */
  readonly kind: string;
  /** Deletes some of what was over before that instant. @returns how many; 0 once there are no more */
  deleteSome(tx: Transaction, before: Date): Promise<number>;
}

export interface RetentionOptions {
  readonly database: Database;
  readonly audit: Audit;
  readonly kinds: readonly RetainedData[];
  /** Milliseconds by kind; what has none is kept. */
  readonly periods: Readonly<Record<string, number>>;
}

/** Milliseconds between two looks. */
const LOOK_EVERY = 3_600_000;

/** Deletes what is over for long enough, for as long as the service runs. */
export async function runDeletion(
  { onTrouble, ...options }: RetentionOptions & { readonly onTrouble: (error: unknown) => void },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await deleteWhatIsOver(options).catch(onTrouble);
    await pause(LOOK_EVERY, signal);
  }
}

/**
 * Each kind in transactions of their own, which the audit tells of. One that cannot be deleted holds up no other.
 * @returns how many of each
 * @throws AggregateError of what could not be deleted; DatabaseUnavailable
 */
export async function deleteWhatIsOver(
  { database, audit, kinds, periods }: RetentionOptions,
  now = new Date(),
): Promise<Readonly<Record<string, number>>> {
  const deleted: Record<string, number> = {};
  const troubles: unknown[] = [];
  for (const one of kinds) {
    const { kind } = one;
    const period = periods[kind];
    if (period === undefined) continue;
    const before = new Date(now.getTime() - period);
    try {
      for (let count = 1; count > 0;) {
        count = await database.transaction(async (tx) => {
          const some = await one.deleteSome(tx, before);
          if (some > 0) await audit.record(tx, { act: 'retention.ended', by: theService, kind, count: some });
          return some;
        });
        deleted[kind] = (deleted[kind] ?? 0) + count;
      }
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      troubles.push(error);
    }
  }
  if (troubles.length > 0) throw new AggregateError(troubles, 'some of what is over could not be deleted');
  return deleted;
}

/** Of one statement: replicas that look at the same time pass over what another one has. */
export const SOME = 'LIMIT 500 FOR UPDATE SKIP LOCKED';
