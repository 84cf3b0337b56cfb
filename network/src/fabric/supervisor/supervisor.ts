import { isDeepStrictEqual } from 'node:util';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { NetworkFolders } from '../folders.js';
import { SupervisedChild } from './child.js';
import { readChildren, removeSupervisor, writeChildren, writeSupervisor } from './pid-file.js';
import { identify, isRunning } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';
import { readSpecifications } from './specification.js';
import type { ProcessSpecification } from './specification.js';
import { endProcess } from './end-process.js';

/**
 * Keeps the processes of one network running: starts them, restarts those that die, and on SIGHUP follows a
 * changed list. It is a process of its own, so that the network outlives the command that brought it up.
 */
export class Supervisor {
  readonly #folders: NetworkFolders;
  readonly #children = new Map<string, SupervisedChild>();
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
        await child.stop();
      }),
    );
    for (const entry of wanted.values()) if (!this.#children.has(entry.name)) await this.#launch(entry);
  }

  async #launch(entry: ProcessSpecification): Promise<void> {
    const log = this.#folders.log(entry.name);
    await mkdir(dirname(log), { recursive: true });
    this.#children.set(entry.name, new SupervisedChild(entry, log, (pid) => this.#record(entry.name, pid)));
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
    await Promise.all([...this.#children.values()].map((child) => child.stop()));
    await this.#recorded;
    await writeChildren(this.#folders, {});
    await removeSupervisor(this.#folders);
  }
}
