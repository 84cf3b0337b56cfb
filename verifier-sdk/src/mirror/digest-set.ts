/** 32-bit words of a digest's prefix, as the lists of QR digests hold them: 16 bytes. */
const words = 4;

/** Whether the prefix at `i` of one run comes before, is, or comes after that at `j` of another. */
function compare(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  for (let word = 0; word < words; word += 1) {
    const difference = (a[i + word] ?? 0) - (b[j + word] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function toWords(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.length / 4 / words) * words;
  return Uint32Array.from({ length: count }, (_, i) => view.getUint32(i * 4));
}

function merge(a: Uint32Array, b: Uint32Array): Uint32Array {
  const merged = new Uint32Array(a.length + b.length);
  let [i, j] = [0, 0];
  for (let to = 0; to < merged.length; to += words) {
    const isFirst = j >= b.length || (i < a.length && compare(a, i, b, j) <= 0);
    const [from, at] = isFirst ? [a, i] : [b, j];
    for (let word = 0; word < words; word += 1) merged[to + word] = from[at + word] ?? 0;
    if (isFirst) i += words;
    else j += words;
  }
  return merged;
}

/**
 * Prefixes of digests, 16 bytes of memory each. Lists of like length are merged, so that of any number of lists
 * no more runs than the logarithm of their length are searched.
 */
export class DigestSet {
  readonly #runs: Uint32Array[] = [];

  /** Takes a sorted list of 16-byte prefixes. */
  add(list: Uint8Array): void {
    let run = toWords(list);
    for (let last = this.#runs.at(-1); last && last.length < run.length * 2; last = this.#runs.at(-1)) {
      this.#runs.pop();
      run = merge(last, run);
    }
    this.#runs.push(run);
  }

  has(digest: Uint8Array): boolean {
    const wanted = toWords(digest.subarray(0, words * 4));
    return this.#runs.some((run) => {
      let [low, high] = [0, run.length / words];
      while (low < high) {
        const middle = (low + high) >> 1;
        const order = compare(run, middle * words, wanted, 0);
        if (order === 0) return true;
        if (order < 0) low = middle + 1;
        else high = middle;
      }
      return false;
    });
  }
}
