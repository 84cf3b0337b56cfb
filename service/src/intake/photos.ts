import type { Photo } from './row.js';

/** Recognises a photo by its first bytes, whatever its name says. */
export function readPhoto(bytes: Uint8Array): Photo | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return { bytes, mediaType: 'image/jpeg' };
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    return { bytes, mediaType: 'image/png' };
  return undefined;
}

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);
