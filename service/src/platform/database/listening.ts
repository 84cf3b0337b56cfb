import pg from 'pg';
import { ask } from './ask.js';
import { LASTING_SESSION } from './database.js';
import { databaseError } from './errors.js';
import { Backoff, pause } from '../waiting/index.js';

export interface ListeningOptions {
  readonly url: string;
  /** Channels to LISTEN to. */
  readonly channels: readonly string[];
  /** Waits for this advisory lock before work begins: one worker, however many replicas. */
  readonly lock?: string;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Milliseconds between two looks whether the connection still answers, and for its answer; 30,000 unless set. */
  readonly patience?: number;
  /** Told of broken connections and of work that failed; both are tried again. */
  readonly onTrouble?: (error: unknown) => void;
}

export interface ListeningConnection {
  /** Fires when the connection (and so the lock) is lost, and at the end. */
  readonly lost: AbortSignal;
  /** The one listener of notifications. */
  onNotification(listener: (channel: string, payload: string) => void): void;
}

/**
 * Keeps one connection that listens, and holds a lock, for as long as `signal` lasts; runs `work` on it,
 * and again on a new one after a failure. Notifications sent while there was no connection are lost:
 * `work` begins by looking.
 */
export async function keepListening(
  options: ListeningOptions,
  work: (connection: ListeningConnection) => Promise<void>,
): Promise<void> {
  const { signal } = options;
  const backoff = new Backoff();
  while (!signal.aborted) {
    try {
      await once(options, async (connection) => {
        backoff.reset();
        await work(connection);
      });
    } catch (error) {
      options.onTrouble?.(databaseError(error));
    }
    await backoff.wait(signal);
  }
}

async function once(
  options: ListeningOptions,
  work: (connection: ListeningConnection) => Promise<void>,
): Promise<void> {
  const { signal } = options;
  const client = new pg.Client({
    connectionString: options.url,
    connectionTimeoutMillis: 5_000,
    application_name: 'certbridge listening',
    ...LASTING_SESSION,
  });
  const lost = new AbortController();
  let listener: (channel: string, payload: string) => void = () => undefined;
  const end = (): void => lost.abort();
  client.on('error', end);
  client.on('end', end);
  client.on('notification', ({ channel, payload }) => listener(channel, payload ?? ''));
  // Also frees a wait for the lock.
  const stop = (): void => void client.end().catch(() => undefined);
  signal.addEventListener('abort', stop);
  let watching: Promise<void> | undefined;
  try {
    await client.connect();
    for (const channel of options.channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    if (options.lock !== undefined) {
      await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [options.lock]);
    }
    watching = watch(client, options, lost);
    await work({ lost: lost.signal, onNotification: (to) => (listener = to) });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    lost.abort();
    await client.end().catch(() => undefined);
    await watching;
  }
}

/** Who only listens sends nothing, and so is never told that the other end is gone: it is asked. */
async function watch(
  client: pg.Client,
  { patience = 30_000, signal, onTrouble }: ListeningOptions,
  lost: AbortController,
): Promise<void> {
  const question = { text: 'SELECT', query_timeout: patience };
  const over = AbortSignal.any([lost.signal, signal]);
  const isOver = (): boolean => over.aborted;
  for (;;) {
    await pause(patience, over);
    if (isOver()) return;
    try {
      await ask(client, question, () => undefined);
    } catch (error) {
      if (!isOver()) onTrouble?.(databaseError(error));
      lost.abort();
    }
  }
}
