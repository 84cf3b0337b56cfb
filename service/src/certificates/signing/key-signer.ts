import { createHash, createPublicKey, sign as signNow } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { ecdsaToRaw, toLowS } from '@certbridge/verifier-sdk/formats';
import { SigningError } from './errors.js';
import type { SignatureAlgorithm, Signer } from './signer.js';

/** The algorithm a private or public key signs with. */
export function algorithmOf(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256';
  if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 3072)
    return 'RS256';
  throw new SigningError(
    'KEY_ALGORITHM_UNSUPPORTED',
    'Only P-256 keys and RSA keys of at least 3072 bits can sign.',
  );
}

/** First 8 bytes of SHA-256(SPKI) in hex, as the ledger computes it. */
export function kidOf(spki: Uint8Array): string {
  return createHash('sha256').update(spki).digest('hex').slice(0, 16);
}

/** A signer over a private key that stays in this process. */
export class KeyObjectSigner implements Signer {
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly #key: KeyObject;

  constructor(privateKey: KeyObject, chain: readonly Uint8Array[]) {
    this.#key = privateKey;
    this.algorithm = algorithmOf(privateKey);
    this.spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    this.kid = kidOf(this.spki);
    this.chain = chain;
  }

  sign(data: Uint8Array): Promise<Uint8Array> {
    // P-256 takes 30 µs, less than a hop to the thread pool; RSA-3072 takes milliseconds and goes there.
    return this.algorithm === 'ES256' ? Promise.resolve(this.#signEs256(data)) : this.#signRs256(data);
  }

  #signEs256(data: Uint8Array): Uint8Array {
    // Asked for r‖s itself, node:crypto takes three times as long.
    return toLowS(ecdsaToRaw(signNow('sha256', data, this.#key)));
  }

  #signRs256(data: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      signNow('sha256', data, this.#key, (error, signature) => {
        if (error) reject(error);
        else resolve(signature);
      });
    });
  }
}
