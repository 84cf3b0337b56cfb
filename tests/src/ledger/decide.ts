import type { Ledger, Proposal } from '@certbridge/service/ledger/adapter';

/** Has the first province propose and the others approve; whether it is enacted. */
export async function decide(proposal: Proposal, ...provinces: [Ledger, ...Ledger[]]): Promise<boolean> {
  const [first, ...others] = provinces;
  const { proposal: id, ...proposed } = await first.propose(proposal);
  let { enacted } = proposed;
  for (const province of others) enacted = (await province.approve(id)).enacted;
  return enacted;
}
