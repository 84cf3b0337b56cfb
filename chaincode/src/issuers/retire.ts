import { Refusal } from '../refusal';
import type { JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import { issuerCode } from '../input/forms';
import { appendProvinceRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { Transaction } from '../state/transaction';
import { readOwnIssuer, writeIssuer } from './issuers';

/**
 * `RetireIssuer`: a department ends without a successor. Its log takes changes of its certificates, and nothing
 * else, until it is registered again. One that has retired stays as it is.
 */
export async function retireIssuer(tx: Transaction, code: string): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  const network = await readNetworkAsProvince(tx);
  const current = await readOwnIssuer(tx.state, issuerCode(code, 'issuer'), tx.caller);
  const { issuer, under } = current;
  if (current.retired) return { issuer };
  if (current.successor !== undefined) throw new Refusal('ISSUER_MERGED');
  const body = { kind: 'retire', issuer, under: { ...under } };
  const { seq } = await appendProvinceRecord(tx, network.network, body);
  await writeIssuer(tx.state, current, { ...current, retired: true, under: { ...under, p: seq } });
  return { issuer };
}
