import { peer } from '@hyperledger/fabric-protos';
import type { HistoryReader } from '../chaincode/requests.js';
import type { Contract, ContractSupervisor } from '../chaincode/supervisor.js';
import { messageOf } from '../errors.js';
import type { Signer } from '../membership.js';
import { make } from '../message.js';
import { Simulation } from '../simulation/simulation.js';
import type { LedgerSettings } from '../settings.js';
import type { Snapshot } from '../state/state.js';
import { proposalHash } from '../transaction.js';
import type { Proposal } from '../transaction.js';

type ProposalResponse = InstanceType<typeof peer.ProposalResponse>;

/** From this status on a response is an error and is not endorsed (the shim's ERRORTHRESHOLD). */
const ERROR_THRESHOLD = 400;
const FAILED = 500;

export interface EndorserParts {
  readonly contract: Contract;
  readonly supervisor: ContractSupervisor;
  readonly history: HistoryReader;
  readonly settings: LedgerSettings;
}

/** One province's peer: runs the contract by its own stream and signs what came out. */
export class Endorser {
  readonly #signer: Signer;
  readonly #parts: EndorserParts;

  constructor(signer: Signer, parts: EndorserParts) {
    this.#signer = signer;
    this.#parts = parts;
  }

  get mspId(): string {
    return this.#signer.mspId;
  }

  /**
   * Until `signal`, when nobody waits for it any more. Never throws: as a peer does, it answers 500 without a payload
   * for what did not come from the contract.
   */
  async process(proposal: Proposal, snapshot: Snapshot, signal: AbortSignal): Promise<ProposalResponse> {
    try {
      return await this.#endorse(proposal, snapshot, signal);
    } catch (error) {
      return failure(messageOf(error));
    }
  }

  async #endorse(proposal: Proposal, snapshot: Snapshot, signal: AbortSignal): Promise<ProposalResponse> {
    const { contract, supervisor, history, settings } = this.#parts;
    const { chaincode, channel } = proposal;
    const { executeTimeoutMs: timeoutMs } = settings;
    if (chaincode !== contract.name) {
      throw new Error(
        `make sure the chaincode ${chaincode} has been successfully defined on channel ${channel.getChannelId()} and try again: chaincode ${chaincode} not found`,
      );
    }
    const simulation = new Simulation(snapshot, chaincode);
    const context = { namespace: chaincode, simulation, history, queryResults: settings.queryResults };
    const stream = await supervisor.stream(this.mspId).catch((error: unknown) => {
      throw inSimulation(channel.getTxId(), error);
    });
    const result = await stream.execute(proposal, context, { timeoutMs, signal }).catch((error: unknown) => {
      throw inSimulation(channel.getTxId(), error);
    });
    const payload = responsePayload(proposal, contract, simulation.results(), result.response, result.event);
    return make(new peer.ProposalResponse(), (response) => {
      response.setResponse(result.response);
      const status = result.response.getStatus();
      if (status < ERROR_THRESHOLD || status >= FAILED) response.setPayload(payload);
      if (status >= ERROR_THRESHOLD) return;
      response.setVersion(1);
      response.setEndorsement(
        make(new peer.Endorsement(), (endorsement) => {
          endorsement.setEndorser(this.#signer.serialized);
          endorsement.setSignature(this.#signer.sign(Buffer.concat([payload, this.#signer.serialized])));
        }),
      );
    });
  }
}

function inSimulation(txId: string, error: unknown): Error {
  const message = messageOf(error);
  const text = message.startsWith('transaction returned')
    ? message
    : `failed to execute transaction ${txId}: ${message}`;
  return new Error(`error in simulation: ${text}`, { cause: error });
}

function failure(message: string): ProposalResponse {
  return make(new peer.ProposalResponse(), (response) =>
    response.setResponse(
      make(new peer.Response(), (r) => {
        r.setStatus(FAILED);
        r.setMessage(message);
      }),
    ),
  );
}

function responsePayload(
  proposal: Proposal,
  contract: Contract,
  results: Uint8Array,
  response: InstanceType<typeof peer.Response>,
  event: InstanceType<typeof peer.ChaincodeEvent> | undefined,
): Uint8Array {
  const action = make(new peer.ChaincodeAction(), (a) => {
    a.setResults(results);
    if (event !== undefined) a.setEvents(event.serializeBinary());
    a.setResponse(response);
    a.setChaincodeId(
      make(new peer.ChaincodeID(), (id) => {
        id.setName(contract.name);
        id.setVersion(contract.version);
      }),
    );
  });
  return make(new peer.ProposalResponsePayload(), (payload) => {
    payload.setProposalHash(
      proposalHash(proposal.header, proposal.header.getSignatureHeader_asU8(), proposal.payload),
    );
    payload.setExtension$(action.serializeBinary());
  }).serializeBinary();
}
