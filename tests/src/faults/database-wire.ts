import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** `before`: the server has not heard of it; `after`: it has carried it out, and nobody has heard its answer. */
export type Step = `${'before' | 'after'} ${string}`;

/** Statements that write, and the bounds of transactions. `FOR UPDATE` and `DO UPDATE` begin no statement. */
const STATEMENTS = /\b(?:INSERT INTO|(?<!FOR |DO |NO KEY )UPDATE|DELETE FROM) +\w+|\b(?:BEGIN|COMMIT)\b/g;

interface Armed {
  readonly isWanted: (step: Step) => boolean;
  readonly strike: (step: Step) => Promise<void>;
}

/**
 * Stands between the service and PostgreSQL (protocol 3, in the clear) and knows what is written: a kill can be placed
 * before or after each statement and commit, in a service that knows nothing of it. What the service does on the
 * ledger or draws lies between two of these.
 */
export class DatabaseWire {
  readonly #server: Server;
  readonly #database: number;
  /** That the service was seen to come by. */
  readonly steps = new Set<Step>();
  #armed: Armed | undefined;
  #countdown: { left: number; reached: () => void } | undefined;

  private constructor(server: Server, database: number) {
    this.#server = server;
    this.#database = database;
    server.on('connection', (service) => this.#join(service));
  }

  /** @param database the port of PostgreSQL on this machine */
  static async open(database: number): Promise<DatabaseWire> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new DatabaseWire(server, database);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Calls `strike` at the first step that is wanted, once; the step does not end before `strike` has. */
  arm(isWanted: Armed['isWanted'], strike: Armed['strike']): void {
    this.#armed = { isWanted, strike };
  }

  disarm(): void {
    this.#armed = undefined;
  }

  /** Fulfils when the service has come by so many more statements. */
  statements(count: number): Promise<void> {
    return new Promise((reached) => (this.#countdown = { left: count, reached }));
  }

  async close(): Promise<void> {
    await new Promise((closed) => this.#server.close(closed));
  }

  #join(service: Socket): void {
    const database = connect(this.#database, '127.0.0.1');
    /** What the transaction that is open on this connection wrote first. */
    let wrote: string | undefined;
    /** Of the statement under way; nothing passes any more from when it is called. */
    let strike: (() => void) | undefined;
    let isHeld = false;
    for (const [socket, other] of [
      [service, database],
      [database, service],
    ] as const) {
      socket.on('error', () => undefined);
      socket.once('close', () => other.destroy());
    }
    service.on('data', (bytes) => {
      for (const [statement] of bytes.toString('latin1').matchAll(STATEMENTS)) {
        if (statement === 'BEGIN') wrote = undefined;
        const isEnd = statement === 'COMMIT';
        if (statement === 'BEGIN' || (isEnd && wrote === undefined)) continue;
        const name = isEnd ? `COMMIT of ${wrote ?? ''}` : statement.replace(/ +/, ' ');
        wrote = isEnd ? undefined : (wrote ?? name);
        this.#passed();
        for (const step of [`before ${name}`, `after ${name}`] as const) {
          this.steps.add(step);
          const armed = this.#armed;
          if (armed?.isWanted(step) !== true) continue;
          this.#armed = undefined;
          strike = () => {
            strike = undefined;
            isHeld = true;
            void armed.strike(step).then(() => service.destroy());
          };
          if (step.startsWith('before')) strike();
        }
      }
      if (!isHeld) database.write(bytes);
    });
    database.on('data', (bytes) => {
      strike?.();
      if (!isHeld) service.write(bytes);
    });
    // It may end instead of answering.
    database.once('close', () => strike?.());
  }

  #passed(): void {
    const countdown = this.#countdown;
    if (countdown === undefined || --countdown.left > 0) return;
    this.#countdown = undefined;
    countdown.reached();
  }
}
