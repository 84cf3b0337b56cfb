import { Refusal } from '../refusal';
import { recordHash } from '../canonical/hash';
import type { Json, JsonObject } from '../canonical/json';
import { hash } from '../input/forms';
import { appendNetworkRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { State, Transaction } from '../state/transaction';
import { prepare } from './enact';
import { readNetworkAsProvince } from '../network/network';
import type { Network } from '../network/network';
import { parseProposal } from './proposal';
import type { Proposal } from './proposal';

/** A proposal that waits for approvals. */
export interface OpenProposal {
  /** SHA-256 of the proposal's canonical JSON: who approves an id approves exactly that content. */
  readonly id: string;
  readonly proposal: Proposal;
  readonly proposedBy: string;
  readonly approvedBy: readonly string[];
  readonly time: string;
  readonly expires: string;
}

const OPEN_PER_PROVINCE = 20;
const LIFETIME_MS = 30 * 24 * 3600 * 1000;

/** `Propose`: the proposer's province counts as its first approval. */
export async function propose(tx: Transaction, proposalJson: string): Promise<JsonObject> {
  demandRole(tx.caller, 'administrator');
  const network = await readNetworkAsProvince(tx);
  const proposal = parseProposal(proposalJson);
  const id = recordHash(proposal as unknown as Json);
  await demandRoom(tx, id);
  const expires = new Date(Date.parse(tx.time) + LIFETIME_MS).toISOString();
  const { mspId } = tx.caller;
  return decide(tx, network, {
    id,
    proposal,
    proposedBy: mspId,
    approvedBy: [mspId],
    time: tx.time,
    expires,
  });
}

/** `Approve`: by another province; enacts the proposal once enough provinces of the current anchor approve. */
export async function approve(tx: Transaction, proposalId: string): Promise<JsonObject> {
  demandRole(tx.caller, 'administrator');
  const network = await readNetworkAsProvince(tx);
  const id = hash(proposalId, 'id');
  const open = (await tx.state.get(['proposal', id])) as unknown as OpenProposal | undefined;
  if (open === undefined) throw new Refusal('PROPOSAL_UNKNOWN');
  if (tx.time >= open.expires) throw new Refusal('PROPOSAL_EXPIRED');
  const { mspId } = tx.caller;
  if (open.approvedBy.includes(mspId)) throw new Refusal('PROPOSAL_APPROVED');
  return decide(tx, network, { ...open, approvedBy: [...open.approvedBy, mspId].sort() });
}

export async function openProposals(state: State): Promise<OpenProposal[]> {
  const open: OpenProposal[] = [];
  for await (const { value } of state.scan(['proposal'])) open.push(value as unknown as OpenProposal);
  return open;
}

async function demandRoom(tx: Transaction, id: string): Promise<void> {
  let own = 0;
  for (const open of await openProposals(tx.state)) {
    if (tx.time >= open.expires) await tx.state.remove(['proposal', open.id]);
    else if (open.id === id) throw new Refusal('PROPOSAL_EXISTS');
    else if (open.proposedBy === tx.caller.mspId) own += 1;
  }
  if (own >= OPEN_PER_PROVINCE) throw new Refusal('PROPOSAL_LIMIT');
}

/** Approvals of provinces that have left since do not count. */
async function decide(tx: Transaction, network: Network, open: OpenProposal): Promise<JsonObject> {
  const enactment = await prepare(tx.state, tx.channel, open.proposal);
  const approvedBy = open.approvedBy.filter((by) => network.provinces.some(({ mspId }) => mspId === by));
  const enacted = approvedBy.length >= network.threshold;
  if (enacted) {
    await enactment.write(tx.state);
    const { proposal, id } = open;
    await appendNetworkRecord(tx, network.network, {
      ...(proposal as unknown as JsonObject),
      proposal: id,
      approvedBy,
    });
    await tx.state.remove(['proposal', id]);
  } else {
    await tx.state.put(['proposal', open.id], open as unknown as Json);
  }
  return { proposal: open.id, enacted };
}
