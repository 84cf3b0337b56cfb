import { Refusal } from '../refusal';
import type { Json } from '../canonical/json';
import type { State } from '../state/transaction';
import type { Item, Proposal } from './proposal';

/** What is told of a proposal that waits for approvals; its items are read by its id. */
export interface OpenProposal {
  /** SHA-256 of the proposal's canonical JSON: who approves an id approves exactly that content. */
  readonly id: string;
  /** The kinds of its items, each once, sorted. */
  readonly kinds: readonly Item['kind'][];
  readonly proposedBy: string;
  readonly approvedBy: readonly string[];
  readonly time: string;
  readonly expires: string;
  /** Of its canonical JSON. */
  readonly bytes: number;
}

interface Own {
  readonly id: string;
  readonly expires: string;
}

const OPEN_PER_PROVINCE = 20;

export async function findOpen(state: State, id: string): Promise<OpenProposal | undefined> {
  return (await state.get(['proposal', id])) as unknown as OpenProposal | undefined;
}

export async function findBody(state: State, id: string): Promise<Proposal | undefined> {
  return (await state.get(['proposal-body', id])) as unknown as Proposal | undefined;
}

/** Keeps a new proposal, in the room that its province has; those of its own that have expired go. */
export async function keepNew(
  state: State,
  open: OpenProposal,
  body: Proposal,
  moves: readonly string[],
): Promise<void> {
  const { id, proposedBy, time, expires } = open;
  const own: Own[] = [];
  for (const each of await ownOf(state, proposedBy)) {
    if (each.expires > time) own.push(each);
    else if (each.id !== id) await forgetExpired(state, proposedBy, each.id);
  }
  if (own.length >= OPEN_PER_PROVINCE) throw new Refusal('PROPOSAL_LIMIT');
  await state.put(['proposals', proposedBy], [...own, { id, expires }] as unknown as Json);
  await state.put(['proposal-body', id], body as unknown as Json);
  await state.put(['proposal-moves', id], moves);
  await keep(state, open);
}

/** Keeps a proposal with another approval. */
export async function keep(state: State, open: OpenProposal): Promise<void> {
  await state.put(['proposal', open.id], open as unknown as Json);
}

/** A proposal that was enacted is open no more. */
export async function forget(state: State, { id, proposedBy }: OpenProposal): Promise<void> {
  const own = (await ownOf(state, proposedBy)).filter((each) => each.id !== id);
  await state.put(['proposals', proposedBy], own as unknown as Json);
  await remove(state, id);
}

async function ownOf(state: State, mspId: string): Promise<readonly Own[]> {
  return ((await state.get(['proposals', mspId])) ?? []) as unknown as readonly Own[];
}

/** Another province may have made an expired proposal again: then it is that one's. */
async function forgetExpired(state: State, mspId: string, id: string): Promise<void> {
  if ((await findOpen(state, id))?.proposedBy === mspId) await remove(state, id);
}

async function remove(state: State, id: string): Promise<void> {
  for (const issuer of await movesOf(state, id)) await state.remove(['moving', issuer, id]);
  for (const kept of ['proposal', 'proposal-body', 'proposal-moves']) await state.remove([kept, id]);
}

/** The issuers that a proposal would give another owner; apart, because it can be very many. */
export async function movesOf(state: State, id: string): Promise<readonly string[]> {
  return ((await state.get(['proposal-moves', id])) ?? []) as readonly string[];
}

/** Says of an issuer that it would move, and that its own province wants it: then its service drains. */
export async function announceMove(
  state: State,
  { id, expires }: OpenProposal,
  issuer: string,
): Promise<void> {
  await state.put(['moving', issuer, id], { expires });
}

/** The proposal that its own province has approved and that would move the issuer, if one is open. */
export async function movingBy(state: State, issuer: string, now: string): Promise<string | undefined> {
  for await (const { attributes, value } of state.scan(['moving', issuer])) {
    if ((value as unknown as { readonly expires: string }).expires > now) return attributes[1];
  }
  return undefined;
}
