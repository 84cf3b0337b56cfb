/** Why an attestation does not count; stable, never reused. One code for each check. */
export type AttestationErrorCode =
  | 'ATTESTATION_MALFORMED'
  | 'CHAINCODE_MISMATCH'
  | 'RESPONSE_NOT_OK'
  | 'EVENT_PRESENT'
  | 'STATEMENT_MALFORMED'
  | 'STATEMENT_MISMATCH'
  | 'STATEMENT_VERSION'
  | 'CHANNEL_MISMATCH'
  | 'NETWORK_MISMATCH'
  | 'NAMESPACE_MISMATCH'
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
  | 'SUBJECT_MISMATCH'
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
