/** Codes of {@link DocumentError}. */
export type DocumentErrorCode =
  | 'LAYOUT_INVALID'
  | 'LAYOUT_UNKNOWN'
  | 'CHARACTERS_MISSING'
  | 'TEXT_TOO_LONG'
  | 'PHOTO_UNSUPPORTED'
  | 'QR_TOO_LONG'
  | 'RESERVE_TOO_SMALL'
  | 'NOT_OUR_DOCUMENT';

/** A document could not be laid out, drawn or signed. Messages name fields and places, never their contents. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';

  constructor(
    readonly code: DocumentErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
