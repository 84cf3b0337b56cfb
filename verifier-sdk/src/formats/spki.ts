import { concat, equalBytes, fromHex, toHex } from './bytes.js';
import { FormatError } from './error.js';

/*
 * Keys in the one form in which every platform reads them alike, checked byte by byte before any platform sees
 * them: node:crypto also takes points in hybrid and compressed form (SEC 1 §2.3.3) and DER written otherwise,
 * WebCrypto refuses them.
 */

/** SubjectPublicKeyInfo of a P-256 key up to the point: id-ecPublicKey, prime256v1 (RFC 5480 §2). */
const p256Head = fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200');
/** AlgorithmIdentifier of rsaEncryption with NULL (RFC 3279 §2.3.1). */
const rsaAlgorithm = fromHex('300d06092a864886f70d0101010500');
const publicExponent = fromHex('0203010001');

/** The field of P-256 (SEC 2 §2.4.2). */
export const p = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

function refused(what: string): FormatError {
  return new FormatError('KEY_REFUSED', `not a public key in its one form: ${what}`);
}

/** Big-endian. */
export const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x0${toHex(bytes)}`);

/** y² where P-256 has a point with this x (SEC 2 §2.4.2), not reduced. */
export const squareAt = (x: bigint): bigint => x * x * x - 3n * x + b;

function isOnCurve(x: bigint, y: bigint): boolean {
  return x < p && y < p && (y * y - squareAt(x)) % p === 0n;
}

/** SubjectPublicKeyInfo of a P-256 key, by its coordinates of 32 bytes each. */
export function p256Spki(x: Uint8Array, y: Uint8Array): Uint8Array {
  return concat(p256Head, Uint8Array.of(4), x, y);
}

function checkP256(spki: Uint8Array): void {
  if (spki.length !== 91 || !equalBytes(spki.subarray(0, 26), p256Head)) throw refused('no key on P-256');
  if (spki[26] !== 0x04) throw refused('a point that is not uncompressed');
  if (!isOnCurve(numberOf(spki.subarray(27, 59)), numberOf(spki.subarray(59))))
    throw refused('a point that is not on the curve');
}

/** DER's header for contents of 256 to 65,535 bytes, which all of such a key's structures have. */
const header = (tag: number, length: number): Uint8Array =>
  Uint8Array.of(tag, 0x82, length >> 8, length & 0xff);

/** The one encoding of an RSA key with this modulus, given as DER's octets of an INTEGER (RFC 8017 §A.1.1). */
function rsaSpki(octets: Uint8Array): Uint8Array {
  const integers = concat(header(0x02, octets.length), octets, publicExponent);
  const bits = concat(Uint8Array.of(0), header(0x30, integers.length), integers);
  const contents = concat(rsaAlgorithm, header(0x03, bits.length), bits);
  return concat(header(0x30, contents.length), contents);
}

/** Four headers of four bytes, the algorithm and the octet of unused bits stand before the modulus. */
const beforeModulus = 4 * 4 + rsaAlgorithm.length + 1;

function checkRsa(spki: Uint8Array): void {
  const octets = spki.subarray(beforeModulus, Math.max(beforeModulus, spki.length - publicExponent.length));
  const [first = 0, second = 0] = octets;
  // Positive, and a sign octet only where the high bit asks for one (X.690 §8.3.2).
  const isMinimal = first === 0 ? second >= 0x80 : first < 0x80;
  const bits = numberOf(octets).toString(2).length;
  // Libraries refuse an even modulus, each at another moment.
  const isOdd = ((octets.at(-1) ?? 0) & 1) === 1;
  const isSize = bits >= 2048 && bits <= 4096;
  if (!isMinimal || !isOdd || !isSize || !equalBytes(rsaSpki(octets), spki))
    throw refused('no RSA key of 2,048 to 4,096 bits with the exponent 65,537');
}

/** Refuses a key that is not in its one form. @throws FormatError `KEY_REFUSED` */
export function checkSpki(alg: 'ES256' | 'RS256', spki: Uint8Array): void {
  if (alg === 'ES256') checkP256(spki);
  else checkRsa(spki);
}
