import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { KeyRefused, SigningError } from './errors.js';
import type { PrivateKey, SignatureAlgorithm } from './signer.js';
import { algorithmOf, kidOf, suites } from './suites.js';

/** A private key that this process holds. */
export class SoftwareKey implements PrivateKey {
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  readonly #key: KeyObject;

  /** @throws SigningError `KEY_ALGORITHM_UNSUPPORTED` */
  constructor(key: KeyObject) {
    this.#key = key;
    this.algorithm = algorithmOf(key);
    this.spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
    this.kid = kidOf(this.spki);
  }

  sign(data: Uint8Array): Promise<Uint8Array> {
    return suites[this.algorithm].sign(data, this.#key);
  }
}

/** A key that somebody made elsewhere. @throws KeyRefused */
export function importedKey(key: KeyObject): SoftwareKey {
  try {
    return new SoftwareKey(key);
  } catch (cause) {
    if (!(cause instanceof SigningError)) throw cause;
    const words = { zh: '不支持这种密钥：请用 P-256 或 2048 至 4096 位的 RSA。', en: cause.message };
    throw new KeyRefused('KEY_NOT_SUPPORTED', words, cause);
  }
}
