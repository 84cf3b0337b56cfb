import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { gateway, peer } from '@hyperledger/fabric-protos';
import type { Chain } from './blocks/chain.js';
import { deliver, renderBlock, renderFiltered, renderWithPrivateData } from './delivery/deliver.js';
import { EmbeddedLedgerError } from './errors.js';
import { CallLimit, serverStream, unary } from './gateway/calls.js';
import { chaincodeEvents } from './gateway/chaincode-events.js';
import { commitStatus } from './gateway/commit-status.js';
import { endorse } from './gateway/endorse.js';
import { evaluate } from './gateway/evaluate.js';
import type { Peers } from './gateway/peers.js';
import { submit } from './gateway/submit.js';
import type { Membership } from './membership.js';
import type { Orderer } from './ordering/orderer.js';
import type { LedgerSettings } from './settings.js';

const MESSAGE_BYTES = 100 * 1024 * 1024;
const SHUTDOWN_MS = 3_000;
const HOST = '127.0.0.1';

export interface ServerParts {
  readonly channel: string;
  readonly chaincode: string;
  readonly membership: Membership;
  readonly chain: Chain;
  readonly orderer: Orderer;
  readonly peers: Peers;
  readonly settings: LedgerSettings;
  readonly address: () => string;
}

function gatewayService(parts: ServerParts, closing: AbortSignal): UntypedServiceImplementation {
  const { settings } = parts;
  const limit = new CallLimit('/gateway.Gateway', settings.gatewayCalls);
  const readers = { ...parts, commitStatusTimeoutMs: settings.commitStatusTimeoutMs };
  return {
    evaluate: unary(limit, closing, async (request: InstanceType<typeof gateway.EvaluateRequest>, signal) =>
      evaluate(parts, request, signal),
    ),
    endorse: unary(limit, closing, async (request: InstanceType<typeof gateway.EndorseRequest>, signal) =>
      endorse(parts, request, signal),
    ),
    submit: unary(limit, closing, (request: InstanceType<typeof gateway.SubmitRequest>) =>
      submit(parts, request),
    ),
    commitStatus: unary(
      limit,
      closing,
      async (request: InstanceType<typeof gateway.SignedCommitStatusRequest>, signal) =>
        commitStatus(readers, request, signal),
    ),
    chaincodeEvents: serverStream(
      limit,
      closing,
      (request: InstanceType<typeof gateway.SignedChaincodeEventsRequest>, signal) =>
        chaincodeEvents(parts, request, signal),
    ),
  };
}

function deliverService(parts: ServerParts, closing: AbortSignal): UntypedServiceImplementation {
  const limit = new CallLimit('/protos.Deliver', parts.settings.deliverStreams);
  const delivery = { ...parts, timeWindowMs: parts.settings.timeWindowMs };
  return {
    deliver: deliver(delivery, limit, closing, renderBlock),
    deliverFiltered: deliver(delivery, limit, closing, renderFiltered(parts.channel)),
    deliverWithPrivateData: deliver(delivery, limit, closing, renderWithPrivateData),
  };
}

/** The gRPC server that clients take for their province's peer. Loopback only: it is for one machine. */
export class LedgerServer {
  readonly #server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES,
    'grpc.max_send_message_length': MESSAGE_BYTES,
    'grpc.keepalive_permit_without_calls': 1,
  });
  readonly #closing = new AbortController();

  constructor(parts: ServerParts) {
    this.#server.addService(gateway.GatewayService, gatewayService(parts, this.#closing.signal));
    this.#server.addService(peer.DeliverService, deliverService(parts, this.#closing.signal));
  }

  /** Binds and returns the port. @throws EmbeddedLedgerError PORT_TAKEN */
  async listen(port: number, tls: { certificate: Buffer; privateKey: Buffer }): Promise<number> {
    const credentials = ServerCredentials.createSsl(null, [
      { cert_chain: tls.certificate, private_key: tls.privateKey },
    ]);
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(`${HOST}:${port}`, credentials, (error, bound) => {
        if (error === null) resolve(bound);
        else {
          reject(
            new EmbeddedLedgerError(
              'PORT_TAKEN',
              `Port ${port} on ${HOST} cannot be used for the ledger: stop the program that has it, or choose another port.`,
              { cause: error },
            ),
          );
        }
      });
    });
  }

  /** Ends waits and streams, lets calls under way finish for a moment, then ends them too. */
  async close(): Promise<void> {
    this.#closing.abort();
    await new Promise<void>((resolve) => {
      const force = setTimeout(() => this.#server.forceShutdown(), SHUTDOWN_MS);
      this.#server.tryShutdown(() => {
        clearTimeout(force);
        resolve();
      });
    });
    this.#server.forceShutdown();
  }
}
