import { constants, createPublicKey, verify } from 'node:crypto';
import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Algorithm } from '../public-keys/spki';
import type { KeyUse } from './keys';

/** What a key is registered for. */
export interface KeyPurpose {
  readonly channel: string;
  readonly network: string;
  readonly issuer: string;
  readonly use: KeyUse;
}

/** What a proof of possession signs: it holds for one use of one key of one issuer on one network. */
export function possessionStatement(purpose: KeyPurpose, spki: string): string {
  const { channel, network, issuer, use } = purpose;
  return canonicalJson({ $tag: 'certbridge/key-possession/1', channel, issuer, network, spki, use });
}

/** ES256: raw r‖s, 64 bytes (RFC 7518 §3.4). RS256: PKCS #1 v1.5 (RFC 7518 §3.3). */
export function demandPossession(spki: Buffer, alg: Algorithm, statement: string, proof: Buffer): void {
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const options =
    alg === 'ES256'
      ? { key, dsaEncoding: 'ieee-p1363' as const }
      : { key, padding: constants.RSA_PKCS1_PADDING };
  if (!verify('sha256', Buffer.from(statement), options, proof)) throw new Refusal('KEY_PROOF_INVALID');
}
