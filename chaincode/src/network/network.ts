import { Refusal } from '../refusal';
import type { Json } from '../canonical/json';
import type { State, Transaction } from '../state/transaction';
import type { TrustAnchor } from './anchor';

/** What nearly every call needs of the current trust anchor, kept small because every call reads it. */
export interface Network {
  readonly network: string;
  /** The number of the current trust anchor. */
  readonly n: number;
  readonly threshold: number;
  readonly provinces: readonly { readonly mspId: string; readonly region: string }[];
}

export async function findNetwork(state: State): Promise<Network | undefined> {
  return (await state.get(['network'])) as Network | undefined;
}

export async function readNetwork(state: State): Promise<Network> {
  const network = await findNetwork(state);
  if (network === undefined) throw new Refusal('NETWORK_UNINITIALISED');
  return network;
}

/** The network, for a caller that must be one of its provinces. */
export async function readNetworkAsProvince(tx: Transaction): Promise<Network & { readonly region: string }> {
  const network = await readNetwork(tx.state);
  const province = network.provinces.find(({ mspId }) => mspId === tx.caller.mspId);
  if (province === undefined) throw new Refusal('PROVINCE_UNKNOWN');
  return { ...network, region: province.region };
}

/** Makes an anchor the current one; earlier ones stay readable. */
export async function writeAnchor(state: State, anchor: TrustAnchor): Promise<void> {
  const { network, n, threshold } = anchor;
  const provinces = anchor.provinces.map(({ mspId, region }) => ({ mspId, region }));
  await state.put(['anchor', String(n)], anchor as unknown as Json);
  await state.put(['network'], { network, n, threshold, provinces });
}

export async function readAnchor(state: State, n: number): Promise<TrustAnchor> {
  const anchor = await state.get(['anchor', String(n)]);
  if (anchor === undefined) throw new Refusal('ANCHOR_UNKNOWN');
  return anchor as unknown as TrustAnchor;
}
