import { fromBase64, toBase64 } from './bytes.js';
import type { Json, JsonObject } from './json.js';
import { Shape } from './shape.js';

/** One peer's signature. */
export interface Endorsement {
  /** SerializedIdentity, as the peer sent it. */
  readonly endorser: Uint8Array;
  /** ECDSA, DER, over payload ‖ endorser. */
  readonly signature: Uint8Array;
}

/** A statement of committed ledger state, signed by peers of several provinces (背书证明). Unverified. */
export interface Attestation {
  /** ProposalResponsePayload, as signed. */
  readonly payload: Uint8Array;
  /** Of peers, at most 64, at most one counted a province. */
  readonly endorsements: readonly Endorsement[];
}

/** The most endorsements of an attestation. */
export const maxEndorsements = 64;
/** Bytes of the largest attested payload. */
export const maxPayload = 64 * 1024;
/** Bytes of the largest endorser’s identity. */
export const maxEndorser = 8 * 1024;

const shape = new Shape('ATTESTATION_MALFORMED');

function bytes(value: Json | undefined, where: string, max: number): Uint8Array {
  const found = fromBase64(shape.base64(value, where));
  if (found.length > max) throw shape.wrong(where, `at most ${max} bytes`);
  return found;
}

function endorsement(value: Json | undefined, where: string): Endorsement {
  const o = shape.open(value, where);
  return {
    endorser: bytes(o['endorser'], `${where}.endorser`, maxEndorser),
    signature: bytes(o['signature'], `${where}.signature`, 144),
  };
}

const endorsements = shape.list(endorsement, maxEndorsements, 1);

/** The JSON form of an attestation in feed files. */
export function attestationToJson({ payload, endorsements: signed }: Attestation): JsonObject {
  return {
    payload: toBase64(payload),
    endorsements: signed.map((one) => ({
      endorser: toBase64(one.endorser),
      signature: toBase64(one.signature),
    })),
  };
}

/**
 * Reads the JSON form of an attestation.
 * @throws FormatError `ATTESTATION_MALFORMED`
 */
export function attestationFromJson(value: Json | undefined, where = 'the attestation'): Attestation {
  const o = shape.open(value, where);
  return {
    payload: bytes(o['payload'], `${where}.payload`, maxPayload),
    endorsements: endorsements(o['endorsements'], `${where}.endorsements`),
  };
}
