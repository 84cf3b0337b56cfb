import type { Ledger } from '../ledger/adapter/index.js';
import { LedgerNotHeld, askStated } from '../ledger/belonging/index.js';
import { requireStated } from '../people/audit/index.js';
import type { StandingParts, StatedHead } from '../people/audit/index.js';

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
  let stated: StatedHead | undefined;
  try {
    stated = await askStated(ledger, standing.database, PATIENCE);
  } catch (error) {
    if (error instanceof LedgerNotHeld) throw error;
    onTrouble(error);
    return false;
  }
  await requireStated(standing, stated);
  return true;
}
