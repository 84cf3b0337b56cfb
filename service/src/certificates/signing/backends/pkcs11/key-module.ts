import type { SignatureAlgorithm } from '../../signer.js';

export type ModuleState = 'up' | 'down';

/** A key pair that was just made in a token. */
export interface MadeInModule {
  /** CKA_ID, hex. */
  readonly id: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

/** What is asked of a PKCS#11 module. Every method but `state` rejects with KeyModuleDown while it cannot answer. */
export interface KeyModule {
  create(algorithm: SignatureAlgorithm): Promise<MadeInModule>;
  /**
   * Signs with the private key of this CKA_ID (hex).
   * @param input what the algorithm's mechanism takes: a hash (ES256), a DigestInfo (RS256)
   */
  sign(algorithm: SignatureAlgorithm, id: string, input: Uint8Array): Promise<Uint8Array>;
  /** Whether keys can be used now; reaches for the token where it was lost. */
  state(): Promise<ModuleState>;
  close(): Promise<void>;
}
