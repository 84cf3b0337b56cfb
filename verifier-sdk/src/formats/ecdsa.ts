import { concat, fromHex } from './bytes.js';
import { FormatError } from './error.js';

export { ecdsaToDer } from '../platform/ecdsa-der.js';

/** The order of P-256 (SEC 2 §2.4.2). */
const order = fromHex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
// Half of it: s above it is the malleable twin of a signature.
const halfOrder = fromHex('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8');

/** Whether the s of a raw P-256 signature (r‖s, 64 bytes) is in the lower half. */
export function isLowS(raw: Uint8Array): boolean {
  if (raw.length !== 64) return false;
  for (let i = 0; i < 32; i++) {
    const s = raw[32 + i] ?? 0;
    const half = halfOrder[i] ?? 0;
    if (s !== half) return s < half;
  }
  return true;
}

/**
 * The twin with low s; ECDSA accepts both, our formats only this one.
 * @throws FormatError `SIGNATURE_MALFORMED`
 */
export function toLowS(raw: Uint8Array): Uint8Array {
  if (raw.length !== 64) throw new FormatError('SIGNATURE_MALFORMED', 'a P-256 signature has 64 bytes');
  if (isLowS(raw)) return raw;
  const low = new Uint8Array(raw);
  let borrow = 0;
  for (let i = 31; i >= 0; i--) {
    const difference = (order[i] ?? 0) - (raw[32 + i] ?? 0) - borrow;
    low[32 + i] = difference;
    borrow = difference < 0 ? 1 : 0;
  }
  return low;
}

/** Whether contents are a positive INTEGER without needless zeros (X.690 §8.3.2). */
function isMinimal(contents: Uint8Array): boolean {
  const [first = 0x80, second = 0] = contents;
  return first !== 0 ? first < 0x80 : second >= 0x80;
}

/** One INTEGER of Ecdsa-Sig-Value (RFC 3279 §2.2.3), as `size` bytes. */
function readInteger(der: Uint8Array, at: number, size: number): { value: Uint8Array; end: number } {
  const end = at + 2 + (der[at + 1] ?? 0);
  const contents = der.subarray(at + 2, end);
  const digits = contents[0] === 0 ? contents.subarray(1) : contents;
  // One that is cut ends beyond all octets, where neither s nor the end is.
  if (der[at] !== 2 || !isMinimal(contents) || digits.length > size) {
    throw new FormatError('SIGNATURE_MALFORMED', 'not a strict DER ECDSA signature');
  }
  const value = new Uint8Array(size);
  value.set(digits, size - digits.length);
  return { value, end };
}

/**
 * DER Ecdsa-Sig-Value to raw r‖s; strict DER. `size`: bytes of r, 32 for P-256, 48 for P-384.
 * @throws FormatError `SIGNATURE_MALFORMED`
 */
export function ecdsaToRaw(der: Uint8Array, size = 32): Uint8Array {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) {
    throw new FormatError('SIGNATURE_MALFORMED', 'not a strict DER ECDSA signature');
  }
  const r = readInteger(der, 2, size);
  const s = readInteger(der, r.end, size);
  if (s.end !== der.length) throw new FormatError('SIGNATURE_MALFORMED', 'bytes after the ECDSA signature');
  return concat(r.value, s.value);
}
