import { canonicalJson, parseJson } from './json.js';
import type { Json, JsonObject } from './json.js';
import { utf8 } from './bytes.js';
import { FormatError } from './error.js';
import { sha256Hex } from './hash.js';
import { Shape } from './shape.js';
import type { Read } from './shape.js';

/** A province of the trust anchor; certificates are base64 of DER. */
export interface AnchorProvince {
  /** MSP id on the Fabric channel. */
  readonly mspId: string;
  /** The province’s name, for people. */
  readonly name: string;
  /** GB/T 2260 prefix, two digits. */
  readonly region: string;
  /** CA certificates, DER in base64; no two provinces share one. */
  readonly roots: readonly string[];
  /** Intermediate CA certificates, DER in base64. */
  readonly intermediates: readonly string[];
  /** SHA-256 (hex) of the DER of certificates, of peers and authorities, that no longer count. */
  readonly revoked: readonly string[];
}

/** What a verifier must believe, pinned at installation: the provinces' CAs and how many must agree. */
export interface TrustAnchor {
  /** Version of the format. */
  readonly v: 1;
  /** 1 for the network’s first; a successor has exactly one more. */
  readonly n: number;
  /** The network’s random id: 16 bytes, hex. */
  readonly network: string;
  /** Name of the Fabric channel. */
  readonly channel: string;
  /** Name of the contract’s chaincode on the channel. */
  readonly chaincode: string;
  /** How many provinces must sign an attestation. */
  readonly threshold: number;
  /** In the order of their MSP ids. */
  readonly provinces: readonly AnchorProvince[];
}

const shape = new Shape('TRUST_ANCHOR_MALFORMED');

const readProvince: Read<AnchorProvince> = shape.members({
  mspId: shape.mspId,
  name: shape.label,
  region: shape.text(/^[0-9]{2}$/, 'two digits of GB/T 2260'),
  roots: shape.list(shape.base64, 16, 1),
  intermediates: shape.list(shape.base64, 16),
  revoked: shape.sorted(shape.hash, (hash) => hash, 10_000),
});

const readMembers = shape.members({
  n: shape.count,
  network: shape.hex32,
  channel: shape.ledgerName,
  chaincode: shape.ledgerName,
  threshold: shape.count,
  provinces: shape.sorted(readProvince, ({ mspId }) => mspId, 100, 1),
});

/**
 * Reads a trust anchor that was parsed as JSON; what is returned is the value itself, members of later software
 * included, so that its fingerprint stays right.
 * @throws FormatError `TRUST_ANCHOR_MALFORMED`, `VERSION_UNKNOWN`
 */
export function readTrustAnchor(value: Json | undefined, where = 'the trust anchor'): TrustAnchor {
  const o: JsonObject = shape.open(value, where);
  shape.version(o['v'], `${where}.v`, 1);
  const { threshold, provinces } = readMembers(o, where);
  if (threshold > provinces.length)
    throw shape.wrong(`${where}.threshold`, 'at most the number of provinces');
  const roots = provinces.flatMap((province) => province.roots);
  if (new Set(roots).size !== roots.length)
    throw shape.wrong(where, 'free of roots that two provinces share');
  return o as unknown as TrustAnchor;
}

/**
 * Reads a trust anchor file; any JSON layout, bounded.
 * @throws FormatError `JSON_MALFORMED` or `TRUST_ANCHOR_MALFORMED`
 */
export function parseTrustAnchor(input: string | Uint8Array): TrustAnchor {
  return readTrustAnchor(parseJson(input, { depth: 8 }));
}

/**
 * SHA-256 (hex) of the anchor's canonical JSON: the fingerprint that is pinned.
 * @throws FormatError `JSON_MALFORMED` for what has no JSON: a lone surrogate, a number that is not finite
 */
export function trustAnchorId(anchor: TrustAnchor): Promise<string> {
  return sha256Hex(utf8(canonicalJson(anchor as unknown as Json)));
}

/**
 * Reads a trust anchor file and refuses any other than the one with this fingerprint (64 hex digits, in either
 * case, with or without colons or spaces between them, as people copy them).
 * @throws FormatError `TRUST_ANCHOR_MISMATCH`, `TRUST_ANCHOR_MALFORMED`
 */
export async function parsePinnedTrustAnchor(
  input: string | Uint8Array,
  fingerprint: string,
): Promise<TrustAnchor> {
  const anchor = parseTrustAnchor(input);
  if ((await trustAnchorId(anchor)) !== fingerprint.replaceAll(/[:\s]/g, '').toLowerCase()) {
    throw new FormatError(
      'TRUST_ANCHOR_MISMATCH',
      'the trust anchor has another fingerprint than the pinned one',
    );
  }
  return anchor;
}
