import { emptySymbol, setModule, wordsOf } from './bits.js';
import type { PackedSymbol } from './bits.js';
import { generatorPolynomial } from './galois.js';
import { drawFormat, drawFunctionPatterns } from './patterns.js';

// ISO/IEC 18004:2015, table 9, level M, versions 1…40.
const ECC_PER_BLOCK = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
  31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];

/** Whether a mask inverts the module at (x, y): §7.8.2. */
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** What depends on a symbol's version alone, at level M. */
export interface Template {
  readonly version: number;
  readonly size: number;
  /** Position of each data bit among the bits of the rows and of the columns, in placement order. */
  readonly inRows: Uint32Array;
  readonly inColumns: Uint32Array;
  /** For each mask: function patterns and format information, with the data modules that it inverts dark. */
  readonly masked: readonly PackedSymbol[];
  readonly totalCodewords: number;
  readonly dataCodewords: number;
  readonly blocks: number;
  readonly generator: Uint8Array;
}

const templates = new Map<number, Template>();

export function template(version: number): Template {
  let known = templates.get(version);
  if (!known) {
    known = makeTemplate(version);
    templates.set(version, known);
  }
  return known;
}

function makeTemplate(version: number): Template {
  const size = 17 + 4 * version;
  const dark = new Uint8Array(size * size);
  const taken = new Uint8Array(size * size);
  const set = (x: number, y: number, isDark: boolean): void => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y * size + x] = isDark ? 1 : 0;
    taken[y * size + x] = 1;
  };
  drawFunctionPatterns(version, size, set);
  const order = placementOrder(size, taken);
  const masked = MASKS.map((mask, number) => {
    const symbol = emptySymbol(size);
    const put = (x: number, y: number, isDark: boolean): void =>
      setModule(symbol, size, { x, y, dark: isDark });
    dark.forEach((value, at) => value === 1 && put(at % size, Math.floor(at / size), true));
    for (const at of order) put(at % size, Math.floor(at / size), mask(at % size, Math.floor(at / size)));
    drawFormat(size, number, put);
    return symbol;
  });
  const line = 32 * wordsOf(size);
  const inRows = order.map((at) => Math.floor(at / size) * line + (at % size));
  const inColumns = order.map((at) => (at % size) * line + Math.floor(at / size));
  const totalCodewords = Math.floor(order.length / 8);
  const blocks = BLOCKS[version - 1] ?? 0;
  const eccPerBlock = ECC_PER_BLOCK[version - 1] ?? 0;
  const dataCodewords = totalCodewords - blocks * eccPerBlock;
  const generator = generatorPolynomial(eccPerBlock);
  return { version, size, inRows, inColumns, masked, totalCodewords, dataCodewords, blocks, generator };
}

/** Module indexes (y × size + x) of the data bits, from the bottom right, two columns at a time, alternately up and down: §7.7.3. */
function placementOrder(size: number, taken: Uint8Array): Uint32Array {
  const order: number[] = [];
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upwards = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step++) {
      const y = upwards ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (!taken[y * size + x]) order.push(y * size + x);
    }
  }
  return Uint32Array.from(order);
}
