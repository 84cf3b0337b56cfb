/** Whether database, master key and ledger belong together: a part that was lost must not be begun anew unseen. */
import type { Protection } from '../../people/personal-data/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { Backoff, pause } from '../../platform/waiting/index.js';
import type { Ledger } from '../adapter/index.js';
import { LedgerNotHeld, OtherMasterKey, OtherNetwork } from './errors.js';
import { requireHeld } from './held.js';

export { LedgerNotHeld, OtherMasterKey, OtherNetwork } from './errors.js';
export { requireHeld } from './held.js';
export { askStated } from './stated.js';

export interface Parts {
  readonly database: Queryable;
  readonly protection: Pick<Protection, 'mac'>;
  readonly ledger: Pick<Ledger, 'network' | 'heads' | 'entries'>;
}

/**
 * Asks nothing of the ledger but its file. A database that nothing was anchored from is recorded as this network's.
 * @throws OtherNetwork, OtherMasterKey
 */
export async function requireBelonging(parts: Parts): Promise<void> {
  const { database, ledger } = parts;
  await record(parts, 'NOT EXISTS (SELECT FROM entries)');
  const { rows } = await database.query<{ network: string; master_key_mac: Buffer }>(
    'SELECT network, master_key_mac FROM belonging',
  );
  const [held] = rows;
  if (!held) return;
  if (held.network !== ledger.network) throw new OtherNetwork(held.network, ledger.network);
  if (!held.master_key_mac.equals(keyMac(parts))) throw new OtherMasterKey();
}

export interface WatchOptions extends Parts {
  /** Whether the start asked the ledger already. */
  readonly isKnown: boolean;
  readonly onTrouble: (error: unknown) => void;
}

/** Asks the ledger once it answers, and records that all belongs together. @throws LedgerNotHeld */
export async function runBelonging(options: WatchOptions, signal: AbortSignal): Promise<void> {
  const backoff = new Backoff();
  let isKnown = options.isKnown;
  while (!signal.aborted) {
    try {
      if (!isKnown) await requireHeld(options.database, options.ledger);
      isKnown = true;
      await record(options, 'true');
      await pause(undefined, signal);
    } catch (error) {
      if (error instanceof LedgerNotHeld) throw error;
      options.onTrouble(error);
      await backoff.wait(signal);
    }
  }
}

const keyMac = ({ protection, ledger }: Parts): Buffer => protection.mac('belonging', ledger.network);

async function record(parts: Parts, condition: string): Promise<void> {
  await parts.database.query(
    `INSERT INTO belonging (network, master_key_mac) SELECT $1, $2 WHERE ${condition} ON CONFLICT DO NOTHING`,
    [parts.ledger.network, keyMac(parts)],
  );
}
