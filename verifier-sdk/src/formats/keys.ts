import { platform } from '#platform';
import type { SignatureAlgorithm, VerifyKey } from '../platform/platform.js';
import { toHex } from './bytes.js';
import { FormatError } from './error.js';
import { sha256 } from './hash.js';
import { checkSpki } from './spki.js';

export type { SignatureAlgorithm, VerifyKey };

/** Signs bytes. ES256: raw r‖s, 64 bytes, low s. RS256: PKCS#1 v1.5. */
export type Sign = (bytes: Uint8Array) => Promise<Uint8Array>;

const kept = new Map<string, VerifyKey>();
/** By the very bytes of the registry, which do not change: hex of a key costs 2% of verifying a QR code. */
const keptByBytes = new WeakMap<Uint8Array, VerifyKey>();
const maxKept = 4096;

/**
 * Imports a public key (SubjectPublicKeyInfo, DER), one on P-256 in its one form only. Keys are remembered, so
 * call it as often as you like, and do not change the bytes.
 * @throws FormatError `KEY_REFUSED`
 */
export async function importKey(algorithm: SignatureAlgorithm, spki: Uint8Array): Promise<VerifyKey> {
  const same = keptByBytes.get(spki);
  if (same?.algorithm === algorithm) return same;
  const key = await importOnce(algorithm, spki);
  keptByBytes.set(spki, key);
  return key;
}

async function importOnce(algorithm: SignatureAlgorithm, spki: Uint8Array): Promise<VerifyKey> {
  const name = algorithm + toHex(spki);
  const known = kept.get(name);
  if (known) return known;
  if (algorithm === 'ES256') checkSpki('ES256', spki);
  let key: VerifyKey;
  try {
    key = await platform.importKey(algorithm, spki);
  } catch (cause) {
    throw new FormatError('KEY_REFUSED', `not a public key for ${algorithm}`, { cause });
  }
  if (kept.size >= maxKept) kept.clear();
  kept.set(name, key);
  return key;
}

/** kid: the first 8 bytes of SHA-256 of the SubjectPublicKeyInfo. */
export async function keyId(spki: Uint8Array): Promise<Uint8Array> {
  return (await sha256(spki)).slice(0, 8);
}
