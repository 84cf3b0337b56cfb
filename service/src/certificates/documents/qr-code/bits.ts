/** Lines of modules, 32 to a word: bit n of a line is in word n >> 5. Rows and columns are both kept. */
export interface PackedSymbol {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Words that a line of `size` modules takes. */
export const wordsOf = (size: number): number => (size + 31) >> 5;

export function emptySymbol(size: number): PackedSymbol {
  const length = size * wordsOf(size);
  return { rows: new Int32Array(length), columns: new Int32Array(length) };
}

/** Makes a module dark or light. */
export function setModule(
  { rows, columns }: PackedSymbol,
  size: number,
  at: { x: number; y: number; dark: boolean },
): void {
  const { x, y, dark } = at;
  const words = wordsOf(size);
  const put = (line: Int32Array, word: number, bit: number): void => {
    const value = line[word] ?? 0;
    line[word] = dark ? value | (1 << bit) : value & ~(1 << bit);
  };
  put(rows, y * words + (x >> 5), x & 31);
  put(columns, x * words + (y >> 5), y & 31);
}

export function countBits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** The bits of word `w` that belong to the first `count` modules of a line. */
export function firstBits(count: number, w: number): number {
  const bits = count - 32 * w;
  return bits >= 32 ? -1 : bits <= 0 ? 0 : (1 << bits) - 1;
}
