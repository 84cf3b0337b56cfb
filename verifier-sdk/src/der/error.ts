/** Bytes that are not the strict DER, X.509 or CMS that this package reads. */
export class DerError extends Error {
  /** For people; programs look at `code`. */
  override readonly name = 'DerError';
  /** Stable. */
  readonly code = 'DER_REFUSED';
}
