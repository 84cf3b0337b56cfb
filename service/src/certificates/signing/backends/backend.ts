import type { PrivateKey, SignatureAlgorithm } from '../signer.js';

/** Where private keys lie: encrypted PKCS#8 files, PKCS#12 files of a department's authority, a PKCS#11 module. */
export const backendNames = ['file', 'pkcs12', 'pkcs11'] as const;
export type BackendName = (typeof backendNames)[number];

/** What is remembered of a key, so that it can be opened again while its backend is away. */
export interface KeptKey {
  readonly kid: string;
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  /** What the backend calls it, where that is not the kid. */
  readonly reference?: string;
}

/** A key that was just made, durably. */
export interface MadeKey {
  readonly key: PrivateKey;
  readonly reference?: string;
}

export interface KeyBackend {
  create(algorithm: SignatureAlgorithm): Promise<MadeKey>;
  open(kept: KeptKey): Promise<PrivateKey>;
}
