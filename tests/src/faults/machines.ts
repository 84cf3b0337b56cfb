import { mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@certbridge/service/platform/database';
import type { EmbeddedPostgres } from '@certbridge/service/platform/database';
import { readSettings } from '@certbridge/service/platform/settings';
import { startCertBridge, startLedgerProcess } from '@certbridge/service/start';
import type { LedgerProcess } from '@certbridge/service/start';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { freePort } from '../free-port.js';
import { DatabaseWire } from './database-wire.js';
import { Replica } from './replica.js';

/** A part that can be killed by itself, and is started again as its supervisor would. */
export type Part = 'service' | 'ledger' | 'PostgreSQL';

/** One province as in production: PostgreSQL, ledger and each replica of the service are processes of their own. */
export class Machines {
  readonly folder: string;
  readonly wire: DatabaseWire;
  /** Of the sample operator. */
  readonly token: string;
  /** Of a role that may read everything. */
  readonly databaseUrl: string;
  readonly trustAnchorFile: string;
  #postgres: EmbeddedPostgres;
  #ledger: LedgerProcess;
  /** The next to be killed comes first. */
  readonly #replicas: Replica[];

  private constructor(
    folder: string,
    parts: { postgres: EmbeddedPostgres; ledger: LedgerProcess; wire: DatabaseWire; replicas: Replica[] },
    { token, trustAnchorFile }: { readonly token: string; readonly trustAnchorFile: string },
  ) {
    this.folder = folder;
    this.#postgres = parts.postgres;
    this.#ledger = parts.ledger;
    this.wire = parts.wire;
    this.#replicas = parts.replicas;
    this.token = token;
    this.databaseUrl = parts.postgres.url;
    this.trustAnchorFile = trustAnchorFile;
  }

  /**
   * @param folder empty; where all of it keeps its data
   * @param replicas how many processes of the service work on the one database
   * @param preloaded libfaketime, where the service's clock is to be set
   */
  static async open(folder: string, replicas = 1, preloaded?: string): Promise<Machines> {
    const postgres = await startEmbeddedPostgres({ dir: join(folder, 'postgres') });
    const ledger = await startLedgerProcess({ dir: join(folder, 'ledger') });
    const wire = await DatabaseWire.open(postgres.port);
    const role = new URL(await postgres.createRole('certbridge_service'));
    role.port = String(wire.port);
    const environment = async (
      data: string,
    ): Promise<NodeJS.ProcessEnv & { readonly CERTBRIDGE_PORT: string }> => ({
      ...{ PATH: process.env['PATH'], CERTBRIDGE_DATA: join(folder, data) },
      CERTBRIDGE_PORT: String(await freePort()),
      CERTBRIDGE_LOG_LEVEL: 'silent',
      CERTBRIDGE_DEVELOPMENT: 'yes',
      CERTBRIDGE_ENTRY_AGE: '100ms',
      CERTBRIDGE_BEAT_EVERY: '10s',
      CERTBRIDGE_AUDIT_EVERY: '10s',
      CERTBRIDGE_CALL_QUOTA: '1000000',
      CERTBRIDGE_UPLOAD_QUOTA: '1000000',
      CERTBRIDGE_LEDGER: Object.values(ledger.ledgerFiles).join(','),
      DATABASE_URL: role.href,
      DATABASE_OWNER_URL: postgres.url,
    });
    // The sample departments and people, once.
    const settings = readSettings({ ...(await environment('data-1')) });
    const bridge = await startCertBridge({ settings, seed: 'issuers' });
    const { trustAnchor: trustAnchorFile } = bridge;
    const token = await bridge.token('operator');
    await bridge.close();
    if (preloaded !== undefined) await writeClock(folder, '+0');
    const started: Replica[] = [];
    for (let n = 1; n <= replicas; n += 1) {
      if (n > 1) await shareKeys(folder, `data-${n}`);
      const replica = new Replica(folder, {
        ...(await environment(`data-${n}`)),
        ...(preloaded !== undefined && {
          LD_PRELOAD: preloaded,
          FAKETIME_TIMESTAMP_FILE: join(folder, CLOCK),
          FAKETIME_NO_CACHE: '1',
          FAKETIME_DONT_FAKE_MONOTONIC: '1',
        }),
      });
      await replica.start();
      started.push(replica);
    }
    return new Machines(folder, { postgres, ledger, wire, replicas: started }, { token, trustAnchorFile });
  }

  /** Of each replica. */
  get urls(): readonly string[] {
    return this.#replicas.map(({ url }) => url).sort();
  }

  /** What the service said last, for each time that it ended though nobody ended it. */
  get endedByItself(): readonly string[] {
    return this.#replicas.flatMap((one) => one.endedByItself);
  }

  /** Of the province whose departments are written. */
  get ledgerFile(): string {
    return this.#ledger.ledgerFiles['ZhejiangMSP'] ?? '';
  }

  /** SIGKILL, of the service to one replica; fulfils when it is gone. */
  async kill(part: Part): Promise<void> {
    switch (part) {
      case 'service':
        return this.#replicas[0]?.kill();
      case 'ledger':
        signal(this.#ledger.pid, 'SIGKILL');
        return this.#ledger.ended;
      case 'PostgreSQL':
        signal(await this.#postmaster(), 'SIGKILL');
        return this.#postgres.ended;
    }
  }

  /** Suspends or resumes the ledger, as when its machine is overloaded. */
  pauseLedger(isPaused: boolean): void {
    signal(this.#ledger.pid, isPaused ? 'SIGSTOP' : 'SIGCONT');
  }

  /** Fulfils when it is ready; a service that is killed on the way is started again. */
  async start(part: Part): Promise<void> {
    switch (part) {
      case 'service':
        await this.#replicas[0]?.start();
        this.#replicas.push(...this.#replicas.splice(0, 1));
        return;
      case 'ledger':
        this.#ledger = await startLedgerProcess({ dir: join(this.folder, 'ledger') });
        return;
      case 'PostgreSQL': {
        const { port } = this.#postgres;
        this.#postgres = await startEmbeddedPostgres({ dir: join(this.folder, 'postgres'), port });
      }
    }
  }

  /** Of the service, from now on. @param offset as libfaketime reads it: `+2h` */
  async setClock(offset: string): Promise<void> {
    await writeClock(this.folder, offset);
  }

  async close(): Promise<void> {
    for (const replica of this.#replicas) await replica.stop();
    await this.wire.close();
    await this.#ledger.close();
    await this.#postgres.close();
  }

  /** Ends one replica for good, in good order. */
  async stopReplica(): Promise<void> {
    await this.#replicas.shift()?.stop();
  }

  /** The first line of its file (PostgreSQL, miscadmin.h); undefined where it has ended by itself. */
  async #postmaster(): Promise<number | undefined> {
    const path = join(this.folder, 'postgres', 'cluster', 'postmaster.pid');
    const file = await readFile(path, 'utf8').catch(() => undefined);
    return file === undefined ? undefined : Number(file.split('\n')[0]);
  }
}

/** Says by how much the service's clock is off. */
const CLOCK = 'clock';

const writeClock = (folder: string, offset: string): Promise<void> =>
  writeFileAtomically(join(folder, CLOCK), `${offset}\n`);

/** As a shared file system does. */
async function shareKeys(folder: string, data: string): Promise<void> {
  await mkdir(join(folder, data), { mode: 0o700 });
  await symlink(join(folder, 'data-1', 'keys'), join(folder, data, 'keys'));
}

/** To a process that may have ended by itself. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
