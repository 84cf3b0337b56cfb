import { DocumentError } from '../errors.js';
import type { Matrix } from '../drawing/mark.js';

/**
 * QR codes (ISO/IEC 18004) at level M with two segments, bytes then digits. What depends on the version alone is
 * computed once and kept: packages spend milliseconds on it for every symbol.
 */

// ISO/IEC 18004:2015, table 9, level M, versions 1…40.
const ECC_PER_BLOCK = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];
const BLOCKS = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
  31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];
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

/** GF(256) with polynomial 0x11d. */
const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let n = 0, value = 1; n < 255; n++) {
  EXP[n] = EXP[n + 255] = value;
  LOG[value] = n;
  value = (value << 1) ^ (value & 0x80 ? 0x11d : 0);
}

interface Template {
  readonly version: number;
  readonly size: number;
  /** Function patterns drawn, everything else light. */
  readonly base: Uint8Array;
  /** Module index of each data bit, in placement order. */
  readonly order: Uint32Array;
  /** For each mask, 1 where a data bit is inverted, in placement order. */
  readonly masks: readonly Uint8Array[];
  readonly totalCodewords: number;
  readonly dataCodewords: number;
  readonly blocks: number;
  readonly eccPerBlock: number;
  readonly generator: Uint8Array;
}

const templates = new Map<number, Template>();

function template(version: number): Template {
  let known = templates.get(version);
  if (!known) {
    known = makeTemplate(version);
    templates.set(version, known);
  }
  return known;
}

function alignmentPositions(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, n) => size - 7 - n * step).reverse()];
}

function makeTemplate(version: number): Template {
  const size = 17 + 4 * version;
  const base = new Uint8Array(size * size);
  const taken = new Uint8Array(size * size);
  const set = (x: number, y: number, dark: boolean): void => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    base[y * size + x] = dark ? 1 : 0;
    taken[y * size + x] = 1;
  };
  drawFunctionPatterns(version, size, set);
  const order = placementOrder(size, taken);
  const masks = MASKS.map((mask) =>
    Uint8Array.from(order, (at) => (mask(at % size, Math.floor(at / size)) ? 1 : 0)),
  );
  const totalCodewords = Math.floor(order.length / 8);
  const blocks = BLOCKS[version - 1] ?? 0;
  const eccPerBlock = ECC_PER_BLOCK[version - 1] ?? 0;
  const dataCodewords = totalCodewords - blocks * eccPerBlock;
  const generator = generatorPolynomial(eccPerBlock);
  return { version, size, base, order, masks, totalCodewords, dataCodewords, blocks, eccPerBlock, generator };
}

type SetModule = (x: number, y: number, dark: boolean) => void;

function drawFunctionPatterns(version: number, size: number, set: SetModule): void {
  for (let n = 0; n < size; n++) {
    set(6, n, n % 2 === 0);
    set(n, 6, n % 2 === 0);
  }
  const positions = alignmentPositions(version, size);
  const last = positions.length - 1;
  positions.forEach((x, i) => {
    positions.forEach((y, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
      square(x, y, 2, (distance) => distance !== 1, set);
    });
  });
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    square(x, y, 4, (distance) => distance !== 2 && distance !== 4, set);
  }
  drawFormat(size, 0, set);
  if (version >= 7) drawVersion(version, size, set);
}

function square(
  cx: number,
  cy: number,
  radius: number,
  dark: (distance: number) => boolean,
  set: SetModule,
): void {
  for (let dy = -radius; dy <= radius; dy++) {
    for (let dx = -radius; dx <= radius; dx++)
      set(cx + dx, cy + dy, dark(Math.max(Math.abs(dx), Math.abs(dy))));
  }
}

/** Format information for level M (indicator 00) and a mask: §7.9. */
function drawFormat(size: number, mask: number, set: SetModule): void {
  let rest = mask;
  for (let n = 0; n < 10; n++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (n: number): boolean => ((bits >> n) & 1) === 1;
  for (let n = 0; n <= 5; n++) set(8, n, bit(n));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let n = 9; n < 15; n++) set(14 - n, 8, bit(n));
  for (let n = 0; n < 8; n++) set(size - 1 - n, 8, bit(n));
  for (let n = 8; n < 15; n++) set(8, size - 15 + n, bit(n));
  set(8, size - 8, true);
}

