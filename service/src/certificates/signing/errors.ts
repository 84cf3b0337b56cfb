/** Codes of {@link SigningError}; they never change their meaning. */
export type SigningErrorCode =
  'KEY_UNKNOWN' | 'KEY_ALGORITHM_UNSUPPORTED' | 'KEY_STORE_UNREADABLE' | 'ISSUER_INVALID';

/** A key or certificate could not be found, read or made. */
export class SigningError extends Error {
  override readonly name = 'SigningError';

  constructor(
    readonly code: SigningErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
