import { canonicalJson, sha256, toHex, utf8 } from '@certbridge/verifier-sdk/formats';
import { LedgerRefusal } from './errors.js';
import type { Ledger, Proposal } from './ledger.js';

/** What a repeated proposal or approval is refused with when somebody has done it already. */
const DONE = new Set(['PROPOSAL_EXISTS', 'PROPOSAL_STALE', 'PROPOSAL_APPROVED', 'PROPOSAL_UNKNOWN']);

/**
 * Proposes the certificate types that the network has not approved yet, and approves them with as many of these
 * provinces as have an administrator here. Safe to repeat and to run in several places.
 * @returns the codes that still wait for other provinces' approval
 */
export async function approveTypes(
  ledgers: readonly Ledger[],
  types: readonly { readonly code: string; readonly name: string }[],
): Promise<string[]> {
  const waiting: string[] = [];
  for (const { code, name } of types) {
    if (!(await enact(ledgers, { kind: 'type', type: { code, name } }))) waiting.push(code);
  }
  return waiting;
}

async function enact(
  ledgers: readonly Ledger[],
  proposal: Extract<Proposal, { kind: 'type' }>,
): Promise<boolean> {
  const id = toHex(await sha256(utf8(canonicalJson(proposal))));
  for (const [index, ledger] of ledgers.entries()) {
    if (await isApproved(ledger, proposal.type)) return true;
    if (index === 0) await unlessDone(() => ledger.propose(proposal));
    await unlessDone(() => ledger.approve(id));
  }
  const [first] = ledgers;
  return first !== undefined && isApproved(first, proposal.type);
}

async function isApproved(ledger: Ledger, type: { code: string; name: string }): Promise<boolean> {
  const { types } = await ledger.networkState();
  return types.some(({ code, name }) => code === type.code && name === type.name);
}

async function unlessDone(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const done =
      error instanceof LedgerRefusal && (DONE.has(error.code) || error.code === 'ADMINISTRATOR_MISSING');
    if (!done) throw error;
  }
}
