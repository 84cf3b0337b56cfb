import { constants, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Algorithm } from './keys';

const PUBLIC_EXPONENT = 65537n;

/** Reads an SPKI that says what `alg` asks for, in the one DER encoding that we would write ourselves. */
export function readSpki(spki: Buffer, alg: Algorithm): KeyObject {
  const key = parse(spki);
  if (!key?.export({ type: 'spki', format: 'der' }).equals(spki) || !fits(key, alg))
    throw new Refusal('KEY_INVALID');
  return key;
}

function parse(spki: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function fits(key: KeyObject, alg: Algorithm): boolean {
  const details = key.asymmetricKeyDetails;
  if (alg === 'ES256') return key.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1';
  const bits = details?.modulusLength ?? 0;
  const sound = bits >= 2048 && bits <= 4096 && details?.publicExponent === PUBLIC_EXPONENT;
  return key.asymmetricKeyType === 'rsa' && sound;
}

/** What a proof of possession signs: it holds for one key of one issuer on one network. */
export function possessionStatement(channel: string, issuer: string, network: string, spki: string): string {
  return canonicalJson({ $tag: 'certbridge/key-possession/1', channel, issuer, network, spki });
}

/** ES256: raw r‖s, 64 bytes (RFC 7518 §3.4). RS256: PKCS #1 v1.5 (RFC 7518 §3.3). */
export function demandPossession(key: KeyObject, alg: Algorithm, statement: string, proof: Buffer): void {
  const options =
    alg === 'ES256'
      ? { key, dsaEncoding: 'ieee-p1363' as const }
      : { key, padding: constants.RSA_PKCS1_PADDING };
  if (!verify('sha256', Buffer.from(statement), options, proof)) throw new Refusal('KEY_PROOF_INVALID');
}
