/**
 * Why the contract refuses, by stable code. A client sees `CODE sentence`, which the peer wraps as
 * `chaincode response 500, CODE sentence`. Codes are never reused and never change their meaning.
 */
export const REFUSALS = {
  INPUT_INVALID: 'an argument is not what the function takes: shape, size, order or characters',
  NETWORK_INITIALISED: 'the network has its first record already',
  NETWORK_UNINITIALISED: 'the network has no first record yet: call Init',
  PROVINCE_UNKNOWN: 'the MSP is not a province of the current trust anchor',
  ROLE_MISSING: "the caller's certificate lacks the role that the function asks for",
  ISSUER_UNKNOWN: 'no such issuer is registered',
  ISSUER_CODE_INVALID: 'the code is not a unified social credit code (GB 32100)',
  ISSUER_REGION: "characters 3–4 of the code are not the caller's province (GB/T 2260): propose it instead",
  ISSUER_MERGED: 'the issuer has a successor, whose province owns it: name that one',
  ISSUER_RETIRED:
    'the issuer has retired: only changes of its certificates are taken, until it is registered again',
  ISSUER_LIMIT: 'the province has as many issuers as one may have',
  NOT_ISSUER_PROVINCE: 'the issuer belongs to another province',
  TYPE_UNKNOWN: 'the certificate type has not been approved',
  TYPE_NOT_ALLOWED: 'the issuer is not registered for this certificate type',
  KEY_UNKNOWN: 'the issuer has no such key',
  KEY_REVOKED: 'the key is revoked; revocation is final',
  KEY_INVALID:
    'the bytes are not those of a P-256 key for ES256, nor of an RSA key of 2048 to 4096 bits for RS256',
  KEY_USE: 'the key is not for this: each has one use for ever, and RS256 is for certificates only',
  KEY_PROOF_INVALID: 'the proof of possession does not verify under the key',
  KEY_TAKEN: 'another key of the issuer has the same kid',
  KEY_LIMIT: 'the issuer has as many keys as one may have',
  ENTRY_NETWORK: 'the entry names another network or channel',
  ENTRY_SEQ_TAKEN: 'a different entry stands at this seq',
  ENTRY_SEQ_SKIPPED: 'the seq is not the next one',
  ENTRY_PREV: "prev is not the hash of the log's head",
  ENTRY_TIME: "the entry's time is too far from the transaction's: rebuild it",
  ENTRY_UNDER:
    'the issuer has another version in the registry than the entry names: read it, rebuild the entry',
  ENTRY_UNKNOWN: 'no entry stands at this seq',
  STATE_FINAL: 'the certificate is in a final state',
  STATE_TRANSITION: 'the certificate cannot go from its state to this one',
  SUCCESSOR_INVALID: 'the successor is not one that this state may name',
  PENDING_EXISTS: 'a supersession is pending already: withdraw that in an earlier entry',
  NOTHING_PENDING: 'no supersession of the certificate is pending',
  FROM_INVALID: 'the day is not from tomorrow to 366 days ahead, in Asia/Shanghai',
  LOG_BUDGET: 'the log has had its bytes of this hour; revocations and suspensions are taken',
  NAME_FORM: 'the name is not in its written form, or holds a character that no name may',
  ANCHOR_INVALID: 'the trust anchor breaks a rule: threshold, regions, certificates, network or number',
  HEIRS_INCOMPLETE: 'a province that leaves has issuers without an heir, or an heir is named for another',
  ANCHOR_UNKNOWN: 'no trust anchor has this number',
  AUDIT_HEAD_BACK: 'the audit tree would be smaller than it was stated, or another of the same size',
  PROPOSAL_EXISTS: 'the same proposal is open: approve it instead',
  PROPOSAL_UNKNOWN: 'no such proposal is open: it was never made, or has been enacted',
  PROPOSAL_APPROVED: 'the province has approved this proposal already',
  PROPOSAL_EXPIRED: 'the proposal was not approved in time: propose it again',
  PROPOSAL_STALE: 'the proposal would change nothing, or no longer follows from the present state',
  PROPOSAL_LIMIT: 'the province has as many open proposals as one may have',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** A refusal of the contract; its message starts with the code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    sentence: string = REFUSALS[code],
  ) {
    super(`${code} ${sentence}`);
  }
}
