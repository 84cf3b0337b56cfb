import { decodeCbor, encodeCbor } from './cbor.js';
import type { Cbor, CborMap } from './cbor.js';
import { FormatError } from './error.js';

/**
 * What one leaf of an entry's tree commits to: a certificate, and digests by their type. Any of them may be
 * absent, not all.
 */
export interface Leaf {
  /** 16 bytes. */
  readonly certId: Uint8Array;
  /** SHA-256 of the QR's COSE bytes, inflated. */
  readonly qr?: Uint8Array;
  /** SHA-256 of the credential's issuer-signed JWT. */
  readonly credential?: Uint8Array;
  /** The ByteRange digest that the PDF's signature signs. */
  readonly pdf?: Uint8Array;
  /** Digests of types that this software does not know, by their number: kept, so that the leaf's hash stays right. */
  readonly others?: ReadonlyMap<number, Uint8Array>;
}

/** The digests that this software knows. */
export type DigestName = 'qr' | 'credential' | 'pdf';

/** The numbers of the types of digests. */
export const digestTypes: Readonly<Record<DigestName, number>> = { qr: 1, credential: 2, pdf: 3 };

const names = Object.keys(digestTypes) as readonly DigestName[];
const knownTypes = new Set(Object.values(digestTypes));
const version = 2;
const maxDigests = 16;

const malformed = (what: string): FormatError =>
  new FormatError('LEAF_MALFORMED', `not a leaf of version ${version}: ${what}`);

const isDigest = (value: Cbor): value is Uint8Array =>
  value instanceof Uint8Array && value.length >= 16 && value.length <= 64;

/** The digests of a leaf as the map that leaf and receipt hold. @throws FormatError `LEAF_MALFORMED` */
export function digestMap(leaf: Leaf): ReadonlyMap<number, Uint8Array> {
  const map = new Map(leaf.others);
  for (const name of names) {
    const digest = leaf[name];
    if (digest) map.set(digestTypes[name], digest);
  }
  checkLeaf(leaf.certId, map);
  return map;
}

function checkLeaf(certId: Uint8Array, digests: ReadonlyMap<number | string, Cbor>): void {
  if (certId.length !== 16) throw malformed('its certId has not 16 bytes');
  if (digests.size < 1 || digests.size > maxDigests) throw malformed(`not 1 to ${maxDigests} digests`);
  for (const [type, digest] of digests) {
    const isType = typeof type === 'number' && type >= 1;
    const isOne = isDigest(digest) && (!knownTypes.has(type as number) || digest.length === 32);
    if (!isType || !isOne) throw malformed('a digest of a wrong type or length');
  }
}

/** A leaf from its certId and its map of digests. @throws FormatError `LEAF_MALFORMED` */
export function leafOf(certId: Cbor | undefined, value: Cbor | undefined): Leaf {
  if (!(certId instanceof Uint8Array) || !(value instanceof Map)) throw malformed('no certId, or no digests');
  checkLeaf(certId, value as CborMap);
  const digests = value as ReadonlyMap<number, Uint8Array>;
  const found: { -readonly [Name in DigestName]?: Uint8Array } = {};
  for (const name of names) {
    const digest = digests.get(digestTypes[name]);
    if (digest) found[name] = digest;
  }
  const others = new Map([...digests].filter(([type]) => !knownTypes.has(type)));
  return { certId, ...found, ...(others.size > 0 && { others }) };
}

/**
 * Deterministic CBOR `[2, certId, { 1: qr, 2: credential, 3: pdf }]`: the input of {@link leafHash}.
 * @throws FormatError `LEAF_MALFORMED`
 */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  return encodeCbor([version, leaf.certId, digestMap(leaf)]);
}

/**
 * Reads what {@link encodeLeaf} wrote.
 * @throws FormatError `LEAF_MALFORMED`; `VERSION_UNKNOWN` for a leaf of later software
 */
export function decodeLeaf(bytes: Uint8Array): Leaf {
  const value = decodeCbor(bytes, { length: 2048, depth: 2 });
  const [v, certId, digests, ...more] = Array.isArray(value) ? (value as readonly Cbor[]) : [];
  if (typeof v === 'number' && v > version)
    throw new FormatError('VERSION_UNKNOWN', `a leaf of version ${v}`);
  if (v !== version || more.length > 0) throw malformed('its parts');
  return leafOf(certId, digests);
}
