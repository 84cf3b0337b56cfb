import type { Json, JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import type { Network } from '../network/network';
import { demandRole } from '../roles/roles';
import type { State, Transaction } from '../state/transaction';

/**
 * `Beat`: that the caller's province saw this transaction committed; checkpoints attest the newest of each. It is
 * state, no record: 31 provinces would write eight million records a year. It never goes back.
 */
export async function beat(tx: Transaction): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  await readNetworkAsProvince(tx);
  const { mspId } = tx.caller;
  const newest = await readBeat(tx.state, mspId);
  const time = newest !== undefined && newest > tx.time ? newest : tx.time;
  await tx.state.put(['beat', mspId], { time });
  return { time };
}

async function readBeat(state: State, mspId: string): Promise<string | undefined> {
  const beat = (await state.get(['beat', mspId])) as { readonly time: string } | undefined;
  return beat?.time;
}

/** The newest beat of each province of the current anchor that has one, sorted by MSP id. */
export async function beatsOf(state: State, { provinces }: Network): Promise<Json> {
  const beats: [mspId: string, time: string][] = [];
  for (const { mspId } of provinces) {
    const time = await readBeat(state, mspId);
    if (time !== undefined) beats.push([mspId, time]);
  }
  return beats;
}
