import { FormatError } from './error.js';
import { deflate, inflate } from './hash.js';

/** Digits that the largest code holds: version 40-L, numeric (ISO/IEC 18004 table 7). */
export const maxQrDigits = 7089;
const maxInflated = 4096;

/** First byte of a live code: tag 20 of CBOR (RFC 8949 §3.4), which nobody registered. */
export const liveByte = 0xd4;

// How many digits a last group of 0–6 bytes takes; 7 bytes take 17.
const digitsOf = [0, 3, 5, 8, 10, 13, 15, 17];

function malformed(what: string): FormatError {
  return new FormatError('QR_MALFORMED', `not a certificate's QR text: ${what}`);
}

function writeGroup(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value.toString().padStart(digitsOf[bytes.length] ?? 0, '0');
}

/** Decimal digits: 7 bytes make 17, a last group of 1–6 bytes makes 3, 5, 8, 10, 13, 15. */
export function toDigits(bytes: Uint8Array): string {
  let digits = '';
  for (let at = 0; at < bytes.length; at += 7) digits += writeGroup(bytes.subarray(at, at + 7));
  return digits;
}

function number(digits: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = digits.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) throw malformed('a character that is no digit');
    value = value * 10 + digit;
  }
  return value;
}

/**
 * One group of up to 17 digits. Doubles hold 53 bits and a group 56, so that the value is kept as
 * high · 2^16 + low, both exact.
 */
function readGroup(
  digits: string,
  at: number,
  count: number,
  into: Uint8Array,
  offset: number,
  size: number,
): void {
  const split = Math.max(at, at + count - 8);
  const top = number(digits, at, split);
  const partial = (top & 0xffff) * 1e8 + number(digits, split, at + count);
  const low = partial % 0x10000;
  const high = (top >>> 16) * 1e8 + (partial - low) / 0x10000;
  const middle = high % 0x10000;
  let rest = (high - middle) / 0x10000;
  // The last two bytes are low, the two before them middle, the first ones the rest.
  let word = low + middle * 0x10000;
  for (let i = size - 1; i >= 0; i--) {
    if (i === size - 5) {
      word = rest;
      rest = 0;
    }
    into[offset + i] = word & 0xff;
    word = Math.floor(word / 0x100);
  }
  if (word !== 0 || rest !== 0) throw malformed('a group too large for its bytes');
}

/**
 * The inverse of {@link toDigits}; a group too large for its bytes is refused.
 * @throws FormatError `QR_MALFORMED`, or `DEFLATE_REFUSED`
 */
export function fromDigits(digits: string): Uint8Array {
  const lastSize = digitsOf.indexOf(digits.length % 17);
  if (lastSize < 0 || digits.length > maxQrDigits) throw malformed('a length that no bytes have');
  const groups = Math.floor(digits.length / 17);
  const bytes = new Uint8Array(groups * 7 + lastSize);
  for (let i = 0; i < groups; i++) readGroup(digits, i * 17, 17, bytes, i * 7, 7);
  if (lastSize > 0) readGroup(digits, groups * 17, digits.length % 17, bytes, groups * 7, lastSize);
  return bytes;
}

/** The text of a QR code, in the two segments of its symbol. */
export interface QrText {
  /** For the QR code's byte segment. */
  readonly prefix: string;
  /** For its numeric segment. */
  readonly digits: string;
  /** Both, one after the other. */
  readonly text: string;
}

/**
 * The text of the QR code.
 *
 * @param host of the page that opens on a phone, with its port unless it is the scheme's own; verifiers ignore it
 * @param scheme `http` only where the page is served without TLS, on the machine itself: a browser could not open it
 *   otherwise
 * @throws FormatError `QR_MALFORMED`
 */
export async function encodeQrText(
  cose: Uint8Array,
  host: string,
  scheme: 'https' | 'http' = 'https',
): Promise<QrText> {
  if (cose[0] !== 0xd2 || cose.length > maxInflated) throw malformed('no COSE_Sign1 of at most 4096 bytes');
  return qrTextOf(await packCose(cose), host, scheme);
}

/** The COSE, or its zlib stream where that is shorter. */
export async function packCose(cose: Uint8Array): Promise<Uint8Array> {
  const packed = await deflate(cose);
  return packed.length < cose.length ? packed : cose;
}

/** The inverse of {@link packCose}. @throws FormatError `QR_MALFORMED`, `DEFLATE_REFUSED` */
export async function unpackCose(bytes: Uint8Array): Promise<Uint8Array> {
  const cose = bytes[0] === 0x78 ? await inflate(bytes, maxInflated) : bytes;
  if (cose[0] !== 0xd2) throw malformed('no COSE, nor one inside a zlib stream');
  return cose;
}

/** Bytes as the text of a QR code. */
export function qrTextOf(bytes: Uint8Array, host: string, scheme: 'https' | 'http' = 'https'): QrText {
  const digits = toDigits(bytes);
  const prefix = `${scheme}://${host}/v#`;
  return { prefix, digits, text: prefix + digits };
}

/** Later forms begin with another tag of CBOR (RFC 8949 §3.4) in one byte, and none is shorter than a signature. */
function isLater(bytes: Uint8Array): boolean {
  const [first = 0] = bytes;
  return first >= 0xc0 && first <= 0xdb && bytes.length > 64;
}

/**
 * The bytes behind a QR text: a COSE_Sign1, inflated, or a live code 亮证码 as it stands. The host is ignored: it
 * proves nothing.
 * @throws FormatError `QR_MALFORMED`; `VERSION_UNKNOWN` for a form of later software
 */
export async function decodeQrText(text: string): Promise<Uint8Array> {
  const trimmed = text.length > maxQrDigits + 300 ? '' : text.trim();
  const hash = trimmed.indexOf('#');
  if (hash >= 0 && !/^https?:\/\/[^\s#]+$/.test(trimmed.slice(0, hash)))
    throw malformed('no address before the digits');
  const bytes = fromDigits(trimmed.slice(hash + 1));
  if (bytes[0] === liveByte) return bytes;
  if (bytes[0] !== 0xd2 && hash >= 0 && isLater(bytes))
    throw new FormatError('VERSION_UNKNOWN', 'a form of later software');
  return unpackCose(bytes);
}
