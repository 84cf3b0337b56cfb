const CHUNK = 512;

/** The first position whose key is not below (or, with `after`, is above) the given one. */
function search(keys: readonly string[], key: string, after: boolean): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = keys[middle] ?? '';
    if (after ? candidate <= key : candidate < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An ordered set of strings in chunks, so that an insertion moves hundreds of entries and never millions. */
export class SortedKeys {
  readonly #chunks: string[][] = [[]];

  /** The chunk that holds the key or would take it: the last one that does not begin above it. */
  #chunkFor(key: string): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#chunks[middle]?.[0] ?? '') <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  add(key: string): void {
    const index = this.#chunkFor(key);
    const chunk = this.#chunks[index] ?? [];
    const position = search(chunk, key, false);
    if (chunk[position] === key) return;
    chunk.splice(position, 0, key);
    if (chunk.length > 2 * CHUNK) this.#chunks.splice(index + 1, 0, chunk.splice(CHUNK));
  }

  delete(key: string): void {
    const index = this.#chunkFor(key);
    const chunk = this.#chunks[index] ?? [];
    const position = search(chunk, key, false);
    if (chunk[position] !== key) return;
    chunk.splice(position, 1);
    if (chunk.length === 0 && this.#chunks.length > 1) this.#chunks.splice(index, 1);
  }

  /** The smallest key not below the given one (with `after`: above it). */
  next(key: string, after = false): string | undefined {
    const index = this.#chunkFor(key);
    const chunk = this.#chunks[index] ?? [];
    return chunk[search(chunk, key, after)] ?? this.#chunks[index + 1]?.[0];
  }
}
