/** Signature algorithms by their JOSE names (RFC 7518 §3.1). ECDSA signatures are raw r‖s, not DER. */
export type SignatureAlgorithm = 'ES256' | 'ES384' | 'RS256' | 'RS384' | 'RS512';
export type HashAlgorithm = 'SHA-256' | 'SHA-384' | 'SHA-512';
/** Also the digest by which a timestamp's first signing-certificate attribute names a certificate (RFC 5035 §5). */
export type CertificateHashAlgorithm = HashAlgorithm | 'SHA-1';

/** A public key that was imported once and is kept. */
export interface VerifyKey {
  /** What the key verifies. */
  readonly algorithm: SignatureAlgorithm;
  /** Whether `signature` (ECDSA: raw r‖s; RSA: PKCS#1 v1.5) is this key’s over `data`. */
  verify(data: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** What Node and browsers do differently; everything else in this package is the same on both. */
export interface Platform {
  /** Whether two byte strings are the same; not in constant time. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
  digest(algorithm: CertificateHashAlgorithm, parts: readonly Uint8Array[]): Promise<Uint8Array>;
  /** The y of a compressed point on P-256 (33 bytes), where the platform finds it sooner than arithmetic; undefined where there is none. */
  ordinate?(point: Uint8Array): Uint8Array | undefined;
  /** Imports a SubjectPublicKeyInfo (DER); rejects what does not fit the algorithm. */
  importKey(algorithm: SignatureAlgorithm, spki: Uint8Array): Promise<VerifyKey>;
  /** zlib (RFC 1950). */
  deflate(bytes: Uint8Array): Promise<Uint8Array>;
  /** zlib; rejects when the stream is broken, has bytes after its end or grows beyond `limit` bytes. */
  inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array>;
}
