import type { SignatureAlgorithm } from '../cms/index.js';

export type { SignatureAlgorithm } from '../cms/index.js';

/** A private key, wherever it lies: all that can be done with it is to sign. */
export interface PrivateKey {
  /** First 8 bytes of SHA-256 over {@link spki}, as 16 lower-case hex digits. */
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /**
   * Signs the digest of `data` that the algorithm names.
   * @returns ES256: r‖s, each as long as the order, with s in the lower half; RS256: the PKCS#1 v1.5 signature.
   * @throws KeyModuleDown while what holds the key cannot be reached
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** A private key with the certificate that says whose it is. */
export interface Signer extends PrivateKey {
  /** The certificate and its issuers up to the root, DER, leaf first; empty while no authority has certified the key. */
  readonly chain: readonly Uint8Array[];
  /** Most bytes that a signature takes in a CMS. */
  readonly longestSignature: number;
}
