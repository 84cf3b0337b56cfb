import type { Database } from '../../platform/database/index.js';
import { pause } from '../../platform/waiting/index.js';
import { theService } from './audit.js';
import type { Audit } from './audit.js';

export interface RetentionParts {
  readonly database: Database;
  readonly audit: Audit;
  /** Milliseconds for which what is said of somebody stays readable after the last record on them. */
  readonly retention: number;
}

/** Milliseconds between two looks for keys whose time is over. */
const LOOK_EVERY = 3_600_000;

/** Destroys keys of the audit when their time is over, for as long as the service runs. */
export async function runRetention(
  { onTrouble, ...parts }: RetentionParts & { readonly onTrouble: (error: unknown) => void },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await destroyExpiredKeys(parts).catch(onTrouble);
    await pause(LOOK_EVERY, signal);
  }
}

/**
 * Destroys the audit keys, and with them the pseudonyms, of those whose data was erased and of whom nothing was
 * written down since: what their records say cannot be read any more, the records stay in the tree. Returns how many.
 */
export function destroyExpiredKeys({ database, audit, retention }: RetentionParts): Promise<number> {
  return database.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `DELETE FROM audit_subjects s
       WHERE NOT EXISTS (SELECT FROM holders h WHERE h.lookup = s.lookup AND (s.issuer IS NULL OR h.issuer = s.issuer))
         AND NOT EXISTS (SELECT FROM sessions WHERE resident = s.lookup)
         AND NOT EXISTS (SELECT FROM audit_records r
           WHERE r.subject = s.pseudonym AND r.at > now() - make_interval(secs => $1))`,
      [retention / 1000],
    );
    const count = rowCount ?? 0;
    if (count > 0) await audit.record(tx, { act: 'audit.keys-destroyed', by: theService, count });
    return count;
  });
}
