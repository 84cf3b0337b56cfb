/**
 * Remembers what was made of bytes that recur: certificates of one authority bring the same names, object identifiers
 * and certificates. The same bytes give the same for a while, so nobody may change it; other bytes, by one bit, are
 * read anew.
 */
export class Recent<T> {
  readonly #make: (bytes: Uint8Array) => T;
  /** By a hash: each has one place, which the next takes that falls on it. */
  readonly #places: ({ readonly bytes: Uint8Array; readonly made: T } | undefined)[];

  /**
   * @param places how many are remembered at most, a power of two
   * @param make is given a copy: what is remembered keeps no file in memory that it came in
   */
  constructor(places: number, make: (bytes: Uint8Array) => T) {
    this.#places = Array.from({ length: places });
    this.#make = make;
  }

  /** @throws what `make` does, and then remembers nothing */
  of(bytes: Uint8Array, start = 0, end = bytes.length): T {
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
    const place = (hash ^ (hash >>> 10)) & (this.#places.length - 1);
    const known = this.#places[place];
    if (known && isPart(known.bytes, bytes, start, end)) return known.made;
    // `slice` of a caller's Buffer would share its memory.
    const own = new Uint8Array(bytes.subarray(start, end));
    const made = this.#make(own);
    this.#places[place] = { bytes: own, made };
    return made;
  }
}

function isPart(part: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (part.length !== end - start) return false;
  for (let at = 0; at < part.length; at += 1) if (part[at] !== bytes[start + at]) return false;
  return true;
}
