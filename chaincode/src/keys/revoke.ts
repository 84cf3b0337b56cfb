import { Refusal } from '../refusal';
import type { JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import { issuerCode, kid as parseKid } from '../input/forms';
import { oneOf } from '../input/shape';
import { readOwnIssuer, writeIssuer } from '../issuers/issuers';
import { appendProvinceRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { Transaction } from '../state/transaction';
import { KEY_REASONS, readKey, writeKey } from './keys';

/**
 * `RevokeKey`: entries that name a version of the issuer from before it stay good. It rewrites the issuer's
 * record, which Append reads, and reads nothing that Append writes: of a concurrent pair MVCC lets the one that
 * is ordered first stand, and no stream of entries can hold a revocation up.
 */
export async function revokeKey(
  tx: Transaction,
  code: string,
  kidHex: string,
  why: string,
): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  const network = await readNetworkAsProvince(tx);
  const current = await readOwnIssuer(tx.state, issuerCode(code, 'issuer'), tx.caller);
  const { issuer } = current;
  const reason = oneOf(why, 'reason', KEY_REASONS);
  const key = await readKey(tx.state, issuer, parseKid(kidHex, 'kid'));
  if (key.revoked) throw new Refusal('KEY_REVOKED');
  const { kid } = key;
  const under = { ...current.under };
  await writeKey(tx.state, issuer, { ...key, revoked: { reason, under } });
  const body = { kind: 'revoke-key', issuer, kid, reason, under };
  const { seq } = await appendProvinceRecord(tx, network.network, body, true);
  await writeIssuer(tx.state, current, { ...current, under: { ...under, p: seq } });
  return { kid, under };
}
