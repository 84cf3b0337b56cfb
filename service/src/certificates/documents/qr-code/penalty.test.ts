import { describe, expect, it } from 'vitest';
import { emptySymbol, setModule } from './bits.js';
import { penalty } from './penalty.js';

/** ISO/IEC 18004 §7.8.3.1 as it is written, module by module. */
function byTheBook(dark: readonly (readonly boolean[])[]): number {
  const size = dark.length;
  const at = (x: number, y: number): boolean => dark[y]![x]!;
  let total = 0;
  for (const turned of [false, true]) {
    for (let n = 0; n < size; n++) {
      const line = Array.from({ length: size }, (_, m) => (turned ? at(n, m) : at(m, n)));
      const text = line.map((value) => (value ? '1' : '0')).join('');
      for (const run of text.match(/1{5,}|0{5,}/g) ?? []) total += run.length - 2;
      for (let m = 0; m + 11 <= size; m++) {
        if (['00001011101', '10111010000'].includes(text.slice(m, m + 11))) total += 40;
      }
    }
  }
  for (let y = 0; y + 1 < size; y++) {
    for (let x = 0; x + 1 < size; x++) {
      if ([at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)].every((value) => value === at(x, y))) total += 3;
    }
  }
  const count = dark.flat().filter(Boolean).length;
  return total + Math.floor(Math.abs((count * 20) / size ** 2 - 10)) * 10;
}

/** Deterministic noise with runs of several lengths, so that every rule is met. */
function noise(size: number, seed: number): boolean[][] {
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  return Array.from({ length: size }, () => {
    const row: boolean[] = [];
    while (row.length < size) {
      const value = next() < 0.4 + seed / 50;
      for (let n = 1 + Math.floor(next() ** 3 * 12); n > 0; n--) row.push(value);
    }
    // Finders amid light modules, at a place that differs from row to row.
    const from = Math.floor(next() * (size - 11));
    if (next() < 0.3) [...'00001011101'].forEach((bit, n) => (row[from + n] = bit === '1'));
    return row.slice(0, size);
  });
}

describe('penalty of a QR symbol', () => {
  it.each([21, 29, 33, 65, 69, 97, 177])('of %i modules is the one of the standard', (size) => {
    for (let seed = 1; seed < 6; seed++) {
      const dark = noise(size, seed);
      const symbol = emptySymbol(size);
      dark.forEach((row, y) => row.forEach((value, x) => setModule(symbol, size, { x, y, dark: value })));
      expect(penalty(symbol, size)).toBe(byTheBook(dark));
    }
  });
});
