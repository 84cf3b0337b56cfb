import { gateway } from '@hyperledger/fabric-protos';
import type { peer } from '@hyperledger/fabric-protos';
import type { Endorser } from '../endorsement/endorser.js';
import { majority } from '../endorsement/policy.js';
import { make } from '../message.js';
import { assembleTransaction } from '../transaction.js';
import type { Proposal } from '../transaction.js';
import { readProposal } from './evaluate.js';
import type { EvaluateParts } from './evaluate.js';
import type { PeerOutcome } from './peers.js';
import { codes, RpcError } from './status.js';
import type { ErrorDetail } from './status.js';

type Send = (endorser: Endorser) => Promise<PeerOutcome>;

/** Endorsements of one and the same response. */
class Collected {
  readonly endorsements: InstanceType<typeof peer.Endorsement>[] = [];
  readonly details: ErrorDetail[] = [];
  readonly #address: (endorser: Endorser, message: string) => ErrorDetail;
  payload: Uint8Array | undefined;

  constructor(address: (endorser: Endorser, message: string) => ErrorDetail) {
    this.#address = address;
  }

  /** Whether the outcome was an endorsement that agrees with those before it. */
  add(outcome: PeerOutcome): boolean {
    if (!('response' in outcome)) {
      this.details.push(outcome.detail);
      return false;
    }
    const payload = outcome.response.getPayload_asU8();
    this.payload ??= payload;
    if (!Buffer.from(payload).equals(this.payload)) {
      this.details.push(this.#address(outcome.endorser, 'ProposalResponsePayloads do not match'));
      return false;
    }
    const endorsement = outcome.response.getEndorsement();
    if (endorsement !== undefined) this.endorsements.push(endorsement);
    return true;
  }
}

/** The organisations that the client names, all of them. */
async function endorseByNamed(named: readonly Endorser[], send: Send, collected: Collected): Promise<void> {
  const outcomes = await Promise.all(named.map(send));
  if (!outcomes.map((outcome) => collected.add(outcome)).every(Boolean)) throw notEnough(collected);
}

/** The client's own peer first; then as many others as the policy needs, with replacements for those that fail. */
async function endorseByPolicy(
  candidates: readonly Endorser[],
  send: Send,
  collected: Collected,
): Promise<void> {
  const [first, ...others] = candidates;
  if (first === undefined || !collected.add(await send(first))) {
    throw new RpcError(
      codes.ABORTED,
      'failed to endorse transaction, see attached details for more info',
      collected.details,
    );
  }
  let missing = majority(candidates.length) - 1;
  while (missing > 0) {
    const next = others.splice(0, missing);
    if (next.length < missing) throw notEnough(collected);
    const outcomes = await Promise.all(next.map(send));
    missing -= outcomes.filter((outcome) => collected.add(outcome)).length;
  }
}

function notEnough(collected: Collected): RpcError {
  return new RpcError(
    codes.ABORTED,
    'failed to collect enough transaction endorsements, see attached details for more info',
    collected.details,
  );
}

function namedEndorsers(
  parts: EvaluateParts,
  proposal: Proposal,
  organizations: readonly string[],
): Endorser[] {
  const known = proposal.chaincode === parts.chaincode && proposal.channel.getChannelId() === parts.channel;
  const found = [...new Set(organizations)].map((mspId) => ({
    mspId,
    endorser: known ? parts.peers.get(mspId) : undefined,
  }));
  const missing = found.filter(({ endorser }) => endorser === undefined).map(({ mspId }) => mspId);
  if (missing.length > 0) {
    throw new RpcError(
      codes.UNAVAILABLE,
      `failed to find any endorsing peers for org(s): ${missing.join(', ')}`,
    );
  }
  return found.flatMap(({ endorser }) => endorser ?? []);
}

/** Collects endorsements and returns the transaction for the client to sign. */
export async function endorse(
  parts: EvaluateParts & { address: () => string },
  request: InstanceType<typeof gateway.EndorseRequest>,
  signal: AbortSignal,
): Promise<InstanceType<typeof gateway.EndorseResponse>> {
  const proposal = readProposal(request.getProposedTransaction());
  const organizations = request.getEndorsingOrganizationsList();
  const collected = new Collected((endorser, message) => ({
    address: parts.address(),
    mspId: endorser.mspId,
    message,
  }));
  if (organizations.length > 0) {
    const named = namedEndorsers(parts, proposal, organizations);
    await parts.peers.withSnapshot(proposal, signal, async (send) => endorseByNamed(named, send, collected));
  } else {
    if (proposal.chaincode !== parts.chaincode || proposal.channel.getChannelId() !== parts.channel) {
      throw new RpcError(
        codes.FAILED_PRECONDITION,
        'no combination of peers can be derived which satisfy the endorsement policy: required chaincodes are not installed on sufficient peers',
      );
    }
    const candidates = parts.peers.inOrder(proposal);
    await parts.peers.withSnapshot(proposal, signal, async (send) =>
      endorseByPolicy(candidates, send, collected),
    );
  }
  const envelope = assembleTransaction(
    proposal,
    collected.payload ?? new Uint8Array(0),
    collected.endorsements,
  );
  return make(new gateway.EndorseResponse(), (response) => response.setPreparedTransaction(envelope));
}
