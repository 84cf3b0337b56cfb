import { Refusal } from '../refusal';
import type { JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import { issuerCode, kid as parseKid } from '../input/forms';
import { oneOf } from '../input/shape';
import { readOwnIssuer } from '../issuers/issuers';
import { appendProvinceRecord } from '../logs/append-record';
import { readHead } from '../logs/logs';
import { demandRole } from '../roles/roles';
import type { Transaction } from '../state/transaction';
import { KEY_REASONS, readKey, writeKey } from './keys';

/**
 * `RevokeKey`: what the issuer's log holds up to its present head stays good, nothing after it. Reading
 * the head, as Append reads the key, makes the two exclude each other: of a concurrent pair, MVCC lets
 * only the first to be ordered stand.
 */
export async function revokeKey(
  tx: Transaction,
  code: string,
  kidHex: string,
  reason: string,
): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  const network = await readNetworkAsProvince(tx);
  const { issuer } = await readOwnIssuer(tx.state, issuerCode(code, 'issuer'), tx.caller);
  const why = oneOf(reason, 'reason', KEY_REASONS);
  const key = await readKey(tx.state, issuer, parseKid(kidHex, 'kid'));
  if (key.revokedAfter !== undefined) throw new Refusal('KEY_REVOKED');
  const { seq: revokedAfter } = await readHead(tx.state, 'i', issuer);
  await writeKey(tx.state, issuer, { ...key, revokedAfter, reason: why });
  await appendProvinceRecord(tx, network.network, {
    kind: 'revoke-key',
    issuer,
    kid: key.kid,
    revokedAfter,
    reason: why,
  });
  return { kid: key.kid, revokedAfter };
}
