/** Bytes that are not the strict DER, X.509 or CMS that this package reads. */
export class DerError extends Error {
  override readonly name = 'DerError';
  readonly code = 'DER_REFUSED';
}
