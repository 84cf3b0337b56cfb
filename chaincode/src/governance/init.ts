import { Refusal } from '../refusal';
import { recordHash } from '../canonical/hash';
import type { Json, JsonObject } from '../canonical/json';
import { decimal, id } from '../input/forms';
import { parseJson } from '../input/json';
import { appendNetworkRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { Transaction } from '../state/transaction';
import { CHAINCODE, checkAnchor, parseProvinces } from '../network/anchor';
import type { TrustAnchor } from '../network/anchor';
import { MAX_ANCHOR_BYTES } from './proposal';
import { findNetwork, writeAnchor } from '../network/network';

/** `Init`: the network's first record, once. What it says is pinned out of band, as the trust anchor. */
export async function init(
  tx: Transaction,
  network: string,
  provincesJson: string,
  threshold: string,
): Promise<JsonObject> {
  demandRole(tx.caller, 'administrator');
  const anchor: TrustAnchor = {
    v: 1,
    n: 1,
    network: id(network, 'network'),
    channel: tx.channel,
    chaincode: CHAINCODE,
    threshold: decimal(threshold, 'threshold', 1, 64),
    provinces: parseProvinces(parseJson(provincesJson, 'provinces', MAX_ANCHOR_BYTES), 'provinces'),
  };
  if ((await findNetwork(tx.state)) !== undefined) throw new Refusal('NETWORK_INITIALISED');
  checkAnchor(anchor);
  if (!anchor.provinces.some(({ mspId }) => mspId === tx.caller.mspId)) throw new Refusal('PROVINCE_UNKNOWN');
  await writeAnchor(tx.state, anchor);
  await appendNetworkRecord(tx, anchor.network, { kind: 'init', anchor: anchor as unknown as Json });
  return { anchor: recordHash(anchor as unknown as Json) };
}
