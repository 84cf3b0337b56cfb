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

/** Standard base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x2000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  }
  return btoa(binary);
}

/**
 * Strict: padded, no white space, unused bits zero (RFC 4648 §3.5).
 * @throws FormatError `BYTES_MALFORMED`
 */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new FormatError('BYTES_MALFORMED', 'not standard base64 with padding');
  }
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const tail = binary.length % 3;
  if (tail !== 0 && toBase64(bytes.subarray(binary.length - tail)) !== text.slice(-4)) {
    throw new FormatError('BYTES_MALFORMED', 'base64 with unused bits set');
  }
  return bytes;
}

/** URL-safe base64 without padding (RFC 4648 §5, RFC 7515 §2). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/**
 * Strict: no padding, no white space, unused bits zero.
 * @throws FormatError `BYTES_MALFORMED`
 */
export function fromBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new FormatError('BYTES_MALFORMED', 'not base64url');
  const padding = '='.repeat((4 - (text.length % 4)) % 4);
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/') + padding);
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
