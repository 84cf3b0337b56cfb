import { attestationFromJson, attestationToJson } from './attestation.js';
import type { Attestation } from './attestation.js';
import { utf8 } from './bytes.js';
import { canonicalJson, parseJson } from './json.js';
import { Shape } from './shape.js';

/** feed/audit/<mspId>.json: what the ledger holds of a province's audit tree (审计). */
export interface AuditHeadFile {
  /** Version of the file format. */
  readonly v: 1;
  /** MSP id of the province. */
  readonly mspId: string;
  /** What the service asked with: 16 bytes, hex. */
  readonly nonce: string;
  /** A `certbridge/audit/1`; unverified. */
  readonly attestation: Attestation;
}

const shape = new Shape('FEED_MALFORMED');

/**
 * Writes feed/audit/<mspId>.json.
 * @throws FormatError `JSON_MALFORMED` for what has no JSON
 */
export function encodeAuditHead(file: AuditHeadFile): Uint8Array {
  const value = { ...file, attestation: attestationToJson(file.attestation) };
  return utf8(canonicalJson(value));
}

/**
 * Reads feed/audit/<mspId>.json; the attestation is not verified yet.
 * @throws FormatError `FEED_MALFORMED`, `ATTESTATION_MALFORMED`; `VERSION_UNKNOWN` for one of later software
 */
export function parseAuditHead(input: string | Uint8Array): AuditHeadFile {
  const where = 'the audit head';
  const o = shape.open(parseJson(input, { depth: 6 }), where);
  shape.version(o['v'], `${where}.v`, 1);
  return {
    v: 1,
    mspId: shape.mspId(o['mspId'], `${where}.mspId`),
    nonce: shape.hex32(o['nonce'], `${where}.nonce`),
    attestation: attestationFromJson(o['attestation'], `${where}.attestation`),
  };
}
