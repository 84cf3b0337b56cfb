import { fromBase64Url, toBase64Url, utf8 } from './bytes.js';
import { FormatError } from './error.js';
import { sha256 } from './hash.js';
import { canonicalJson, parseJson } from './json.js';
import type { Json, JsonObject } from './json.js';
import { Shape } from './shape.js';
import type { Read } from './shape.js';
import { p256Spki } from './spki.js';

/** A P-256 public key (RFC 7517, RFC 7518 §6.2): a holder's or a window's. */
export interface PublicJwk {
  /** RFC 7518 §6.2: an elliptic curve key. */
  readonly kty: 'EC';
  /** NIST P-256. */
  readonly crv: 'P-256';
  /** x coordinate, 32 bytes in base64url. */
  readonly x: string;
  /** y coordinate, 32 bytes in base64url. */
  readonly y: string;
}

/** A window's key as auditors pin it; a member of a JWK Set (RFC 7517 §5). */
export interface WindowKey extends PublicJwk {
  /** Whose it is, for people. */
  readonly name?: string;
  /** Seconds since 1970: receipts before are not of this key's life. Named as in OpenID Federation 1.0 §8.7. */
  readonly nbf?: number;
  /** Seconds since 1970: nor are receipts from then on. */
  readonly exp?: number;
}

const MAX_KEYS = 10_000;

/** Of windows' keys. */
export const windowShape = new Shape('WINDOW_KEY_MALFORMED');

function publicMembers(shape: Shape) {
  const coordinate = shape.text(/^[A-Za-z0-9_-]{43}$/, 'a coordinate of P-256');
  return { kty: shape.one('EC'), crv: shape.one('P-256'), x: coordinate, y: coordinate };
}

/** Reads exactly kty, crv, x and y of a value that was parsed as JSON. */
export const publicJwkReader = (shape: Shape): Read<PublicJwk> => shape.exactly(publicMembers(shape));

/**
 * The key as SubjectPublicKeyInfo, DER.
 * @throws FormatError `BYTES_MALFORMED` for coordinates that are not base64url
 */
export function jwkSpki(key: PublicJwk): Uint8Array {
  return p256Spki(fromBase64Url(key.x), fromBase64Url(key.y));
}

/**
 * RFC 7638: base64url of the SHA-256 of the required members; the fingerprint that names and pins a key.
 * @throws FormatError `JSON_MALFORMED` for members that have no JSON
 */
export async function jwkThumbprint({ kty, crv, x, y }: PublicJwk): Promise<string> {
  return toBase64Url(await sha256(utf8(canonicalJson({ kty, crv, x, y }))));
}

/**
 * A public key for signatures: members that are not understood are ignored (RFC 7517 §4), and those that say for
 * what a key is (§4.2, §4.3, §4.4) are heeded.
 * @throws FormatError `WINDOW_KEY_MALFORMED`
 */
export function expectSignatureKey(jwk: JsonObject, where: string, operation: 'sign' | 'verify'): void {
  const { use, alg, key_ops: operations } = jwk;
  const isFor =
    (use === undefined || use === 'sig') &&
    (alg === undefined || alg === 'ES256') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes(operation)));
  if (!isFor) throw windowShape.wrong(where, 'a key for ES256 signatures: look at use, alg and key_ops');
}

/** What every key of a window has. */
export const windowMembers = publicMembers(windowShape);
const readWindowMembers: Read<WindowKey> = windowShape.members(windowMembers, {
  name: windowShape.label,
  nbf: windowShape.natural,
  exp: windowShape.natural,
});

/** Reads a public key of a window or of a hall. */
export function windowKey(value: Json | undefined, where: string): WindowKey {
  const jwk = windowShape.open(value, where);
  if ('d' in jwk)
    throw new FormatError('WINDOW_KEY_MALFORMED', `${where} is a private key: pin the public one`);
  expectSignatureKey(jwk, where, 'verify');
  return readWindowMembers(jwk, where);
}

const windowKeys = windowShape.list(windowKey, MAX_KEYS, 1);

/**
 * Reads a JWK Set of windows' public keys, or a single key. A private key is refused: it has no place where
 * receipts are checked.
 * @throws FormatError `WINDOW_KEY_MALFORMED`, `JSON_MALFORMED`, `JSON_LIMIT`
 */
export function parseWindowKeys(input: string | Uint8Array): readonly WindowKey[] {
  const value = parseJson(input, { depth: 16 });
  const object = windowShape.open(value, 'the key set');
  if ('kty' in object) return [windowKey(object, 'the key')];
  return windowKeys(object['keys'], 'the key set');
}
