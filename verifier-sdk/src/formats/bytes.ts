import { FormatError } from './error.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += hexOf[byte] ?? '';
  return text;
}

function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

/**
 * Reads lower-case hex only: one text for one value.
 * @throws FormatError `BYTES_MALFORMED`
 */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  let bad = text.length % 2;
  for (let i = 0; i < bytes.length; i++) {
    const value = (nibble(text.charCodeAt(2 * i)) << 4) | nibble(text.charCodeAt(2 * i + 1));
    bad |= value & ~0xff;
    bytes[i] = value;
  }
  if (bad) throw new FormatError('BYTES_MALFORMED', 'not lower-case hex');
  return bytes;
}

/** The text’s UTF-8 bytes. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/**
 * Strict UTF-8: refuses anything malformed, keeps a byte order mark as the character that it is.
 * @throws FormatError `BYTES_MALFORMED`
 */
export function fromUtf8(bytes: Uint8Array): string {
  if (bytes.length <= 64 && bytes.every((byte) => byte < 0x80)) {
    // Most texts in a QR code are short and ASCII: calling the decoder costs more than they do.
    return String.fromCharCode.apply(null, bytes as unknown as number[]);
  }
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new FormatError('BYTES_MALFORMED', 'not UTF-8', { cause });
  }
}

/** An alphabet of base64 both ways: the characters, and the value of each by its code, 64 for what is none. */
interface Alphabet {
  readonly characters: string;
  /** Of every twelve bits, their two characters. */
  readonly pairs: readonly string[];
  readonly values: Uint8Array;
}

function alphabetOf(last: string): Alphabet {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const characters = `${letters}${letters.toLowerCase()}0123456789${last}`;
  const values = new Uint8Array(128).fill(64);
  for (let value = 0; value < 64; value++) values[characters.charCodeAt(value)] = value;
  const pairs = Array.from({ length: 4096 }, (_, n) => `${characters[n >> 6]}${characters[n & 63]}`);
  return { characters, pairs, values };
}

const standard = alphabetOf('+/');
const urlSafe = alphabetOf('-_');

/** Without padding. Two characters at a time take half as long as one. */
function encodeBase64(bytes: Uint8Array, { characters, pairs }: Alphabet): string {
  const whole = bytes.length - (bytes.length % 3);
  let text = '';
  for (let i = 0; i < whole; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += (pairs[group >> 12] ?? '') + (pairs[group & 0xfff] ?? '');
  }
  const [first, second] = bytes.subarray(whole);
  if (first === undefined) return text;
  if (second === undefined) return text + (pairs[first << 4] ?? '');
  return text + (pairs[(first << 4) | (second >> 4)] ?? '') + (characters[(second & 15) << 2] ?? '');
}

/**
 * From the characters' codes, in the one form of their bytes: unused bits are zero (RFC 4648 §3.5). Of a part of a
 * string, reading each code takes three times as long as reading it from bytes.
 */
function decodeBase64(text: Uint8Array, { values }: Alphabet): Uint8Array {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let [at, all, held, bits] = [0, 0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const value = values[text[i] ?? 0] ?? 64;
    all |= value;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >> bits;
  }
  const isUnusedSet = (held & ((1 << bits) - 1)) !== 0;
  // A single character is less than a byte.
  if (all >= 64 || bits === 6 || isUnusedSet)
    throw new FormatError('BYTES_MALFORMED', 'not base64, or with unused bits set');
  return bytes;
}

/** Standard base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  return encodeBase64(bytes, standard) + '='.repeat((3 - (bytes.length % 3)) % 3);
}

/**
 * Strict: padded, no white space, unused bits zero (RFC 4648 §3.5).
 * @throws FormatError `BYTES_MALFORMED`
 */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new FormatError('BYTES_MALFORMED', 'not base64, or without padding');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return decodeBase64(utf8(text.slice(0, text.length - padding)), standard);
}

/** URL-safe base64 without padding (RFC 4648 §5, RFC 7515 §2). */
export function toBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes, urlSafe);
}

/**
 * Strict: no padding, no white space, unused bits zero.
 * @param text or its UTF-8 bytes
 * @throws FormatError `BYTES_MALFORMED`
 */
export function fromBase64Url(text: string | Uint8Array): Uint8Array {
  return decodeBase64(typeof text === 'string' ? utf8(text) : text, urlSafe);
}

/** The parts, one after the other. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two byte strings are the same; not in constant time, as nothing here is secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Unsigned, byte by byte, a prefix first: the order of ledger keys, heads and CBOR map keys. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
