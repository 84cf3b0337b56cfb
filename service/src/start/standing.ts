import { LedgerUnavailable } from '../ledger/adapter/index.js';
import type { Ledger } from '../ledger/adapter/index.js';
import { LedgerNotHeld, requireHeld } from '../ledger/belonging/index.js';
import { requireStated } from '../people/audit/index.js';
import type { StandingParts, StatedHead } from '../people/audit/index.js';
import { pause } from '../platform/waiting/index.js';

/** Milliseconds that a start waits for the ledger's word. */
const PATIENCE = 10_000;

/**
 * Whether the ledger holds what the database has as anchored, and the database the audit that the ledger knows;
 * false: the ledger does not answer now, and it is asked again before the audit is stated.
 * @throws AuditNotStated where the database holds another audit, LedgerNotHeld where it is another ledger
 */
export async function standsOn(
  ledger: Ledger,
  standing: StandingParts,
  onTrouble: (error: unknown) => void,
): Promise<boolean> {
  const answered = new AbortController();
  let stated: StatedHead | undefined;
  try {
    const late = pause(PATIENCE, answered.signal).then(() => {
      throw new LedgerUnavailable('The ledger does not say yet which audit it knows.');
    });
    late.catch(() => undefined);
    stated = await Promise.race([ledger.auditHead(ledger.mspId), late]);
    await Promise.race([requireHeld(standing.database, ledger), late]);
  } catch (error) {
    if (error instanceof LedgerNotHeld) throw error;
    onTrouble(error);
    return false;
  } finally {
    answered.abort();
  }
  await requireStated(standing, stated);
  return true;
}
