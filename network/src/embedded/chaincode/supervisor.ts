import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { ManagedProcess } from '../../processes/index.js';
import type { Command, ProcessEnd } from '../../processes/index.js';
import { EmbeddedLedgerError, messageOf } from '../errors.js';
import { ContractStream } from './stream.js';

const RESTART = { firstMs: 100, maxMs: 5_000, healthyMs: 10_000 };
const MESSAGE_BYTES = 100 * 1024 * 1024;

export interface Contract {
  readonly name: string;
  readonly version: string;
  /** The folder of the contract's package: its package.json names the built entry point. */
  readonly folder: string;
}

/** One run of the contract's process, connected. */
interface Run {
  readonly client: InstanceType<typeof peer.ChaincodeClient>;
  readonly streams: Map<string, ContractStream>;
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
  readonly #process: ManagedProcess;
  #socketFolder = '';
  #address = '';
  #starts = 0;
  #run: Promise<Run> | undefined;
  #settleRun: { resolve(run: Promise<Run>): void; reject(error: Error): void } | undefined;
  #closed = false;

  constructor(contract: Contract, provinces: readonly string[], startTimeoutMs: number) {
    this.#contract = contract;
    this.#provinces = provinces;
    this.#startTimeoutMs = startTimeoutMs;
    this.#process = new ManagedProcess({
      command: () => this.#command(),
      output: 'lines',
      tiedToUs: true,
      detached: true,
      // It keeps nothing that a sudden end could spoil.
      stop: { signal: 'SIGKILL', graceMs: 0, force: 'SIGKILL' },
      restart: RESTART,
    });
    this.#process.on('start', (pid) => this.#settleRun?.resolve(this.#connect(pid)));
    this.#process.on('end', (end) => {
      this.#settleRun?.reject(endedBy(end));
      if (!this.#closed) void this.#awaitRun();
    });
  }

  /** Starts the contract. @throws EmbeddedLedgerError CONTRACT_MISSING, CONTRACT_FAILED */
  async start(): Promise<void> {
    await this.#checkFolder();
    this.#socketFolder = await mkdtemp(join(tmpdir(), 'certbridge-'));
    const first = this.#awaitRun();
    this.#process.start();
    await first;
  }

  /** The process id of the contract, for tests that end it. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** The next run, once the process has started and is connected. */
  #awaitRun(): Promise<Run> {
    const run = new Promise<Run>((resolve, reject) => {
      this.#settleRun = { resolve, reject };
    });
    run.catch(() => undefined);
    this.#run = run;
    return run;
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

  #command(): Command {
    const { name, version, folder } = this.#contract;
    this.#starts += 1;
    this.#address = `unix:${join(this.#socketFolder, `contract-${this.#starts}.sock`)}`;
    const shim = createRequire(join(folder, 'package.json')).resolve('fabric-shim/cli.js');
    const listening = ['--chaincode-address', this.#address, '--chaincode-id', `${name}_${version}`];
    return {
      program: process.execPath,
      args: [childModule(), shim, 'server', ...listening],
      cwd: folder,
      env: contractEnvironment(),
    };
  }

  async #connect(pid: number): Promise<Run> {
    const client = new peer.ChaincodeClient(this.#address, credentials.createInsecure(), {
      'grpc.max_receive_message_length': MESSAGE_BYTES,
      'grpc.max_send_message_length': MESSAGE_BYTES,
      'grpc.initial_reconnect_backoff_ms': 50,
      'grpc.min_reconnect_backoff_ms': 50,
      'grpc.max_reconnect_backoff_ms': 100,
      'grpc.use_local_subchannel_pool': 1,
    });
    const run: Run = { client, streams: new Map() };
    const ended = new Promise<never>((_, reject) => {
      this.#process.once('end', (end) => {
        client.close();
        reject(endedBy(end));
      });
    });
    ended.catch(() => undefined);
    try {
      await Promise.race([ended, this.#openStreams(run, pid)]);
    } catch (error) {
      this.#process.kill('SIGKILL', pid);
      throw error;
    }
    return run;
  }

  async #openStreams({ client, streams }: Run, pid: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(Date.now() + this.#startTimeoutMs, (error) => {
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
      const stream = new ContractStream(client.connect(), () => this.#process.kill('SIGKILL', pid));
      streams.set(province, stream);
    }
    await Promise.all([...streams.values()].map(async ({ ready }) => ready));
  }

  /** A province's stream, once the contract runs. @throws Error in a peer's words when it does not come up in time */
  async stream(province: string): Promise<ContractStream> {
    const { name, version } = this.#contract;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('timeout expired')), this.#startTimeoutMs);
    });
    try {
      const running = await Promise.race([this.#run ?? late, late]);
      const stream = running.streams.get(province);
      if (stream === undefined) throw new Error(`no stream for ${province}`);
      return stream;
    } catch (error) {
      throw new Error(`could not launch chaincode ${name}_${version}: ${messageOf(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#settleRun?.reject(new EmbeddedLedgerError('CONTRACT_FAILED', 'The ledger is closing.'));
    await this.#process.stop();
    if (this.#socketFolder !== '') await rm(this.#socketFolder, { recursive: true, force: true });
  }
}

/** The contract gets no more of the environment than a program needs to run. */
function contractEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG, NODE_EXTRA_CA_CERTS } = process.env;
  return { PATH, HOME, TMPDIR, LANG, NODE_EXTRA_CA_CERTS, CORE_CHAINCODE_LOGGING_LEVEL: 'ERROR' };
}

/** With what most probably says why: a line that names an error, or else the last. */
function endedBy({ error, lines }: ProcessEnd): EmbeddedLedgerError {
  const words = lines.map((line) => line.trim());
  const why =
    error?.message ??
    words.find((line) => /error:/i.test(line)) ??
    words.findLast((line) => line !== '') ??
    'without a word';
  return new EmbeddedLedgerError('CONTRACT_FAILED', `The contract ended: ${why}`);
}
