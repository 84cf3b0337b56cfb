import { platform } from '#platform';
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

/** x^(2^n). */
function squared(x: bigint, n: number): bigint {
  let square = x;
  for (let left = n; left > 0; left -= 1) square = (square * square) % p;
  return square;
}

/**
 * x^((p + 1) / 4), a root of x where it has one, as p ≡ 3 (mod 4) (SEC 1 §2.3.4). The exponent is
 * 2^254 − 2^222 + 2^190 + 2^94: multiplying up to x^(2^32 − 1) spares 30 of 290 multiplications.
 */
function rootOf(x: bigint): bigint {
  let ones = x;
  for (let length = 1; length < 32; length *= 2) ones = (squared(ones, length) * ones) % p;
  return squared((squared((squared(ones, 32) * x) % p, 96) * x) % p, 94);
}

/**
 * The key (SubjectPublicKeyInfo, DER) of a compressed point: every platform imports that one alike.
 * @throws FormatError `KEY_REFUSED` when it is not on the curve
 */
export function pointSpki(point: Uint8Array): Uint8Array {
  const [sign = 0] = point;
  if (point.length !== 33 || (sign !== 2 && sign !== 3)) throw refused();
  const coordinate = point.subarray(1);
  return p256Spki(coordinate, platform.ordinate?.(point) ?? ordinate(coordinate, sign));
}

/** y, of which the lowest bit is that of `sign`, where the platform does not find it. @throws FormatError `KEY_REFUSED` */
export function ordinate(coordinate: Uint8Array, sign: number): Uint8Array {
  const x = numberOf(coordinate);
  if (x >= p) throw refused();
  const square = ((squareAt(x) % p) + p) % p;
  const root = rootOf(square);
  if ((root * root) % p !== square) throw refused();
  const y = (root & 1n) === BigInt(sign & 1) ? root : p - root;
  return fromHex(y.toString(16).padStart(64, '0'));
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
