/** Why an attestation does not count; stable, never reused. One code for each check. */
export type AttestationErrorCode =
  | 'ATTESTATION_MALFORMED'
  | 'CHAINCODE_OTHER'
  | 'RESPONSE_NOT_OK'
  | 'EVENT_PRESENT'
  | 'STATEMENT_MALFORMED'
  | 'STATEMENT_OTHER'
  | 'STATEMENT_VERSION'
  | 'CHANNEL_OTHER'
  | 'NETWORK_OTHER'
  | 'NAMESPACE_OTHER'
  | 'WRITES_PRESENT'
  | 'METADATA_WRITES_PRESENT'
  | 'PRIVATE_DATA_PRESENT'
  | 'ENDORSER_UNKNOWN'
  | 'ENDORSER_CHAIN'
  | 'ENDORSER_ROLE'
  | 'ENDORSER_REVOKED'
  | 'ENDORSER_NOT_CURRENT'
  | 'SIGNATURE_FORM'
  | 'SIGNATURE_WRONG'
  | 'THRESHOLD_MISSED'
  | 'SUBJECT_OTHER'
  | 'TIME_AHEAD';

/** An attestation that does not prove what it is held to prove. */
export class AttestationError extends Error {
  /** Stable: which check failed. */
  readonly code: AttestationErrorCode;

  constructor(code: AttestationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AttestationError';
    this.code = code;
  }
}
