import { compareBytes, concat, equalBytes } from './bytes.js';
import { FormatError } from './error.js';
import { sha256Hex } from './hash.js';

const size = 16;

/**
 * The sorted 16-byte prefixes of the QR digests that an entry anchors, and the hash that the entry's `qr` holds.
 * @throws FormatError `FEED_MALFORMED` for digests that are too short or twice in it
 */
export async function qrList(digests: readonly Uint8Array[]): Promise<{ bytes: Uint8Array; hash: string }> {
  const prefixes = digests.map((digest) => digest.subarray(0, size)).sort(compareBytes);
  const bytes = concat(...prefixes);
  if (bytes.length !== digests.length * size || !isSorted(bytes)) {
    throw new FormatError('FEED_MALFORMED', 'QR digests too short or twice in an entry');
  }
  return { bytes, hash: await sha256Hex(bytes) };
}

function isSorted(bytes: Uint8Array): boolean {
  for (let at = size; at < bytes.length; at += size) {
    if (compareBytes(bytes.subarray(at - size, at), bytes.subarray(at, at + size)) >= 0) return false;
  }
  return bytes.length % size === 0;
}

/** Whether a list (whose hash the caller has checked) contains a QR digest; binary search. */
export function qrListHas(list: Uint8Array, digest: Uint8Array): boolean {
  const wanted = digest.subarray(0, size);
  let low = 0;
  let high = Math.floor(list.length / size);
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = list.subarray(middle * size, (middle + 1) * size);
    if (equalBytes(found, wanted)) return true;
    if (compareBytes(found, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
