import { common } from '@hyperledger/fabric-protos';
import { claimedMsp } from '../membership.js';
import type { Membership } from '../membership.js';
import { computeTxId } from '../transaction.js';
import type { Proposal } from '../transaction.js';

/** A proposal that a peer refuses before it runs the contract. */
export class ProposalRefusal extends Error {
  /**
   * True for what a peer's filters say (time window, expired identity), which its gateway takes for an
   * unreachable peer; false for what its endorser says.
   */
  readonly byFilter: boolean;

  constructor(message: string, byFilter = false) {
    super(message);
    this.name = 'ProposalRefusal';
    this.byFilter = byFilter;
  }
}

function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** A duration as Go prints it: 1m0s. */
function goDuration(ms: number): string {
  const seconds = ms / 1000;
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}

function checkTime(proposal: Proposal, windowMs: number): void {
  const time = proposal.channel.getTimestamp()?.toDate() ?? new Date(0);
  const now = new Date();
  if (Math.abs(now.getTime() - time.getTime()) > windowMs) {
    throw new ProposalRefusal(
      `request unauthorized due to incorrect timestamp ${rfc3339(time)}, peer time ${rfc3339(now)}, peer.authentication.timewindow ${goDuration(windowMs)}`,
      true,
    );
  }
}

function invalid(what: string): ProposalRefusal {
  return new ProposalRefusal(`error validating proposal: ${what}`);
}

function checkHeader({ channel, signature }: Proposal): void {
  if (channel.getType() !== common.HeaderType.ENDORSER_TRANSACTION) {
    throw invalid(`invalid header type ${channel.getType()}`);
  }
  if (channel.getEpoch() !== 0) throw invalid('epoch is non-zero');
  if (signature.getNonce_asU8().length === 0) throw invalid('nonce is empty');
  if (signature.getCreator_asU8().length === 0) throw invalid('creator is empty');
  const expected = computeTxId(signature);
  if (channel.getTxId() !== expected) {
    throw invalid(`incorrectly computed txid '${channel.getTxId()}' -- expected '${expected}'`);
  }
}

/** What is checked of a creator on the way in. @throws ProposalRefusal */
function checkCreator(proposal: Proposal, membership: Membership): void {
  const channel = proposal.channel.getChannelId();
  const creator = proposal.signature.getCreator_asU8();
  const mspId = claimedMsp(creator);
  if (!membership.mspIds.includes(mspId)) {
    throw invalid(`access denied: channel [${channel}] creator org unknown, creator is malformed`);
  }
  const denied = invalid(`access denied: channel [${channel}] creator org [${mspId}]`);
  let identity;
  try {
    identity = membership.identity(creator);
  } catch {
    throw denied;
  }
  if (Date.now() > identity.notAfter.getTime())
    throw new ProposalRefusal('proposal client identity expired', true);
  if (!identity.verify(proposal.signed.getProposalBytes_asU8(), proposal.signed.getSignature_asU8()))
    throw denied;
  if (identity.role !== 'client' && identity.role !== 'admin') {
    throw new ProposalRefusal(
      `failed evaluating policy on signed data during check policy [/Channel/Application/Writers]: [${policyFailure('Writers')}]`,
    );
  }
}

/** A peer's words for a signature that the channel's readers or writers policy does not accept. */
export function policyFailure(policy: 'Readers' | 'Writers'): string {
  return `implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the '${policy}' sub-policies to be satisfied`;
}

export interface ProposalChecks {
  readonly membership: Membership;
  readonly timeWindowMs: number;
  readonly isCommitted: (txId: string) => boolean;
}

/** Everything a peer checks of a proposal before it simulates. @throws ProposalRefusal in a peer's words */
export function checkProposal(proposal: Proposal, checks: ProposalChecks): void {
  checkTime(proposal, checks.timeWindowMs);
  checkHeader(proposal);
  checkCreator(proposal, checks.membership);
  const txId = proposal.channel.getTxId();
  if (checks.isCommitted(txId)) {
    const creator = Buffer.from(proposal.signature.getCreator_asU8()).toString('hex');
    throw new ProposalRefusal(`duplicate transaction found [${txId}]. Creator [${creator}]`);
  }
}
