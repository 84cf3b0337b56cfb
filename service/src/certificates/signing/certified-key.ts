import type { PrivateKey, SignatureAlgorithm, Signer } from './signer.js';
import { publicKeyOf, suites } from './suites.js';

/** A private key with its chain. */
export class CertifiedKey implements Signer {
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly longestSignature: number;
  readonly #key: PrivateKey;

  constructor(key: PrivateKey, chain: readonly Uint8Array[]) {
    this.#key = key;
    this.kid = key.kid;
    this.algorithm = key.algorithm;
    this.spki = key.spki;
    this.chain = chain;
    this.longestSignature = suites[key.algorithm].longest(publicKeyOf(key.spki));
  }

  sign(data: Uint8Array): Promise<Uint8Array> {
    return this.#key.sign(data);
  }
}
