import { keepListening } from '../../platform/database/index.js';
import { Problem } from '../../platform/problems/index.js';
import { Backoff, Notifier } from '../../platform/waiting/index.js';
import { carryOut } from './carry-out.js';
import type { KeyCapabilities } from './carry-out.js';
import { approvedKeyChanges, keysChannel } from './changes.js';

export interface RunOptions extends KeyCapabilities {
  /** For the connection that listens. */
  readonly databaseUrl: string;
  readonly onTrouble?: (error: unknown, issuer?: string) => void;
}

/** Carries approved changes out, whoever approved them and before whichever crash, until `signal`. */
export async function runKeyChanges(options: RunOptions, signal: AbortSignal): Promise<void> {
  const { databaseUrl: url, database, onTrouble } = options;
  const listening = { url, channels: [keysChannel], signal, ...(onTrouble && { onTrouble }) };
  await keepListening(listening, async (connection) => {
    const notifier = new Notifier();
    connection.onNotification(() => notifier.notify());
    const backoff = new Backoff();
    while (!connection.lost.aborted) {
      let isHeldUp = false;
      for (const change of await approvedKeyChanges(database)) {
        try {
          await carryOut(options, change);
        } catch (error) {
          onTrouble?.(error, change.issuer);
          await database.query('UPDATE key_changes SET trouble = $2 WHERE id = $1', [
            change.id,
            error instanceof Problem ? error.code : 'INTERNAL',
          ]);
          isHeldUp = true;
        }
      }
      if (isHeldUp) await backoff.wait(connection.lost);
      else {
        backoff.reset();
        await notifier.wait(connection.lost);
      }
    }
  });
}