/** Version information: §7.10. */
function drawVersion(version: number, size: number, set: SetModule): void {
  let rest = version;
  for (let n = 0; n < 12; n++) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let n = 0; n < 18; n++) {
    const dark = ((bits >> n) & 1) === 1;
    const a = size - 11 + (n % 3);
    const b = Math.floor(n / 3);
    set(a, b, dark);
    set(b, a, dark);
  }
}

/** Data modules from the bottom right, two columns at a time, alternately up and down: §7.7.3. */
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

/** Logarithms of the generator's coefficients, highest power left out. */
function generatorPolynomial(degree: number): Uint8Array {
  let polynomial = [1];
  for (let n = 0; n < degree; n++) {
    const next = new Array<number>(polynomial.length + 1).fill(0);
    polynomial.forEach((coefficient, i) => {
      next[i] = (next[i] ?? 0) ^ coefficient;
      if (coefficient !== 0) next[i + 1] = (next[i + 1] ?? 0) ^ (EXP[(LOG[coefficient] ?? 0) + n] ?? 0);
    });
    polynomial = next;
  }
  return Uint8Array.from(polynomial.slice(1), (coefficient) => LOG[coefficient] ?? 0);
}

function errorCorrection(data: Uint8Array, generator: Uint8Array): Uint8Array {
  const degree = generator.length;
  const rest = new Uint8Array(data.length + degree);
  rest.set(data);
  for (let n = 0; n < data.length; n++) {
    const factor = rest[n] ?? 0;
    if (factor === 0) continue;
    const log = LOG[factor] ?? 0;
    for (let i = 0; i < degree; i++) {
      const at = n + 1 + i;
      rest[at] = (rest[at] ?? 0) ^ (EXP[log + (generator[i] ?? 0)] ?? 0);
    }
  }
  return rest.subarray(data.length);
}

/** Codewords of all blocks, interleaved: §7.6. */
function interleave(
  data: Uint8Array,
  { totalCodewords, blocks, eccPerBlock, generator }: Template,
): Uint8Array {
  const shortLength = Math.floor(totalCodewords / blocks) - eccPerBlock;
  const shortBlocks = blocks - (totalCodewords % blocks);
  const parts: { data: Uint8Array; ecc: Uint8Array }[] = [];
  for (let n = 0, at = 0; n < blocks; n++) {
    const length = shortLength + (n < shortBlocks ? 0 : 1);
    const part = data.subarray(at, at + length);
    parts.push({ data: part, ecc: errorCorrection(part, generator) });
    at += length;
  }
  const out = new Uint8Array(totalCodewords);
  let at = 0;
  for (let n = 0; n <= shortLength; n++) {
    for (const part of parts) if (n < part.data.length) out[at++] = part.data[n] ?? 0;
  }
  for (let n = 0; n < eccPerBlock; n++) for (const part of parts) out[at++] = part.ecc[n] ?? 0;
  return out;
}

