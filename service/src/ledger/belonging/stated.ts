import type { Queryable } from '../../platform/database/index.js';
import { pause } from '../../platform/waiting/index.js';
import { LedgerUnavailable } from '../adapter/index.js';
import type { Ledger } from '../adapter/index.js';
import { requireHeld } from './held.js';

/**
 * The audit tree that this province last stated, as the ledger has it, once the ledger is known to hold what the
 * database has as anchored.
 * @param database undefined: only the ledger is asked
 * @param patience milliseconds
 * @throws LedgerNotHeld, LedgerUnavailable where the ledger does not answer in time
 */
export async function askStated(
  ledger: Pick<Ledger, 'mspId' | 'auditHead' | 'heads' | 'entries'>,
  database: Queryable | undefined,
  patience: number,
): ReturnType<Ledger['auditHead']> {
  const answered = new AbortController();
  const late = pause(patience, answered.signal).then(() => {
    throw new LedgerUnavailable('The ledger does not say yet which audit it knows.');
  });
  late.catch(() => undefined);
  try {
    const stated = await Promise.race([ledger.auditHead(ledger.mspId), late]);
    if (database) await Promise.race([requireHeld(database, ledger), late]);
    return stated;
  } finally {
    answered.abort();
  }
}
