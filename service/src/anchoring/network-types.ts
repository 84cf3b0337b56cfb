import type { Ledger } from '../ledger/index.js';

interface TypeName {
  /** 21 characters. */
  readonly code: string;
  readonly name: string;
}

/**
 * Has the provinces approve certificate types, each by its own administrator, where the network does not
 * have them yet: what the default start and the demo do for their three provinces. May be repeated.
 * @throws LedgerRefusal, LedgerUnavailable
 */
export async function approveTypes(provinces: readonly Ledger[], types: readonly TypeName[]): Promise<void> {
  const [first] = provinces;
  if (!first) return;
  const { types: known } = await first.networkState();
  for (const { code, name } of types) {
    if (known.some((one) => one.code === code && one.name === name)) continue;
    await approveType(provinces, { code, name });
  }
}

async function approveType(provinces: readonly Ledger[], type: TypeName): Promise<void> {
  for (const province of provinces) {
    const open = (await province.proposals()).find(({ proposal }) => {
      const { kind, type: proposed } = proposal as { kind: string; type?: Partial<TypeName> };
      return kind === 'type' && proposed?.code === type.code && proposed.name === type.name;
    });
    if (open?.approvedBy.includes(province.mspId)) continue;
    const { enacted } = open
      ? await province.approve(open.id)
      : await province.propose({ kind: 'type', type });
    if (enacted) return;
  }
}