class BitWriter {
  readonly bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  write(value: number, width: number): void {
    for (let n = width - 1; n >= 0; n--, this.#length++) {
      if ((value >> n) & 1) {
        const at = this.#length >> 3;
        this.bytes[at] = (this.bytes[at] ?? 0) | (0x80 >> (this.#length & 7));
      }
    }
  }

  /** Terminator and pad codewords: §7.4.9 and §7.4.10. */
  finish(): Uint8Array {
    const capacity = 8 * this.bytes.length;
    this.#length = Math.min(capacity, this.#length + 4);
    this.#length = Math.min(capacity, (this.#length + 7) & ~7);
    for (let n = 0; this.#length < capacity; n++) this.write(n % 2 === 0 ? 0xec : 0x11, 8);
    return this.bytes;
  }
}

const countBits = (version: number): { bytes: number; digits: number } =>
  version <= 9 ? { bytes: 8, digits: 10 } : { bytes: 16, digits: version <= 26 ? 12 : 14 };

function bitsNeeded(version: number, prefix: number, digits: number): number {
  const counts = countBits(version);
  const numeric =
    digits === 0 ? 0 : 4 + counts.digits + Math.floor(digits / 3) * 10 + ([0, 4, 7][digits % 3] ?? 0);
  return 4 + counts.bytes + 8 * prefix + numeric;
}

function encodeData(prefix: Uint8Array, digits: string, version: number, capacity: number): Uint8Array {
  const counts = countBits(version);
  const bits = new BitWriter(capacity);
  bits.write(0b0100, 4);
  bits.write(prefix.length, counts.bytes);
  for (const byte of prefix) bits.write(byte, 8);
  if (digits.length > 0) {
    bits.write(0b0001, 4);
    bits.write(digits.length, counts.digits);
    for (let at = 0; at < digits.length; at += 3) {
      const group = digits.slice(at, at + 3);
      bits.write(Number(group), 3 * group.length + 1);
    }
  }
  return bits.finish();
}

/**
 * The smallest symbol at level M that holds `prefix` (UTF-8 bytes) and then `digits`.
 * @throws DocumentError `QR_TOO_LONG`
 */
export function qrCode(prefix: string, digits: string): Matrix {
  const bytes = Buffer.from(prefix, 'utf8');
  for (let version = 1; version <= 40; version++) {
    const { dataCodewords } = template(version);
    if (bitsNeeded(version, bytes.length, digits.length) > 8 * dataCodewords) continue;
    return draw(template(version), encodeData(bytes, digits, version, dataCodewords));
  }
  throw new DocumentError('QR_TOO_LONG', 'The QR text does not fit into one symbol.');
}

function draw(symbol: Template, data: Uint8Array): Matrix {
  const { size, order, masks } = symbol;
  const codewords = interleave(data, symbol);
  const bits = new Uint8Array(order.length);
  const used = codewords.length * 8;
  for (let n = 0; n < used; n++) bits[n] = ((codewords[n >> 3] ?? 0) >> (7 - (n & 7))) & 1;
  let best: Uint8Array | undefined;
  let bestPenalty = Infinity;
  masks.forEach((mask, number) => {
    const modules = symbol.base.slice();
    for (let n = 0; n < order.length; n++) modules[order[n] ?? 0] = (bits[n] ?? 0) ^ (mask[n] ?? 0);
    drawFormat(size, number, (x, y, dark) => {
      modules[y * size + x] = dark ? 1 : 0;
    });
    const found = penalty(modules, size);
    if (found < bestPenalty) {
      bestPenalty = found;
      best = modules;
    }
  });
  return { size, modules: best ?? symbol.base };
}

/** How hard a symbol is to read: §7.8.3.1. */
function penalty(modules: Uint8Array, size: number): number {
  let total = 0;
  let dark = 0;
  for (let line = 0; line < size; line++) {
    total += linePenalty(modules, line * size, 1, size) + linePenalty(modules, line, size, size);
  }
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const value = modules[at];
      dark += value ?? 0;
      if (
        x + 1 < size &&
        y + 1 < size &&
        value === modules[at + 1] &&
        value === modules[at + size] &&
        value === modules[at + size + 1]
      ) {
        total += 3;
      }
    }
  }
  return total + Math.floor(Math.abs((dark * 20) / (size * size) - 10)) * 10;
}

const FINDER_BEFORE = 0b00001011101;
const FINDER_AFTER = 0b10111010000;

function linePenalty(modules: Uint8Array, start: number, step: number, size: number): number {
  let total = 0;
  let run = 0;
  let previous = -1;
  let window = 0;
  for (let n = 0, at = start; n < size; n++, at += step) {
    const value = modules[at] ?? 0;
    if (value === previous) {
      run++;
      if (run === 5) total += 3;
      else if (run > 5) total++;
    } else {
      run = 1;
      previous = value;
    }
    window = ((window << 1) | value) & 0x7ff;
    if (n >= 10 && (window === FINDER_BEFORE || window === FINDER_AFTER)) total += 40;
  }
  return total;
}
