import { keepListening } from '../../platform/database/index.js';
import type { Queryable } from '../../platform/database/index.js';
import { everyIssuer, outboxChannel } from './channels.js';
import type { AnchoringOptions } from './options.js';
import { LogWriter } from './writer.js';

/**
 * Anchors what waits in the outbox of one province's issuers, until `signal`. Of all replicas, one holds the
 * province's lock and writes; when it dies, the next gets the lock and goes on where it stopped.
 */
export async function runAnchoring(options: AnchoringOptions, signal: AbortSignal): Promise<void> {
  const { databaseUrl: url, ledger, database, onTrouble } = options;
  const lock = `certbridge/anchoring/${ledger.network}/${ledger.mspId}`;
  const listening = { url, channels: [outboxChannel], lock, signal, ...(onTrouble && { onTrouble }) };
  await keepListening(listening, async (connection) => {
    const stop = new AbortController();
    const lost = AbortSignal.any([connection.lost, stop.signal]);
    const writers = new Map<string, { readonly writer: LogWriter; readonly done: Promise<void> }>();
    let fail: (error: unknown) => void = () => undefined;
    const failed = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const notify = (issuer: string): void => {
      const writer = writers.get(issuer)?.writer ?? new LogWriter(options, issuer);
      if (!writers.has(issuer)) writers.set(issuer, { writer, done: writer.run(lost).catch(fail) });
      writer.notify();
    };
    const own = async (): Promise<Set<string>> => {
      const { rows } = await database.query<{ code: string }>('SELECT code FROM issuers WHERE msp_id = $1', [
        ledger.mspId,
      ]);
      return new Set(rows.map(({ code }) => code));
    };
    connection.onNotification((_channel, issuer) => {
      if (issuer === everyIssuer) for (const { writer } of writers.values()) writer.lookAgain();
      else if (writers.has(issuer)) notify(issuer);
      // A new department, or one of another province.
      else void own().then((codes) => codes.has(issuer) && notify(issuer), fail);
    });
    try {
      for (const issuer of await own()) notify(issuer);
      await Promise.race([aborted(lost), failed]);
    } finally {
      stop.abort();
      await Promise.allSettled([...writers.values()].map(({ done }) => done));
    }
  });
}

/**
 * Has the writers of all logs look at the ledger: what other provinces decide about an issuer reaches this one by
 * no event.
 */
export async function lookAgain(database: Queryable): Promise<void> {
  await database.query('SELECT pg_notify($1, $2)', [outboxChannel, everyIssuer]);
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
