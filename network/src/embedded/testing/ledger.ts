import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, GatewayError, hash } from '@hyperledger/fabric-gateway';
import type { Contract, Gateway, Network } from '@hyperledger/fabric-gateway';
import { signLowS } from '../../identities/index.js';
import type { Credential } from '../../identities/index.js';
import { CHAINCODE, CHANNEL, startEmbeddedLedger } from '../start.js';
import type { EmbeddedLedger, EmbeddedLedgerOptions } from '../start.js';

export const fixtureContract = resolve(dirname(fileURLToPath(import.meta.url)), '../../../fixtures/contract');
export const ZHEJIANG = 'ZhejiangMSP';
export const ANHUI = 'AnhuiMSP';
export const SICHUAN = 'SichuanMSP';

/** A folder that goes away with `remove`. */
export async function temporaryFolder(): Promise<{ dir: string; remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'certbridge-test-'));
  return { dir, remove: async () => rm(dir, { recursive: true, force: true }) };
}

/** One client of the ledger, through the unmodified fabric-gateway. */
export interface LedgerClient {
  readonly gateway: Gateway;
  readonly network: Network;
  readonly contract: Contract;
  readonly grpc: Client;
  close(): void;
}

export interface ClientOptions {
  readonly mspId?: string;
  readonly member?: string;
  /** Instead of a member of the province: any credential. */
  readonly credential?: Credential;
  readonly sign?: (message: Uint8Array) => Uint8Array;
}

/** Connects to a ledger in a folder. */
export async function connectClient(
  dir: string,
  endpoint: string,
  options: ClientOptions = {},
): Promise<LedgerClient> {
  const { mspId = ZHEJIANG, member = 'service' } = options;
  const msp = join(dir, 'identities', mspId, member, 'msp');
  const { certificate, privateKey } = options.credential ?? {
    certificate: await readFile(join(msp, 'signcerts', 'cert.pem'), 'utf8'),
    privateKey: await readFile(join(msp, 'keystore', 'priv_sk'), 'utf8'),
  };
  const key = createPrivateKey(privateKey);
  const tlsRoot = await readFile(join(dir, 'identities', ZHEJIANG, 'peer0', 'tls', 'ca.crt'));
  const grpc = new Client(endpoint, credentials.createSsl(tlsRoot), { 'grpc.use_local_subchannel_pool': 1 });
  const gateway = connect({
    client: grpc,
    identity: { mspId, credentials: Buffer.from(certificate) },
    signer: async (message) => Promise.resolve(options.sign?.(message) ?? signLowS(key, message)),
    hash: hash.none,
  });
  const network = gateway.getNetwork(CHANNEL);
  return {
    gateway,
    network,
    contract: network.getContract(CHAINCODE),
    grpc,
    close: () => {
      gateway.close();
      grpc.close();
    },
  };
}

/** A ledger with the fixture contract in a temporary folder, and clients of it that close with it. */
export class TestLedger {
  readonly dir: string;
  #ledger: EmbeddedLedger;
  readonly #clients: LedgerClient[] = [];
  readonly #remove: () => Promise<void>;

  private constructor(dir: string, ledger: EmbeddedLedger, remove: () => Promise<void>) {
    this.dir = dir;
    this.#ledger = ledger;
    this.#remove = remove;
  }

  static async start(options: Partial<EmbeddedLedgerOptions> = {}): Promise<TestLedger> {
    const { dir, remove } = await temporaryFolder();
    const ledger = await startEmbeddedLedger({ dir, contractFolder: fixtureContract, ...options });
    return new TestLedger(dir, ledger, remove);
  }

  get ledger(): EmbeddedLedger {
    return this.#ledger;
  }

  async client(options: ClientOptions = {}): Promise<LedgerClient> {
    const client = await connectClient(this.dir, this.#ledger.endpoint, options);
    this.#clients.push(client);
    return client;
  }

  /** Stops and starts again on the same folder. */
  async restart(): Promise<void> {
    await this.stop();
    this.#ledger = await startEmbeddedLedger({ dir: this.dir, contractFolder: fixtureContract });
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close();
    await this.#ledger.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#remove();
  }
}

/** Submits and returns the validation code and the block. */
export async function submitForCode(
  contract: Contract,
  name: string,
  args: readonly string[],
  endorsingOrganizations?: string[],
): Promise<{ code: number; block: bigint }> {
  const commit = await contract.submitAsync(name, {
    arguments: [...args],
    ...(endorsingOrganizations === undefined ? {} : { endorsingOrganizations }),
  });
  const status = await commit.getStatus();
  return { code: status.code, block: status.blockNumber };
}

export const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** The gateway error that a call ends in. */
export async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}
