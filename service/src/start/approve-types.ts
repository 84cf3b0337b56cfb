import type { Ledger } from '../ledger/index.js';
import type { CertificateType } from '../types/index.js';

/**
 * Has the provinces of the embedded ledger approve certificate types: one proposes, others approve until the
 * threshold is reached. On a real network each province decides for itself.
 */
export async function approveTypes(
  ledgers: readonly Ledger[],
  types: readonly CertificateType[],
): Promise<void> {
  const [first, ...others] = ledgers;
  if (!first) return;
  const approved = new Set((await first.networkState()).types.map(({ code }) => code));
  for (const { code, name } of types) {
    if (!approved.has(code)) await approveType(first, others, { code, name });
  }
}

async function approveType(
  first: Ledger,
  others: readonly Ledger[],
  type: { readonly code: string; readonly name: string },
): Promise<void> {
  let { proposal, enacted } = await first.propose({ kind: 'type', type });
  for (const ledger of others) {
    if (enacted) return;
    ({ proposal, enacted } = await ledger.approve(proposal));
  }
}
