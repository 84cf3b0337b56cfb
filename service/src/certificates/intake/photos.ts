import type { Photo } from './row.js';

/**
 * Recognises a photo by its first bytes, whatever its name says; undefined when it is none.
 * @param read throws for a picture that the renderer cannot place; unless given, the first bytes are believed
 */
export function readPhoto(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => unknown = () => undefined,
): Photo | undefined {
  const mediaType = mediaTypeOf(bytes);
  if (!mediaType) return undefined;
  try {
    read(bytes);
  } catch {
    return undefined;
  }
  return { bytes, mediaType };
}

function mediaTypeOf(bytes: Uint8Array): Photo['mediaType'] | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  return startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) ? 'image/png' : undefined;
}

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);
