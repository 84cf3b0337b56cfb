import type { TokenSettings } from './backends/pkcs11/index.js';

export interface KeyStoreOptions {
  /**
   * Public address of the authority's files, written into every certificate, e.g. `https://host/ca`. Undefined
   * where there is none: an address that an outside validator cannot reach makes some of them refuse the certificate.
   */
  readonly caBaseUrl: string | undefined;
  /** Who runs the authority; named in its certificates. */
  readonly organisation?: string;
  /** Whether an embedded authority certifies keys; it does unless this says no. */
  readonly certifies?: boolean;
  /** Whether there is an embedded authority's key for timestamps; there is unless this says no. */
  readonly stamps?: boolean;
  /** File with the passphrase of all key files; unset, one is made in the store's folder. */
  readonly passphraseFile?: string | undefined;
  /** Makes new keys in a hardware module. */
  readonly token?: TokenSettings | undefined;
}

/** Certificates and revocation lists that a validator needs and may not be able to fetch. */
export interface ValidationData {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}
