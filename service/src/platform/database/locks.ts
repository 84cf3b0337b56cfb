import type { Client } from 'pg';
import { databaseError } from './errors.js';

export interface Lock {
  /** Fires when the connection that holds the lock broke: somebody else may hold it now. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

interface Session {
  readonly client: Client;
  readonly held: Map<string, AbortController>;
}

/** Session advisory locks, all on one connection that is opened again when it broke. */
export class LockKeeper {
  readonly #connect: () => Client;
  readonly #trouble: (error: Error) => void;
  #session: Promise<Session> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(connect: () => Client, trouble: (error: Error) => void) {
    this.#connect = connect;
    this.#trouble = trouble;
  }

  tryLock(name: string): Promise<Lock | undefined> {
    return this.#inTurn(async () => {
      const session = await this.#open();
      // A session may take its own lock twice, so what this process holds is refused here.
      if (session.held.has(name)) return undefined;
      const { rows } = await session.client.query<{ got: boolean }>(
        'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got',
        [name],
      );
      if (rows[0]?.got !== true) return undefined;
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
      await session.client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
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
    const end = (error?: Error): void => {
      this.#session = undefined;
      if (error) this.#trouble(error);
      for (const lost of held.values()) lost.abort();
      held.clear();
    };
    client.on('error', end);
    client.on('end', () => end());
    await client.connect();
    return { client, held };
  }

  /** One at a time: pg would queue them anyway, and look-then-take must not interleave. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work).catch((error: unknown) => {
      throw databaseError(error);
    });
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
