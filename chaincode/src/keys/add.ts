import { Refusal } from '../refusal';
import { sha256 } from '../canonical/hash';
import type { JsonObject } from '../canonical/json';
import { readNetworkAsProvince } from '../network/network';
import { base64, issuerCode } from '../input/forms';
import { oneOf } from '../input/shape';
import { readOwnIssuer, writeIssuer } from '../issuers/issuers';
import { appendProvinceRecord } from '../logs/append-record';
import { ALGORITHMS, isExactSpki } from '../public-keys/spki';
import { demandRole } from '../roles/roles';
import type { Transaction } from '../state/transaction';
import { KEY_USES, keysOf, writeKey } from './keys';
import type { IssuerKey } from './keys';
import { demandPossession, possessionStatement } from './possession';

/** GetRegistry returns all keys of an issuer, revoked ones too. */
const MAX_KEYS = 256;

/** `AddKey`: for one use, with a proof that the issuer holds the private key. The same again changes nothing. */
export async function addKey(
  tx: Transaction,
  code: string,
  spkiBase64: string,
  algorithm: string,
  keyUse: string,
  proofBase64: string,
): Promise<JsonObject> {
  demandRole(tx.caller, 'service', 'administrator');
  const { network } = await readNetworkAsProvince(tx);
  const current = await readOwnIssuer(tx.state, issuerCode(code, 'issuer'), tx.caller);
  const { issuer, under } = current;
  const alg = oneOf(algorithm, 'alg', ALGORITHMS);
  const use = oneOf(keyUse, 'use', KEY_USES);
  if (alg === 'RS256' && use !== 'certificate')
    throw new Refusal('KEY_USE', 'RS256 is for certificates only');
  const spki = base64(spkiBase64, 'spki', 1024);
  if (!isExactSpki(spki, alg)) throw new Refusal('KEY_INVALID');
  const statement = possessionStatement({ channel: tx.channel, network, issuer, use }, spkiBase64);
  demandPossession(spki, alg, statement, base64(proofBase64, 'proof', 512));
  const key = { kid: sha256(spki).slice(0, 16), alg, use, spki: spkiBase64 };
  const keys = await keysOf(tx.state, issuer);
  const same = keys.find(({ kid }) => kid === key.kid);
  if (same !== undefined) return demandSame(same, key);
  if (current.retired) throw new Refusal('ISSUER_RETIRED');
  if (keys.length >= MAX_KEYS) throw new Refusal('KEY_LIMIT');
  await writeKey(tx.state, issuer, key);
  const { seq } = await appendProvinceRecord(tx, network, {
    kind: 'key',
    issuer,
    ...key,
    under: { ...under },
  });
  await writeIssuer(tx.state, current, { ...current, under: { ...under, p: seq } });
  return { kid: key.kid };
}

/** A kid keeps its key and its use for ever. */
function demandSame(registered: IssuerKey, key: IssuerKey): JsonObject {
  if (registered.spki !== key.spki) throw new Refusal('KEY_TAKEN');
  if (registered.use !== key.use) throw new Refusal('KEY_USE', `the key is registered for ${registered.use}`);
  if (registered.revoked) throw new Refusal('KEY_REVOKED');
  return { kid: key.kid };
}
