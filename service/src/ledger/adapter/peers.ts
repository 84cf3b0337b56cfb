import { Client, credentials } from '@grpc/grpc-js';
import { connect } from '@hyperledger/fabric-gateway';
import type { Contract, Gateway, Network } from '@hyperledger/fabric-gateway';
import { LedgerRefusal, LedgerUnavailable } from './errors.js';
import { classify, describe } from './failure.js';
import { signingIdentity } from './identity.js';
import type { LedgerFile, PemIdentity } from './ledger-file.js';

/** As whom a call is made: governance needs the administrator's certificate. */
export type Actor = 'service' | 'administrator';

/** How long each step may take, in milliseconds. */
export interface Deadlines {
  readonly evaluate: number;
  readonly endorse: number;
  readonly submit: number;
  readonly commit: number;
}

/** Endorsing takes longer than the peers' own `gateway.endorsementTimeout`, so that their answer says who did not. */
/** Endorsing an entry of 1,000 changes takes 7 s on two idle cores, and several times that on busy ones. */
export const DEADLINES: Deadlines = { evaluate: 10_000, endorse: 60_000, submit: 15_000, commit: 20_000 };

/** A peer that did not answer is asked last for this long, twice as long each time that it still does not. */
const SHORTEST_AVOIDANCE_MS = 5_000;
const LONGEST_AVOIDANCE_MS = 60_000;

const CHANNEL_OPTIONS = {
  'grpc.keepalive_time_ms': 120_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 5_000,
  'grpc.max_receive_message_length': 100 * 1024 * 1024,
};

interface Peer {
  readonly endpoint: string;
  readonly client: Client;
  readonly gateways: Readonly<Record<Actor, Gateway | undefined>>;
  /** How often in a row it did not answer. */
  failures: number;
  avoidUntil: number;
}

/** One peer's gateway as one actor. */
export interface Access {
  readonly gateway: Gateway;
  readonly network: Network;
  readonly contract: Contract;
  /** Says that this peer cannot do what was asked, or broke it off: it is asked last for a while. */
  avoid(): void;
}

/** The peers of a ledger file, each able to serve every call; calls fail over from one to the next. */
export class Peers {
  readonly #file: LedgerFile;
  readonly #peers: readonly Peer[];
  #closed = false;

  constructor(file: LedgerFile, deadlines: Deadlines) {
    this.#file = file;
    this.#peers = file.peers.map(({ endpoint, tlsRoots }) => {
      const client = new Client(endpoint, credentials.createSsl(tlsRoots), CHANNEL_OPTIONS);
      const open = (pem: PemIdentity): Gateway => connectGateway(client, file.mspId, pem, deadlines);
      const administrator = file.administrator && open(file.administrator);
      return {
        endpoint,
        client,
        gateways: { service: open(file.identity), administrator },
        failures: 0,
        avoidUntil: 0,
      };
    });
  }

  /**
   * Does `step` with the first peer that can be reached. What one peer refuses or cannot settle is thrown;
   * a step that was sent may be sent again to the next peer, so it must be safe to repeat.
   */
  async with<T>(actor: Actor, step: (access: Access) => Promise<T>): Promise<T> {
    let last: unknown;
    for (const peer of this.#order()) {
      if (this.#closed) break;
      // One call finds out whether it is back; the others go on avoiding it meanwhile.
      if (peer.failures > 0) avoid(peer);
      try {
        const result = await step(this.#access(peer, actor));
        answered(peer);
        return result;
      } catch (error) {
        const { kind } = classify(error);
        if (kind === 'refused') answered(peer);
        if (kind !== 'unreachable') throw error;
        failed(peer);
        last = error;
      }
    }
    const reason = this.#closed ? 'the connection is closed' : describe(last);
    throw new LedgerUnavailable(`No peer of the ledger answers: ${reason}.`, { cause: last });
  }

  close(): void {
    this.#closed = true;
    for (const { client, gateways } of this.#peers) {
      gateways.service?.close();
      gateways.administrator?.close();
      client.close();
    }
  }

  #order(): readonly Peer[] {
    const now = Date.now();
    const avoided = (peer: Peer): number => (peer.avoidUntil > now ? 1 : 0);
    return [...this.#peers].sort((a, b) => avoided(a) - avoided(b));
  }

  #access(peer: Peer, actor: Actor): Access {
    const gateway = peer.gateways[actor];
    if (gateway === undefined) {
      throw new LedgerRefusal(
        'ADMINISTRATOR_MISSING',
        'The ledger file names no administrator, whom this call needs.',
      );
    }
    const network = gateway.getNetwork(this.#file.channel);
    return {
      gateway,
      network,
      contract: network.getContract(this.#file.chaincode),
      avoid: () => failed(peer),
    };
  }
}

function avoid(peer: Peer): void {
  const ms = SHORTEST_AVOIDANCE_MS * 2 ** (peer.failures - 1);
  peer.avoidUntil = Date.now() + Math.min(ms, LONGEST_AVOIDANCE_MS);
}

function failed(peer: Peer): void {
  peer.failures += 1;
  avoid(peer);
}

function answered(peer: Peer): void {
  peer.failures = 0;
  peer.avoidUntil = 0;
}

function connectGateway(client: Client, mspId: string, pem: PemIdentity, deadlines: Deadlines): Gateway {
  const within = (ms: number) => () => ({ deadline: Date.now() + ms });
  return connect({
    client,
    ...signingIdentity(mspId, pem),
    evaluateOptions: within(deadlines.evaluate),
    endorseOptions: within(deadlines.endorse),
    submitOptions: within(deadlines.submit),
    commitStatusOptions: within(deadlines.commit),
  });
}
