import { platform } from '#platform';
import { toHex } from './bytes.js';
import { FormatError } from './error.js';

/** SHA-256 of the parts, one after the other. */
export function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return platform.digest('SHA-256', parts);
}

/** SHA-256 of the parts, one after the other, in lower-case hex. */
export async function sha256Hex(...parts: readonly Uint8Array[]): Promise<string> {
  return toHex(await platform.digest('SHA-256', parts));
}

/** Deflates as zlib (RFC 1950). */
export function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  return platform.deflate(bytes);
}

/**
 * Inflates zlib; never more than `limit` bytes, nothing after the stream's end.
 * @throws FormatError `DEFLATE_REFUSED`
 */
export async function inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  try {
    return await platform.inflate(bytes, limit);
  } catch (cause) {
    throw new FormatError('DEFLATE_REFUSED', `not a zlib stream of at most ${limit} bytes`, { cause });
  }
}
