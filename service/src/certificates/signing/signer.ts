/** `ES256`: ECDSA on P-256 with SHA-256. `RS256`: RSASSA-PKCS1-v1_5 with SHA-256 (RSA-3072 here). */
export type SignatureAlgorithm = 'ES256' | 'RS256';

/** One signing key, wherever it lives (a file now, PKCS#11 later): nothing outside ever sees the key itself. */
export interface Signer {
  /** First 8 bytes of SHA-256 over {@link spki}, as 16 lower-case hex digits. */
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** The certificate and its issuers up to the root, DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  /**
   * Signs the SHA-256 of `data`.
   * @returns ES256: r‖s, 64 bytes, with s in the lower half; RS256: the PKCS#1 v1.5 signature.
   */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
