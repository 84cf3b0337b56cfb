import { gateway, peer } from '@hyperledger/fabric-protos';
import { messageOf } from '../errors.js';
import { make } from '../message.js';
import { unpackProposal } from '../transaction.js';
import type { Proposal } from '../transaction.js';
import type { Peers } from './peers.js';
import { codes, RpcError } from './status.js';
import type { ErrorDetail } from './status.js';

export interface EvaluateParts {
  readonly peers: Peers;
  readonly channel: string;
  readonly chaincode: string;
}

/** Reads a request's proposal. @throws RpcError INVALID_ARGUMENT */
export function readProposal(signed: InstanceType<typeof peer.SignedProposal> | undefined): Proposal {
  try {
    return unpackProposal(signed);
  } catch (error) {
    throw new RpcError(codes.INVALID_ARGUMENT, `failed to unpack transaction proposal: ${messageOf(error)}`);
  }
}

function result(
  response: InstanceType<typeof peer.ProposalResponse>,
): InstanceType<typeof gateway.EvaluateResponse> {
  const payload = peer.ProposalResponsePayload.deserializeBinary(response.getPayload_asU8());
  const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
  return make(new gateway.EvaluateResponse(), (r) => r.setResult(action.getResponse()));
}

/** Runs the contract at one peer and returns its result; peers that cannot are passed over. */
export async function evaluate(
  parts: EvaluateParts,
  request: InstanceType<typeof gateway.EvaluateRequest>,
  signal: AbortSignal,
): Promise<InstanceType<typeof gateway.EvaluateResponse>> {
  const proposal = readProposal(request.getProposedTransaction());
  const targets = request.getTargetOrganizationsList();
  const candidates = parts.peers
    .inOrder(proposal)
    .filter(({ mspId }) => targets.length === 0 || targets.includes(mspId))
    // Transient data stays in the client's own province unless it names others.
    .slice(0, proposal.hasTransient && targets.length === 0 ? 1 : undefined);
  if (
    proposal.chaincode !== parts.chaincode ||
    proposal.channel.getChannelId() !== parts.channel ||
    candidates.length === 0
  ) {
    throw new RpcError(
      codes.FAILED_PRECONDITION,
      `no peers available to evaluate chaincode ${proposal.chaincode} in channel ${proposal.channel.getChannelId()}`,
    );
  }
  return parts.peers.withSnapshot(proposal, signal, async (send) => {
    const details: ErrorDetail[] = [];
    let code = codes.UNAVAILABLE;
    for (const endorser of candidates) {
      const outcome = await send(endorser);
      if ('response' in outcome) return result(outcome.response);
      details.push(outcome.detail);
      ({ code } = outcome);
      if (!outcome.retry) {
        throw new RpcError(
          code,
          `evaluate call to endorser returned error: ${outcome.detail.message}`,
          details,
        );
      }
    }
    throw new RpcError(code, 'failed to evaluate transaction, see attached details for more info', details);
  });
}
