import { concat } from './bytes.js';
import { CborTag, byteStringHead, decodeCbor, encodeCbor } from './cbor.js';
import type { Cbor, CborMap } from './cbor.js';
import { isLowS } from './ecdsa.js';
import { FormatError } from './error.js';
import type { Sign } from './keys.js';

/** A COSE_Sign1 (RFC 9052 §4.2) in our one profile: ES256, low s, an 8-byte kid, nothing unprotected. */
export interface CoseSign1 {
  /** Key id of the protected header, 8 bytes. */
  readonly kid: Uint8Array;
  /** What was signed: CBOR of the claims. */
  readonly payload: Uint8Array;
  /** Raw r‖s. */
  readonly signature: Uint8Array;
  /** The Sig_structure (§4.4): what the signature is over. */
  readonly toBeSigned: Uint8Array;
}

const sign1 = 18;
const algorithm = 1;
const keyIdLabel = 4;
const es256 = -7;

const none = new Uint8Array();
/** An array of four that begins with "Signature1". */
const context = encodeCbor(['Signature1', 0, 0, 0]).subarray(0, -3);

/** RFC 9052 §4.4, with any protected header bytes and external data. */
export function sigStructure(
  protectedHeader: Uint8Array,
  payload: Uint8Array,
  external: Uint8Array = none,
): Uint8Array {
  return concat(
    context,
    ...[protectedHeader, external, payload].flatMap((part) => [byteStringHead(part.length), part]),
  );
}

/**
 * Signs a payload as COSE_Sign1 of our profile.
 * @throws FormatError `QR_MALFORMED`
 */
export async function signCose(
  payload: Uint8Array,
  key: { kid: Uint8Array; sign: Sign },
): Promise<Uint8Array> {
  const header = encodeCbor(
    new Map<number, Cbor>([
      [algorithm, es256],
      [keyIdLabel, key.kid],
    ]),
  );
  const signature = await key.sign(sigStructure(header, payload));
  if (key.kid.length !== 8 || !isLowS(signature)) {
    throw new FormatError('QR_MALFORMED', 'signing needs an 8-byte kid and a raw P-256 signature with low s');
  }
  return encodeCbor(new CborTag(sign1, [header, new Map(), payload, signature]));
}

function parseHeader(header: Uint8Array): Uint8Array {
  const map = decodeCbor(header, { length: 64, depth: 1 });
  const labels = map instanceof Map && map.size === 2 ? (map as CborMap) : undefined;
  const kid = labels?.get(algorithm) === es256 ? labels.get(keyIdLabel) : undefined;
  if (!(kid instanceof Uint8Array) || kid.length !== 8) {
    throw new FormatError('QR_MALFORMED', 'the COSE header is not { alg: ES256, kid: 8 bytes }');
  }
  return kid;
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;

/**
 * Reads a COSE_Sign1 of our profile; the signature is not verified yet.
 * @throws FormatError `QR_MALFORMED`
 */
export function parseCose(cose: Uint8Array): CoseSign1 {
  const tagged = decodeCbor(cose, { length: 4096, depth: 4 });
  const parts = tagged instanceof CborTag && tagged.tag === sign1 ? tagged.value : undefined;
  const [header, unprotected, payload, signature, ...more] = Array.isArray(parts)
    ? (parts as readonly Cbor[])
    : [];
  const bare = unprotected instanceof Map && unprotected.size === 0 && more.length === 0;
  if (!bare || !isBytes(header) || !isBytes(payload) || !isBytes(signature)) {
    throw new FormatError('QR_MALFORMED', 'not a COSE_Sign1 of our profile');
  }
  if (!isLowS(signature)) throw new FormatError('QR_MALFORMED', 'not a 64-byte signature with low s');
  return { kid: parseHeader(header), payload, signature, toBeSigned: sigStructure(header, payload) };
}
