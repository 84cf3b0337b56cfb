import { concat, fromBase64Url, fromHex, utf8 } from './bytes.js';
import { FormatError } from './error.js';
import type { PublicJwk } from './jwk.js';
import { numberOf, p, p256Spki, squareAt } from './spki.js';

const refused = (): FormatError => new FormatError('KEY_REFUSED', 'not a compressed point of P-256');

/**
 * A device's key as wallet credentials carry it: its point, compressed (SEC 1 §2.3.3), 33 bytes.
 * @throws FormatError `BYTES_MALFORMED` for coordinates that are not base64url
 */
export function compressedPoint({ x, y }: PublicJwk): Uint8Array {
  const isOdd = ((fromBase64Url(y).at(-1) ?? 0) & 1) === 1;
  return concat(Uint8Array.of(isOdd ? 3 : 2), fromBase64Url(x));
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

/**
 * The key (SubjectPublicKeyInfo, DER) of a compressed point: every platform imports that one alike.
 * @throws FormatError `KEY_REFUSED` when it is not on the curve
 */
export function pointSpki(point: Uint8Array): Uint8Array {
  const [sign = 0] = point;
  const coordinate = point.subarray(1);
  const x = numberOf(coordinate);
  if (point.length !== 33 || (sign !== 2 && sign !== 3) || x >= p) throw refused();
  const square = ((squareAt(x) % p) + p) % p;
  // p ≡ 3 (mod 4): a root, where there is one, is this power (SEC 1 §2.3.4).
  const root = power(square, (p + 1n) / 4n);
  if ((root * root) % p !== square) throw refused();
  const y = (root & 1n) === BigInt(sign & 1) ? root : p - root;
  return p256Spki(coordinate, fromHex(y.toString(16).padStart(64, '0')));
}

/**
 * What a device signs to have a certificate bound to its key: the lines `certbridge/device/1`, certId and time.
 *
 * @param certId hex
 * @param at RFC 3339
 */
export function deviceStatement(certId: string, at: string): Uint8Array {
  return utf8(['certbridge/device/1', certId, at].join('\n'));
}
