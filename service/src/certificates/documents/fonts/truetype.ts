import { readFileSync } from 'node:fs';

interface Table {
  readonly offset: number;
  readonly length: number;
}

const HAS_COMPONENTS = -1;

/** A TrueType font kept resident: its bytes as they are, its character map and metrics as typed arrays. */
export class TrueTypeFont {
  readonly bytes: Buffer;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly glyphCount: number;
  /** xMin, yMin, xMax, yMax of all glyphs, in font units. */
  readonly bounds: readonly [number, number, number, number];
  readonly postScriptName: string;
  readonly #tables = new Map<string, Table>();
  /**
   * Glyphs by code point, 256 to a page, 0 where there is none: as a Map of 30,000 entries a font they were walked
   * through at every garbage collection.
   */
  readonly #pages: (Uint16Array | undefined)[] = [];
  readonly #glyf: Table;
  readonly #loca: Uint32Array;
  readonly #advances: Uint16Array;
  readonly #bearings: Int16Array;

  constructor(bytes: Buffer, name: string) {
    this.bytes = bytes;
    this.postScriptName = name;
    const count = bytes.readUInt16BE(4);
    for (let n = 0; n < count; n++) {
      const at = 12 + 16 * n;
      const tag = bytes.toString('latin1', at, at + 4);
      this.#tables.set(tag, { offset: bytes.readUInt32BE(at + 8), length: bytes.readUInt32BE(at + 12) });
    }
    const head = this.#table('head').offset;
    this.unitsPerEm = bytes.readUInt16BE(head + 18);
    this.bounds = [36, 38, 40, 42].map((at) => bytes.readInt16BE(head + at)) as [
      number,
      number,
      number,
      number,
    ];
    const hhea = this.#table('hhea').offset;
    this.ascent = bytes.readInt16BE(hhea + 4);
    this.descent = bytes.readInt16BE(hhea + 6);
    this.glyphCount = bytes.readUInt16BE(this.#table('maxp').offset + 4);
    this.#glyf = this.#table('glyf');
    this.#loca = this.#readLoca(bytes.readInt16BE(head + 50) === 1);
    [this.#advances, this.#bearings] = this.#readMetrics(bytes.readUInt16BE(hhea + 34));
    this.#readCmap();
  }

  static fromFile(path: string): TrueTypeFont {
    const name = /([^/\\]+)\.ttf$/.exec(path)?.[1] ?? 'Font';
    return new TrueTypeFont(readFileSync(path), name.replace(/[^A-Za-z0-9-]/g, ''));
  }

  #table(tag: string): Table {
    const table = this.#tables.get(tag);
    if (!table) throw new TypeError(`The font has no ${tag} table; only TrueType outlines can be embedded.`);
    return table;
  }

  /** A table's bytes, or undefined. */
  table(tag: string): Buffer | undefined {
    const table = this.#tables.get(tag);
    return table && this.bytes.subarray(table.offset, table.offset + table.length);
  }

  #readLoca(long: boolean): Uint32Array {
    const { offset } = this.#table('loca');
    const loca = new Uint32Array(this.glyphCount + 1);
    for (let n = 0; n <= this.glyphCount; n++) {
      loca[n] = long ? this.bytes.readUInt32BE(offset + 4 * n) : 2 * this.bytes.readUInt16BE(offset + 2 * n);
    }
    return loca;
  }

