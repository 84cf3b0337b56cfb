import { Refusal } from '../refusal';
import { sha256 } from '../canonical/hash';
import type { JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import { base64, issuerCode } from '../input/forms';
import { oneOf } from '../input/shape';
import { readOwnIssuer } from '../issuers/issuers';
import { appendProvinceRecord } from '../logs/append-record';
import { demandRole } from '../roles/roles';
import type { Transaction } from '../state/transaction';
import { ALGORITHMS, keysOf, writeKey } from './keys';
import { demandPossession, possessionStatement, readSpki } from './possession';

/** GetRegistry returns all keys of an issuer, revoked ones too. */
const MAX_KEYS = 256;

/** `AddKey`: with a proof that the issuer holds the private key. The same key again changes nothing. */
export async function addKey(
  tx: Transaction,
  code: string,
  spkiBase64: string,
  algorithm: string,
  proofBase64: string,
): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  const network = await readNetworkAsProvince(tx);
  const { issuer } = await readOwnIssuer(tx.state, issuerCode(code, 'issuer'), tx.caller);
  const alg = oneOf(algorithm, 'alg', ALGORITHMS);
  const spki = base64(spkiBase64, 'spki', 1024);
  const key = readSpki(spki, alg);
  const statement = possessionStatement(tx.channel, issuer, network.network, spkiBase64);
  demandPossession(key, alg, statement, base64(proofBase64, 'proof', 512));
  const kid = sha256(spki).slice(0, 16);
  const keys = await keysOf(tx.state, issuer);
  const same = keys.find((candidate) => candidate.kid === kid);
  if (same !== undefined) {
    if (same.spki !== spkiBase64) throw new Refusal('KEY_TAKEN');
    if (same.revokedAfter !== undefined) throw new Refusal('KEY_REVOKED');
    return { kid };
  }
  if (keys.length >= MAX_KEYS) throw new Refusal('KEY_LIMIT');
  await writeKey(tx.state, issuer, { kid, alg, spki: spkiBase64 });
  await appendProvinceRecord(tx, network.network, { kind: 'key', issuer, kid, alg, spki: spkiBase64 });
  return { kid };
}
