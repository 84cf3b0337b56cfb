import { countBits, firstBits, wordsOf } from './bits.js';
import type { PackedSymbol } from './bits.js';

/**
 * How hard a symbol is to read (ISO/IEC 18004 §7.8.3.1), 32 lines at a time: this is asked eight times for every
 * certificate, and module by module it takes longer than all of the certificate's signatures.
 */
export function penalty({ rows, columns }: PackedSymbol, size: number): number {
  const words = wordsOf(size);
  let total = balance(rows, size);
  for (let w = 0; w < words; w++) {
    total += stripPenalty(rows, size, w) + stripPenalty(columns, size, w) + blocksPenalty(rows, size, w);
  }
  return total;
}

/**
 * N1 and N3 across 32 lines: word `w` of line n holds their modules n, so that walking from line to line walks along
 * all 32 of them at once.
 */
function stripPenalty(lines: Int32Array, size: number, w: number): number {
  const words = wordsOf(size);
  const ours = firstBits(size, w);
  let total = 0;
  // Modules n − 1 to n − 10; then whether n − 1 to n − 3 equal those before them; then where four such stood before.
  let [a, b, c, d, e, f, g, h, i, j] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let [same1, same2, same3, longBefore] = [0, 0, 0, 0];
  for (let n = 0; n < size; n++) {
    const v = lines[n * words + w] ?? 0;
    const same = n === 0 ? 0 : ~(v ^ a) & ours;
    const long = same & same1 & same2 & same3;
    // A run of k modules is long at k − 4 of them, one after another, and costs k − 2.
    if (long !== 0) total += countBits(long) + 2 * countBits(long & ~longBefore);
    if (n >= 10) {
      const before = ~(j | i | h | g) & f & ~e & d & c & b & ~a & v;
      const after = j & ~i & h & g & f & ~e & d & ~(c | b | a | v);
      const finders = (before | after) & ours;
      if (finders !== 0) total += 40 * countBits(finders);
    }
    // One by one: as arrays they were half of all garbage of minting.
    same3 = same2;
    same2 = same1;
    same1 = same;
    longBefore = long;
    j = i;
    i = h;
    h = g;
    g = f;
    f = e;
    e = d;
    d = c;
    c = b;
    b = a;
    a = v;
  }
  return total;
}

/** N2: blocks of two by two whose left column is in word `w`. */
function blocksPenalty(rows: Int32Array, size: number, w: number): number {
  const words = wordsOf(size);
  const ours = firstBits(size - 1, w);
  let blocks = 0;
  let above = 0;
  let aboveSame = 0;
  for (let y = 0; y < size; y++) {
    const value = rows[y * words + w] ?? 0;
    const next = w + 1 < words ? (rows[y * words + w + 1] ?? 0) : 0;
    const same = ~(value ^ ((value >>> 1) | (next << 31))) & ours;
    if (y > 0) blocks += countBits(same & aboveSame & ~(value ^ above));
    above = value;
    aboveSame = same;
  }
  return 3 * blocks;
}

/** N4: how far dark modules are from being half of all. */
function balance(rows: Int32Array, size: number): number {
  let dark = 0;
  for (const word of rows) dark += countBits(word);
  return Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10;
}
