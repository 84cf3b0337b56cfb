/** Codes of {@link TimestampError}. */
export type TimestampErrorCode = 'TIMESTAMP_UNREACHABLE' | 'TIMESTAMP_REFUSED' | 'TIMESTAMP_WRONG';

/** An authority gave no timestamp, or one that does not say what was asked. */
export class TimestampError extends Error {
  override readonly name = 'TimestampError';

  constructor(
    readonly code: TimestampErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
