import type { JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import { appendProvinceRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { State, Transaction } from '../state/transaction';

/** `Beat`: proves, under an attested head, how recent the state is. */
export async function beat(tx: Transaction): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  const network = await readNetworkAsProvince(tx);
  const { seq } = await appendProvinceRecord(tx, network.network, { kind: 'beat' });
  await tx.state.put(['beat', tx.caller.mspId], tx.time);
  return { seq, time: tx.time };
}

/** The newest beat of any province. */
export async function newestBeat(state: State): Promise<string | null> {
  let newest: string | null = null;
  for await (const { value } of state.scan(['beat'])) {
    const time = value as string;
    if (newest === null || time > newest) newest = time;
  }
  return newest;
}
