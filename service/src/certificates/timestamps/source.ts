import type { ValidationData } from '../signing/index.js';

/** Whatever gives RFC 3161 timestamps: the embedded authority in this process, or any other by HTTP. */
export interface TimestampSource {
  /**
   * No token of this source is longer, in bytes: the space for it is reserved before it is asked for.
   * @throws TimestampError where that has to be learnt from an authority that cannot be asked
   */
  maxTokenLength(): Promise<number>;
  /**
   * @param digest SHA-256 of what is stamped
   * @param known DER of the certificates that the document holds: a token that a verifier would not accept beside
   *   them is refused; those of {@link validationData} unless given
   * @returns the TimeStampToken (a CMS ContentInfo), DER
   * @throws TimestampError
   */
  stamp(digest: Uint8Array, known?: readonly Uint8Array[]): Promise<Uint8Array>;
  /** The authority's chain and revocation lists, as far as known. @throws TimestampError as above */
  validationData(): Promise<ValidationData>;
}
