import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { EmbeddedLedgerError, messageOf } from '../errors.js';
import { ContractStream } from './stream.js';

const RESTART_FIRST_MS = 100;
const RESTART_MOST_MS = 5_000;
/** A contract that ran this long was healthy: its next restart is quick again. */
const HEALTHY_MS = 10_000;
const MESSAGE_BYTES = 100 * 1024 * 1024;
const KEPT_OUTPUT = 4_096;

export interface Contract {
  readonly name: string;
  readonly version: string;
  /** The folder of the contract's package: its package.json names the built entry point. */
  readonly folder: string;
}

interface Process {
  readonly child: ChildProcess;
  readonly client: InstanceType<typeof peer.ChaincodeClient>;
  readonly streams: Map<string, ContractStream>;
  readonly started: number;
}

function childModule(): string {
  return fileURLToPath(new URL(`./child${extname(import.meta.url)}`, import.meta.url));
}

/**
 * Keeps the contract running as a process of its own (chaincode as a service) with one stream for each province,
 * over a socket in a private folder, and starts it again whenever it ends.
 */
export class ContractSupervisor {
  readonly #contract: Contract;
  readonly #provinces: readonly string[];
  readonly #startTimeoutMs: number;
  #socketFolder = '';
  #process: Promise<Process> | undefined;
  #child: ChildProcess | undefined;
  #closed = false;
  #restartMs = RESTART_FIRST_MS;
  #restarts = 0;

  constructor(contract: Contract, provinces: readonly string[], startTimeoutMs: number) {
    this.#contract = contract;
    this.#provinces = provinces;
    this.#startTimeoutMs = startTimeoutMs;
  }

  /** Starts the contract. @throws EmbeddedLedgerError CONTRACT_MISSING, CONTRACT_FAILED */
  async start(): Promise<void> {
    await this.#checkFolder();
    this.#socketFolder = await mkdtemp(join(tmpdir(), 'certbridge-'));
    this.#process = this.#launch();
    await this.#process;
  }

  /** The process id of the contract, for tests that end it. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async #checkFolder(): Promise<void> {
    const { folder } = this.#contract;
    try {
      const { main = 'index.js' } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
        main?: string;
      };
      createRequire(join(folder, 'package.json')).resolve(`./${main}`);
    } catch (error) {
      throw new EmbeddedLedgerError(
        'CONTRACT_MISSING',
        `The contract in ${folder} is missing or not built (${messageOf(error)}): run npm run build.`,
      );
    }
  }

  async #launch(): Promise<Process> {
    const { name, version, folder } = this.#contract;
    this.#restarts += 1;
    const address = `unix:${join(this.#socketFolder, `contract-${this.#restarts}.sock`)}`;
    const shim = createRequire(join(folder, 'package.json')).resolve('fabric-shim/cli.js');
    const child = spawn(
      process.execPath,
      [childModule(), shim, 'server', '--chaincode-address', address, '--chaincode-id', `${name}_${version}`],
      // Detached: Ctrl-C at the terminal is for the ledger, which then ends its contract itself.
      { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], env: contractEnvironment(), detached: true },
    );
    this.#child = child;
    const output = keepOutput(child);
    const client = new peer.ChaincodeClient(address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': MESSAGE_BYTES,
      'grpc.max_send_message_length': MESSAGE_BYTES,
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.min_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 100,
      'grpc.use_local_subchannel_pool': 1,
    });
    const started: Process = { child, client, streams: new Map(), started: Date.now() };
    const ended = new Promise<never>((_, reject) => {
      const end = (error?: Error): void => {
        client.close();
        reject(
          new EmbeddedLedgerError(
            'CONTRACT_FAILED',
            `The contract ended: ${error?.message ?? lastLine(output())}`,
          ),
        );
        this.#restartLater(started);
      };
      child.once('error', end);
      child.once('exit', () => end());
    });
    ended.catch(() => undefined);
    try {
      await Promise.race([ended, this.#connect(started)]);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    return started;
  }

  async #connect(started: Process): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      started.client.waitForReady(Date.now() + this.#startTimeoutMs, (error) => {
        if (error == null) resolve();
        else
          reject(
            new EmbeddedLedgerError(
              'CONTRACT_FAILED',
              `The contract did not start within ${this.#startTimeoutMs} ms.`,
            ),
          );
      });
    });
    for (const province of this.#provinces) {
      const stream = new ContractStream(started.client.connect(), () => {
        // A stream that ends alone is as bad as the process: both start anew.
        started.child.kill('SIGKILL');
      });
      started.streams.set(province, stream);
    }
    await Promise.all([...started.streams.values()].map(async ({ ready }) => ready));
  }

  #restartLater(ended: Process): void {
    if (this.#closed) return;
    if (Date.now() - ended.started > HEALTHY_MS) this.#restartMs = RESTART_FIRST_MS;
    const delay = this.#restartMs;
    this.#restartMs = Math.min(2 * this.#restartMs, RESTART_MOST_MS);
    this.#process = new Promise((resolve, reject) => {
      setTimeout(() => {
        if (this.#closed) reject(new EmbeddedLedgerError('CONTRACT_FAILED', 'The ledger is closing.'));
        else this.#launch().then(resolve, reject);
      }, delay);
    });
    this.#process.catch(() => undefined);
  }

  /** A province's stream, once the contract runs. @throws Error in a peer's words when it does not come up in time */
  async stream(province: string): Promise<ContractStream> {
    const { name, version } = this.#contract;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('timeout expired')), this.#startTimeoutMs);
    });
    try {
      const running = await Promise.race([this.#process ?? late, late]);
      const stream = running.streams.get(province);
      if (stream === undefined) throw new Error(`no stream for ${province}`);
      return stream;
    } catch (error) {
      throw new Error(`could not launch chaincode ${name}_${version}: ${messageOf(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends a contract that has not said a word since `since`: only a loop without end does that. */
  killIfSilent(stream: ContractStream, since: number): void {
    if (stream.open && stream.lastMessage < since) this.#child?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
    }
    if (this.#socketFolder !== '') await rm(this.#socketFolder, { recursive: true, force: true });
  }
}

/** The contract gets no more of the environment than a program needs to run. */
function contractEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG, NODE_EXTRA_CA_CERTS } = process.env;
  return { PATH, HOME, TMPDIR, LANG, NODE_EXTRA_CA_CERTS, CORE_CHAINCODE_LOGGING_LEVEL: 'ERROR' };
}

/** Reads a child's output, so that it never blocks, and keeps its end for the message of a failed start. */
function keepOutput(child: ChildProcess): () => string {
  let kept = '';
  const keep = (chunk: Buffer): void => {
    kept = (kept + chunk.toString()).slice(-KEPT_OUTPUT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.stdin?.on('error', () => undefined);
  return () => kept;
}

function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return (
    lines.find((line) => /error:/i.test(line)) ?? lines.findLast((line) => line !== '') ?? 'without a word'
  );
}
