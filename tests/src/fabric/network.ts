import { execFile, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { networkStatus } from '@certbridge/network/fabric';
import type { ProcessStatus } from '@certbridge/network/fabric';

const run = promisify(execFile);
const packageFolder = dirname(createRequire(import.meta.url).resolve('@certbridge/network/package.json'));
const program = join(packageFolder, 'bin', 'certbridge-network.js');

/** Below the ephemeral ports, and apart for every process that tests. */
const basePort = (): number => 12_000 + (process.pid % 400) * 50;

/** A real network in a temporary folder, worked by the command as a person works it. */
export class FabricNetwork {
  readonly dir: string;

  private constructor(dir: string) {
    this.dir = dir;
  }

  static async start(...options: string[]): Promise<FabricNetwork> {
    const network = new FabricNetwork(join(await mkdtemp(join(tmpdir(), 'certbridge-fabric-')), 'network'));
    try {
      await network.command('up', '--base-port', String(basePort()), ...options);
    } catch (error) {
      await network.stop().catch(() => undefined);
      throw error;
    }
    return network;
  }

  /** `npm run network -- …` on this network; what it printed. */
  async command(...args: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [program, ...args, '--dir', this.dir], {
      maxBuffer: 1 << 24,
    });
    return stdout;
  }

  /** Begins a command, and kills it once it says that it has done a step. */
  async killedAt(step: string, ...args: string[]): Promise<void> {
    const child = spawn(process.execPath, [program, ...args, '--dir', this.dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes(step)) child.kill('SIGKILL');
    });
    const [, signal] = (await ended) as [number | null, NodeJS.Signals | null];
    if (signal !== 'SIGKILL') throw new Error(`the command ended before it had done ${step}: ${said}`);
  }

  /** The ledger file of a province. */
  ledgerFile(mspId: string): string {
    return join(this.dir, 'ledgers', `${mspId}.json`);
  }

  ledgerFiles(...mspIds: string[]): Record<string, string> {
    return Object.fromEntries(mspIds.map((mspId) => [mspId, this.ledgerFile(mspId)]));
  }

  /** The trust anchor that the first windows pinned. */
  get firstTrustAnchor(): string {
    return join(this.dir, 'trust-anchor-1.json');
  }

  /** A ledger file of `mspId` that names one province's peers alone: nobody to fail over to. */
  async ledgerFileThrough(mspId: string, peersOf: string): Promise<string> {
    const file = JSON.parse(await readFile(this.ledgerFile(mspId), 'utf8')) as {
      peers: { mspId: string }[];
    };
    const narrowed = { ...file, peers: file.peers.filter((peer) => peer.mspId === peersOf) };
    const path = join(this.dir, 'ledgers', `${mspId}-through-${peersOf}.json`);
    await writeFile(path, JSON.stringify(narrowed));
    return path;
  }

  async processes(): Promise<readonly ProcessStatus[]> {
    return (await networkStatus(this.dir)).processes;
  }

  /** Sends a signal to processes by name, at once. */
  async signal(signal: NodeJS.Signals, which: (process: ProcessStatus) => boolean): Promise<string[]> {
    const found = (await this.processes()).filter((entry) => entry.pid !== undefined && which(entry));
    if (found.length === 0) throw new Error('no such process runs');
    for (const { pid } of found) if (pid !== undefined) process.kill(pid, signal);
    return found.map(({ name }) => name);
  }

  /** The X.509 certificate that a member of a province identifies itself by. */
  async certificate(mspId: string, member: string): Promise<X509Certificate> {
    const folder = join(this.dir, 'organisations', mspId, member, 'msp', 'signcerts');
    return new X509Certificate(await readFile(join(folder, 'cert.pem')));
  }

  async supervisorPid(): Promise<number> {
    const { pid } = JSON.parse(await readFile(join(this.dir, 'supervisor.pid'), 'utf8')) as { pid: number };
    return pid;
  }

  async stop(): Promise<void> {
    await this.command('down', '--wipe', '--yes');
    await rm(dirname(this.dir), { recursive: true, force: true });
  }
}
