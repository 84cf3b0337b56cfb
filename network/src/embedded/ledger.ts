import { join } from 'node:path';
import { blockEnvelopes, blockNumber } from './blocks/block.js';
import type { Block } from './blocks/block.js';
import { Chain } from './blocks/chain.js';
import { genesisEnvelope, readGenesis } from './blocks/genesis.js';
import { ContractSupervisor } from './chaincode/supervisor.js';
import type { Contract } from './chaincode/supervisor.js';
import { Committer, replayWrites } from './commit/committer.js';
import { Endorser } from './endorsement/endorser.js';
import { EmbeddedLedgerError, messageOf } from './errors.js';
import { Peers } from './gateway/peers.js';
import { historyReader } from './history-reader.js';
import { Membership } from './membership.js';
import type { Member, Signer } from './membership.js';
import { Orderer } from './ordering/orderer.js';
import { LedgerServer } from './server.js';
import type { LedgerSettings } from './settings.js';
import { State } from './state/state.js';

const BLOCKS = 'blocks.ledger';

/** A province of the ledger: its authority's certificate and its peer. */
interface LedgerProvince extends Member {
  readonly peer: Signer;
}

export interface LedgerOptions {
  readonly dir: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly channel: string;
  readonly contract: Contract;
  readonly provinces: readonly LedgerProvince[];
  readonly tls: { readonly certificate: Buffer; readonly privateKey: Buffer };
  readonly settings: LedgerSettings;
  /** Called when the ledger can no longer write and has halted. */
  readonly onHalt: (error: EmbeddedLedgerError) => void;
}

/** A running ledger. */
export interface Ledger {
  readonly port: number;
  readonly height: number;
  /** Process id of the contract, which changes when it is started again. */
  readonly contractPid: number | undefined;
  close(): Promise<void>;
}

function checkChannel(block: Block, options: LedgerOptions): void {
  const genesis = readGenesis(blockEnvelopes(block)[0] ?? new Uint8Array(0));
  const roots = (members: readonly Member[]): string =>
    JSON.stringify(members.map(({ mspId, roots: certificates }) => [mspId, certificates]).sort());
  if (genesis.channel !== options.channel || roots(genesis.members) !== roots(options.provinces)) {
    throw new EmbeddedLedgerError(
      'LEDGER_FOREIGN',
      `The ledger in ${options.dir} was made for other provinces or another channel than the identities beside it: restore the folder as a whole.`,
    );
  }
}

async function openChain(options: LedgerOptions, membership: Membership, state: State): Promise<Chain> {
  return Chain.open(join(options.dir, BLOCKS), membership, (block) => {
    if (blockNumber(block) === 0) checkChannel(block, options);
    state.apply(blockNumber(block), replayWrites(block, options.contract.name));
  });
}

/** Opens the ledger's files, starts the contract, and serves. Resolves when clients may come. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { channel, contract, provinces, settings } = options;
  const membership = new Membership(provinces);
  const signers = provinces.map(({ peer }) => peer);
  const state = new State();
  const supervisor = new ContractSupervisor(contract, membership.mspIds, settings.contractStartTimeoutMs);
  const opened: { close(): Promise<void> }[] = [supervisor];
  const closeAll = async (): Promise<void> => {
    for (const part of opened.reverse()) await part.close();
  };
  try {
    const [chainOpened, contractStarted] = await Promise.allSettled([
      openChain(options, membership, state),
      supervisor.start(),
    ]);
    if (chainOpened.status === 'rejected') throw chainOpened.reason;
    const chain = chainOpened.value;
    opened.push(chain);
    if (contractStarted.status === 'rejected') throw contractStarted.reason;
    const rules = { channel, chaincode: contract.name, membership };
    const committer = new Committer(chain, state, rules, signers);
    if (chain.height === 0) await committer.commitGenesis(genesisEnvelope(channel, provinces));
    const orderer = new Orderer(
      settings,
      async (envelopes) => committer.commit(envelopes),
      (error) => options.onHalt(halted(error)),
    );
    opened.push(orderer);
    const history = historyReader(chain);
    const endorsers = signers.map(
      (signer) => new Endorser(signer, { contract, supervisor, history, settings }),
    );
    const checks = {
      membership,
      timeWindowMs: settings.timeWindowMs,
      isCommitted: (txId: string) => chain.place(txId) !== undefined,
    };
    let port = 0;
    const address = (): string => `localhost:${port}`;
    const peers = new Peers(endorsers, checks, state, address);
    const server = new LedgerServer({
      channel,
      chaincode: contract.name,
      membership,
      chain,
      orderer,
      peers,
      settings,
      address,
    });
    port = await server.listen(options.port, options.tls);
    opened.push(server);
    return {
      port,
      get height() {
        return chain.published;
      },
      get contractPid() {
        return supervisor.pid;
      },
      close: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function halted(error: unknown): EmbeddedLedgerError {
  return new EmbeddedLedgerError(
    'LEDGER_HALTED',
    `The ledger could not write a block (${messageOf(error)}) and has halted: make room on the disk and start it again.`,
    { cause: error },
  );
}
