import { isDeepStrictEqual } from 'node:util';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ManagedProcess } from '../../processes/index.js';
import type { NetworkFolders } from '../folders.js';
import { readChildren, removeSupervisor, writeChildren, writeSupervisor } from './pid-file.js';
import { identify, isRunning } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';
import { readSpecifications } from './specification.js';
import type { ProcessSpecification } from './specification.js';
import { endProcess } from './end-process.js';

const RESTART = { firstMs: 500, maxMs: 5_000, healthyMs: 30_000 };
const STOP = { signal: 'SIGTERM', graceMs: 10_000, force: 'SIGKILL' } as const;

interface Child {
  readonly specification: ProcessSpecification;
  readonly process: ManagedProcess;
}

/**
 * Keeps the processes of one network running: starts them, restarts those that die, and on SIGHUP follows a
 * changed list. It is a process of its own, so that the network outlives the command that brought it up.
 */
export class Supervisor {
  readonly #folders: NetworkFolders;
  readonly #children = new Map<string, Child>();
  readonly #pids: Record<string, ProcessIdentity> = {};
  #recorded: Promise<void> = Promise.resolve();

  constructor(folders: NetworkFolders) {
    this.#folders = folders;
  }

  /** Ends what a killed supervisor left behind, then starts everything. */
  async start(): Promise<void> {
    const self = await identify(process.pid);
    if (self === undefined) throw new Error('the supervisor cannot see its own process: is `ps` installed?');
    await Promise.all(Object.values(await readChildren(this.#folders)).map(endProcess));
    await this.follow();
    await writeSupervisor(this.#folders, self);
  }

  /** Brings the running processes in line with the list on disk. */
  async follow(): Promise<void> {
    const wanted = new Map((await readSpecifications(this.#folders)).map((entry) => [entry.name, entry]));
    await Promise.all(
      [...this.#children].map(async ([name, child]) => {
        if (isDeepStrictEqual(wanted.get(name), child.specification)) return;
        this.#children.delete(name);
        await child.process.stop();
      }),
    );
    for (const entry of wanted.values()) if (!this.#children.has(entry.name)) await this.#launch(entry);
  }

  async #launch(entry: ProcessSpecification): Promise<void> {
    const log = this.#folders.log(entry.name);
    await mkdir(dirname(log), { recursive: true });
    const { name, program, args, env } = entry;
    const child = new ManagedProcess({
      command: () => ({ program, args, env: { ...process.env, ...env } }),
      output: { file: log },
      stop: STOP,
      restart: RESTART,
    });
    child.on('start', (pid) => this.#record(name, pid));
    this.#children.set(name, { specification: entry, process: child });
    child.start();
  }

  #record(name: string, pid: number): void {
    this.#recorded = this.#recorded.then(async () => {
      const identity = await identify(pid);
      if (identity === undefined || !(await isRunning(identity))) return;
      this.#pids[name] = identity;
      await writeChildren(this.#folders, this.#pids);
    });
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#children.values()].map((child) => child.process.stop()));
    await this.#recorded;
    await writeChildren(this.#folders, {});
    await removeSupervisor(this.#folders);
  }
}
