import type { Client } from 'pg';
import { Turns } from '../waiting/index.js';
import { ask } from './ask.js';
import { databaseError } from './errors.js';

export interface Lock {
  /** Fires when the connection that holds the lock broke: somebody else may hold it now. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

interface Session {
  readonly client: Client;
  readonly held: Map<string, AbortController>;
  /** Nothing is held any more. */
  readonly end: () => void;
}

/** Session advisory locks, all on one connection that is opened again when it broke. */
export class LockKeeper {
  readonly #connect: () => Client;
  readonly #trouble: (error: Error) => void;
  #session: Promise<Session> | undefined;
  readonly #turns = new Turns();

  constructor(connect: () => Client, trouble: (error: Error) => void) {
    this.#connect = connect;
    this.#trouble = trouble;
  }

  tryLock(name: string): Promise<Lock | undefined> {
    return this.#inTurn(async () => {
      const session = await this.#open();
      // A session may take its own lock twice, so what this process holds is refused here.
      if (session.held.has(name)) return undefined;
      if (!(await askLock(session, 'pg_try_advisory_lock', name))) return undefined;
      const lost = new AbortController();
      session.held.set(name, lost);
      return { lost: lost.signal, release: () => this.#release(session, name, lost) };
    });
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => undefined);
    this.#session = undefined;
    await session?.client.end().catch(() => undefined);
  }

  async #release(session: Session, name: string, lost: AbortController): Promise<void> {
    await this.#inTurn(async () => {
      if (lost.signal.aborted || session.held.get(name) !== lost) return;
      await askLock(session, 'pg_advisory_unlock', name);
      session.held.delete(name);
    });
  }

  #open(): Promise<Session> {
    this.#session ??= this.#start().catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  async #start(): Promise<Session> {
    const client = this.#connect();
    const held = new Map<string, AbortController>();
    let hasEnded = false;
    const end = (error?: Error): void => {
      // Once: by its last event another session may have begun.
      if (hasEnded) return;
      hasEnded = true;
      this.#session = undefined;
      if (error) this.#trouble(error);
      for (const lost of held.values()) lost.abort();
      held.clear();
    };
    client.on('error', end);
    client.on('end', () => end());
    await client.connect();
    return { client, held, end };
  }

  /** One at a time: pg would queue them anyway, and look-then-take must not interleave. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(work).catch((error: unknown) => {
      throw databaseError(error);
    });
  }
}

async function askLock(
  { client, end }: Session,
  what: 'pg_try_advisory_lock' | 'pg_advisory_unlock',
  name: string,
): Promise<boolean> {
  const text = `SELECT ${what}(hashtextextended($1, 0)) AS got`;
  const [row] = await ask<{ got: boolean }>(client, { text, values: [name] }, end);
  return row?.got === true;
}
