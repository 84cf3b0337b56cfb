import { copyable } from '../../certificates/issuing/index.js';
import { theService } from '../../people/audit/index.js';
import type { Audit } from '../../people/audit/index.js';
import { DatabaseUnavailable } from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import { pause } from '../../platform/waiting/index.js';
import { TODAY } from './delegations.js';
import { endCredentials } from './end.js';
import { endEvent } from './operations.js';

export interface UnprovedOptions {
  readonly database: Database;
  readonly audit: Audit;
  /** Milliseconds between two looks. */
  readonly every: number;
  readonly onTrouble: (error: unknown) => void;
}

/** What parents carry for a child ends with the birth certificate, which may end by the day alone. */
export async function runUnproved(options: UnprovedOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await endUnproved(options).catch(options.onTrouble);
    await pause(options.every, signal);
  }
}

/**
 * Ends wallet credentials of parents whose birth certificate does not count any more, here and on the ledger. One that
 * cannot be ended holds up no other.
 * @throws AggregateError of what could not be ended; DatabaseUnavailable
 */
export async function endUnproved({
  database,
  audit,
}: Pick<UnprovedOptions, 'database' | 'audit'>): Promise<void> {
  const { rows } = await database.query<{ delegation: string }>(
    `SELECT DISTINCT w.delegation FROM wallet_credentials w JOIN delegations d ON d.id = w.delegation
     JOIN certificates c ON c.cert_id = d.evidence
     WHERE d.evidence IS NOT NULL AND w.state <> 'revoked' AND w.valid_until >= ${TODAY} AND NOT ${copyable(TODAY)}`,
  );
  const troubles: unknown[] = [];
  for (const { delegation } of rows) {
    try {
      await database.transaction(async (tx) => {
        const change = { state: 'revoked', reason: 'unspecified', by: theService.subject } as const;
        for (const one of await endCredentials(tx, { delegation }, change))
          await audit.record(tx, { act: 'wallet.ended', by: theService, ...endEvent(one, change.reason) });
      });
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      troubles.push(error);
    }
  }
  if (troubles.length > 0) throw new AggregateError(troubles, 'wallet credentials could not be ended');
}
