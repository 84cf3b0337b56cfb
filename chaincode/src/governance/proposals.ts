import { Refusal } from '../refusal';
import { recordHash } from '../canonical/hash';
import type { Json, JsonObject } from '../canonical/json';
import { hash } from '../input/forms';
import { readIssuer } from '../issuers/issuers';
import { appendNetworkRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { Transaction } from '../state/transaction';
import { prepare } from './enact';
import type { Enactment } from './enact';
import { readNetworkAsProvince } from '../network/network';
import type { Network } from '../network/network';
import { announceMove, findBody, findOpen, forget, keep, keepNew, movesOf } from './open-proposals';
import type { OpenProposal } from './open-proposals';
import { bytesOf, parseProposal } from './proposal';

const LIFETIME_MS = 30 * 24 * 3600 * 1000;

/** `Propose`: the proposer's province counts as its first approval. It reads no proposal of others but its like. */
export async function propose(tx: Transaction, proposalJson: string): Promise<JsonObject> {
  demandRole(tx.caller, 'administrator');
  const network = await readNetworkAsProvince(tx);
  const proposal = parseProposal(proposalJson);
  const id = recordHash(proposal as unknown as Json);
  const same = await findOpen(tx.state, id);
  if (same !== undefined && tx.time < same.expires) throw new Refusal('PROPOSAL_EXISTS');
  const { mspId } = tx.caller;
  const enactment = await prepare(tx, proposal);
  const open: OpenProposal = {
    id,
    kinds: [...new Set(proposal.items.map(({ kind }) => kind))].sort(),
    proposedBy: mspId,
    approvedBy: [mspId],
    time: tx.time,
    expires: new Date(Date.parse(tx.time) + LIFETIME_MS).toISOString(),
    bytes: bytesOf(proposal),
  };
  const enacted = await enactIfApproved(tx, network, open, enactment);
  if (!enacted) {
    await keepNew(tx.state, open, proposal, enactment.moves);
    await announceOwn(tx, open, enactment.moves);
  }
  return { proposal: id, enacted };
}

/** `Approve`: by another province; enacts the proposal once enough provinces of the current anchor approve. */
export async function approve(tx: Transaction, proposalId: string): Promise<JsonObject> {
  demandRole(tx.caller, 'administrator');
  const network = await readNetworkAsProvince(tx);
  const id = hash(proposalId, 'id');
  const found = await findOpen(tx.state, id);
  const proposal = await findBody(tx.state, id);
  if (found === undefined || proposal === undefined) throw new Refusal('PROPOSAL_UNKNOWN');
  if (tx.time >= found.expires) throw new Refusal('PROPOSAL_EXPIRED');
  const { mspId } = tx.caller;
  if (found.approvedBy.includes(mspId)) throw new Refusal('PROPOSAL_APPROVED');
  const open = { ...found, approvedBy: [...found.approvedBy, mspId].sort() };
  const enacted = await enactIfApproved(tx, network, open, await prepare(tx, proposal));
  if (enacted) await forget(tx.state, open);
  else {
    await keep(tx.state, open);
    await announceOwn(tx, open, await movesOf(tx.state, id));
  }
  return { proposal: id, enacted };
}

/** Approvals of provinces that have left since do not count. */
async function enactIfApproved(
  tx: Transaction,
  network: Network,
  open: OpenProposal,
  enactment: Enactment,
): Promise<boolean> {
  const approvedBy = open.approvedBy.filter((by) => network.provinces.some(({ mspId }) => mspId === by));
  if (approvedBy.length < network.threshold) return false;
  await enactment.write();
  const body = { kind: 'decision', items: enactment.items, proposal: open.id, approvedBy };
  await appendNetworkRecord(tx, network.network, body);
  return true;
}

/** Announces the moves of those issuers that the caller's province owns. */
async function announceOwn(tx: Transaction, open: OpenProposal, moves: readonly string[]): Promise<void> {
  for (const code of moves) {
    const { mspId } = await readIssuer(tx.state, code);
    if (mspId === tx.caller.mspId) await announceMove(tx.state, open, code);
  }
}