  #readMetrics(full: number): [Uint16Array, Int16Array] {
    const { offset } = this.#table('hmtx');
    const advances = new Uint16Array(this.glyphCount);
    const bearings = new Int16Array(this.glyphCount);
    for (let n = 0; n < this.glyphCount; n++) {
      const at = offset + 4 * Math.min(n, full - 1);
      advances[n] = this.bytes.readUInt16BE(at);
      bearings[n] =
        n < full
          ? this.bytes.readInt16BE(at + 2)
          : this.bytes.readInt16BE(offset + 4 * full + 2 * (n - full));
    }
    return [advances, bearings];
  }

  #readCmap(): void {
    const { offset } = this.#table('cmap');
    const count = this.bytes.readUInt16BE(offset + 2);
    for (let n = 0; n < count; n++) {
      const at = offset + this.bytes.readUInt32BE(offset + 4 + 8 * n + 4);
      if (this.bytes.readUInt16BE(at) !== 12) continue;
      this.#readFormat12(at);
      return;
    }
    throw new TypeError('The font has no full Unicode character map (cmap format 12).');
  }

  #readFormat12(at: number): void {
    const groups = this.bytes.readUInt32BE(at + 12);
    for (let n = 0; n < groups; n++) {
      const group = at + 16 + 12 * n;
      const first = this.bytes.readUInt32BE(group);
      const last = this.bytes.readUInt32BE(group + 4);
      const glyph = this.bytes.readUInt32BE(group + 8);
      for (let code = first; code <= last; code++) {
        const page = (this.#pages[code >> 8] ??= new Uint16Array(256));
        page[code & 0xff] = glyph + code - first;
      }
    }
  }

  /** The glyph of a code point, or undefined where the font has none. */
  glyphOf(codePoint: number): number | undefined {
    const glyph = this.#pages[codePoint >> 8]?.[codePoint & 0xff];
    return glyph === 0 ? undefined : glyph;
  }

  /** Advance width in font units. */
  advance(glyph: number): number {
    return this.#advances[glyph] ?? 0;
  }

  leftSideBearing(glyph: number): number {
    return this.#bearings[glyph] ?? 0;
  }

  /** The glyph's description in the glyf table; empty for a space. */
  outlineBytes(glyph: number): Buffer {
    const start = this.#loca[glyph] ?? 0;
    const end = this.#loca[glyph + 1] ?? start;
    return this.bytes.subarray(this.#glyf.offset + start, this.#glyf.offset + end);
  }

  /** Whether the glyph is put together from others. */
  isComposite(glyph: number): boolean {
    const outline = this.outlineBytes(glyph);
    return outline.length > 0 && outline.readInt16BE(0) === HAS_COMPONENTS;
  }
}

/** A component of a composite glyph: the offset of its glyph index, and how it is placed. */
export interface Component {
  readonly glyph: number;
  readonly at: number;
  readonly dx: number;
  readonly dy: number;
  readonly scale: readonly [number, number, number, number];
}

const ARG_WORDS = 0x0001;
const ARGS_ARE_XY = 0x0002;
const HAS_SCALE = 0x0008;
const MORE = 0x0020;
const HAS_XY_SCALE = 0x0040;
const HAS_2X2 = 0x0080;

/** Components of a composite glyph (OpenType, glyf table, "Composite Glyph Description"). */
export function componentsOf(outline: Buffer): Component[] {
  const found: Component[] = [];
  let at = 10;
  for (let flags = MORE; flags & MORE;) {
    flags = outline.readUInt16BE(at);
    const glyph = outline.readUInt16BE(at + 2);
    const where = at + 2;
    at += 4;
    const words = (flags & ARG_WORDS) !== 0;
    const dx = words ? outline.readInt16BE(at) : outline.readInt8(at);
    const dy = words ? outline.readInt16BE(at + 2) : outline.readInt8(at + 1);
    at += words ? 4 : 2;
    const { scale, length } = readScale(outline, at, flags);
    at += length;
    const xy = (flags & ARGS_ARE_XY) !== 0;
    found.push({ glyph, at: where, dx: xy ? dx : 0, dy: xy ? dy : 0, scale });
  }
  return found;
}

function readScale(
  outline: Buffer,
  at: number,
  flags: number,
): { scale: Component['scale']; length: number } {
  const f2dot14 = (n: number): number => outline.readInt16BE(at + 2 * n) / 16384;
  if (flags & HAS_SCALE) return { scale: [f2dot14(0), 0, 0, f2dot14(0)], length: 2 };
  if (flags & HAS_XY_SCALE) return { scale: [f2dot14(0), 0, 0, f2dot14(1)], length: 4 };
  if (flags & HAS_2X2) return { scale: [f2dot14(0), f2dot14(1), f2dot14(2), f2dot14(3)], length: 8 };
  return { scale: [1, 0, 0, 1], length: 0 };
}
