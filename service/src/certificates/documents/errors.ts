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

/** A mistake at a place of a layout file. */
export interface LayoutFinding {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units as editors count. */
  readonly column: number;
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly message: string;
}

/** A document could not be laid out, drawn or signed. Messages name fields and places, never their contents. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  /** Of `LAYOUT_INVALID`: every mistake found. */
  readonly findings: readonly LayoutFinding[];

  constructor(
    readonly code: DocumentErrorCode,
    message: string,
    options: ErrorOptions & { readonly findings?: readonly LayoutFinding[] } = {},
  ) {
    super(message, options);
    this.findings = options.findings ?? [];
  }
}
