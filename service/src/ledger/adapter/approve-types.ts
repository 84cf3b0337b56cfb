import { canonicalJson, maxItems, sha256Hex, utf8 } from '@certbridge/verifier-sdk/formats';
import type { Json } from '@certbridge/verifier-sdk/formats';
import { z } from 'zod';
import { LedgerRefusal } from './errors.js';
import type { Ledger, ProposalItem } from './ledger.js';

interface Type {
  readonly code: string;
  readonly name: string;
}

/** What a repeated proposal or approval is refused with when somebody has done it already, or cannot here. */
const DONE = new Set([
  'ADMINISTRATOR_MISSING',
  'PROPOSAL_APPROVED',
  'PROPOSAL_EXISTS',
  'PROPOSAL_EXPIRED',
  'PROPOSAL_STALE',
  'PROPOSAL_UNKNOWN',
]);
const ofTypes = z.object({
  items: z.array(
    z.object({ kind: z.literal('type'), type: z.object({ code: z.string(), name: z.string() }) }),
  ),
});

/**
 * Proposes the certificate types that the network has not approved yet, up to 100 at once, and approves them with
 * as many of these provinces as have an administrator here. What others propose already is approved first, where
 * it holds nothing else. Safe to repeat and to run in several places.
 * @returns the codes that still wait for other provinces' approval
 */
export async function approveTypes(ledgers: readonly Ledger[], types: readonly Type[]): Promise<string[]> {
  const [first] = ledgers;
  if (first === undefined) return types.map(({ code }) => code);
  const wanted = types.map(({ code, name }) => ({ code, name }));
  if ((await notApproved(first, wanted)).length === 0) return [];
  for (const id of await proposalsOf(first, wanted)) await approveAll(ledgers, id);
  const left = await notApproved(first, wanted);
  for (let from = 0; from < left.length; from += maxItems) {
    await propose(ledgers, left.slice(from, from + maxItems));
  }
  return (await notApproved(first, wanted)).map(({ code }) => code);
}

async function notApproved(ledger: Ledger, wanted: readonly Type[]): Promise<Type[]> {
  const { types } = await ledger.networkState();
  const approved = new Map(types.map(({ code, name }) => [code, name]));
  return wanted.filter(({ code, name }) => approved.get(code) !== name);
}

/** The ids of the open proposals that hold nothing but wanted types. */
async function proposalsOf(ledger: Ledger, wanted: readonly Type[]): Promise<string[]> {
  const names = new Map(wanted.map(({ code, name }) => [code, name]));
  const found: string[] = [];
  for (const { id, kinds } of await ledger.proposals()) {
    if (kinds.join() !== 'type') continue;
    const body = await ledger.proposal(id).catch(unlessDone);
    const { data } = ofTypes.safeParse(body);
    if (data?.items.every(({ type }) => names.get(type.code) === type.name)) found.push(id);
  }
  return found;
}

async function propose([first, ...others]: readonly Ledger[], types: readonly Type[]): Promise<void> {
  const [item, ...more] = types.map((type): ProposalItem => ({ kind: 'type', type }));
  if (first === undefined || item === undefined) return;
  const items = [item, ...more] as const;
  // Another service with the same types may have made it a moment ago: then it is approved.
  const made = await first.propose(items).catch(unlessDone);
  const id = await sha256Hex(utf8(canonicalJson({ items } as unknown as Json)));
  if (made?.enacted !== true) await approveAll(made ? others : [first, ...others], id);
}

async function approveAll(ledgers: readonly Ledger[], id: string): Promise<void> {
  for (const ledger of ledgers) {
    const { enacted } = (await ledger.approve(id).catch(unlessDone)) ?? {};
    if (enacted === true) return;
  }
}

function unlessDone(error: unknown): undefined {
  if (error instanceof LedgerRefusal && DONE.has(error.code)) return undefined;
  throw error;
}
