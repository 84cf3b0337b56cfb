/** Codes of {@link FormatError}; stable, never reused. */
export type FormatErrorCode =
  | 'BYTES_MALFORMED'
  | 'VERSION_UNKNOWN'
  | 'JSON_MALFORMED'
  | 'JSON_LIMIT'
  | 'CBOR_MALFORMED'
  | 'CBOR_NOT_DETERMINISTIC'
  | 'CBOR_UNSUPPORTED'
  | 'CBOR_LIMIT'
  | 'DEFLATE_REFUSED'
  | 'SIGNATURE_MALFORMED'
  | 'KEY_REFUSED'
  | 'IDENTIFIER_MALFORMED'
  | 'DATE_MALFORMED'
  | 'LEAF_MALFORMED'
  | 'PROOF_MALFORMED'
  | 'QR_MALFORMED'
  | 'CREDENTIAL_MALFORMED'
  | 'RECORD_MALFORMED'
  | 'TRUST_ANCHOR_MALFORMED'
  | 'TRUST_ANCHOR_MISMATCH'
  | 'HEADS_MALFORMED'
  | 'RECEIPT_MALFORMED'
  | 'ATTESTATION_MALFORMED'
  | 'FEED_MALFORMED'
  | 'WINDOW_KEY_MALFORMED'
  | 'VERIFICATION_RECEIPT_MALFORMED'
  | 'HALL_MALFORMED'
  | 'FILING_PROOF_MALFORMED';

/** Something read, or about to be written, is not what its format says. `code` is stable; the message is for people and never repeats personal data. */
export class FormatError extends Error {
  /** Stable: which format was broken. */
  readonly code: FormatErrorCode;

  constructor(code: FormatErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FormatError';
    this.code = code;
  }
}
