import type { peer } from '@hyperledger/fabric-protos';
import type { Endorser } from '../endorsement/endorser.js';
import { checkProposal, ProposalRefusal } from '../endorsement/check-proposal.js';
import type { ProposalChecks } from '../endorsement/check-proposal.js';
import { claimedMsp } from '../membership.js';
import type { Snapshot, State } from '../state/state.js';
import type { Proposal } from '../transaction.js';
import { codes } from './status.js';
import type { ErrorDetail } from './status.js';

type ProposalResponse = InstanceType<typeof peer.ProposalResponse>;

/** What became of a proposal at one province's peer. */
export type PeerOutcome =
  | { readonly response: ProposalResponse; readonly endorser: Endorser }
  | { readonly detail: ErrorDetail; readonly code: codes; readonly retry: boolean };

/**
 * The provinces' peers as one gateway sees them. Every client finds the gateway of its own province, whose peer is
 * "local" to it and answers without gRPC's wrapping of errors.
 */
export class Peers {
  readonly #endorsers: readonly Endorser[];
  readonly #checks: ProposalChecks;
  readonly #state: State;
  readonly #address: () => string;

  constructor(endorsers: readonly Endorser[], checks: ProposalChecks, state: State, address: () => string) {
    this.#endorsers = endorsers;
    this.#checks = checks;
    this.#state = state;
    this.#address = address;
  }

  get(mspId: string): Endorser | undefined {
    return this.#endorsers.find((endorser) => endorser.mspId === mspId);
  }

  /** All endorsers, the creator's own province first. */
  inOrder(proposal: Proposal): Endorser[] {
    const own = claimedMsp(proposal.signature.getCreator_asU8());
    return [...this.#endorsers].sort((a, b) => Number(b.mspId === own) - Number(a.mspId === own));
  }

  /** Runs `use` with a way to send the proposal to peers, all of them reading the same height, until `signal`. */
  async withSnapshot<T>(
    proposal: Proposal,
    signal: AbortSignal,
    use: (send: (endorser: Endorser) => Promise<PeerOutcome>) => Promise<T>,
  ): Promise<T> {
    const [local] = this.inOrder(proposal);
    const snapshot = this.#state.snapshot();
    try {
      const run = { proposal, snapshot, signal };
      return await use(async (endorser) => this.#send(endorser, run, endorser === local));
    } finally {
      snapshot.release();
    }
  }

  async #send(
    endorser: Endorser,
    { proposal, snapshot, signal }: { proposal: Proposal; snapshot: Snapshot; signal: AbortSignal },
    local: boolean,
  ): Promise<PeerOutcome> {
    const failed = (code: codes, message: string, retry: boolean): PeerOutcome => ({
      code,
      retry,
      detail: { address: this.#address(), mspId: endorser.mspId, message },
    });
    try {
      checkProposal(proposal, this.#checks);
    } catch (error) {
      if (!(error instanceof ProposalRefusal)) throw error;
      if (!local) return failed(codes.UNAVAILABLE, `rpc error: code = Unknown desc = ${error.message}`, true);
      return error.byFilter
        ? failed(codes.UNAVAILABLE, error.message, true)
        : failed(codes.FAILED_PRECONDITION, error.message, false);
    }
    const response = await endorser.process(proposal, snapshot, signal);
    const status = response.getResponse()?.getStatus() ?? 0;
    const message = response.getResponse()?.getMessage() ?? '';
    if (status >= 200 && status < 400) return { response, endorser };
    return status === 500 && response.getPayload_asU8().length === 0
      ? failed(codes.ABORTED, message, true)
      : failed(codes.UNKNOWN, `chaincode response ${status}, ${message}`, false);
  }
}
