import type { CoarseOutlines } from './coarse.js';
import { componentsOf } from './truetype.js';
import type { TrueTypeFont } from './truetype.js';

/**
 * A TrueType file of the given glyphs only, in their order, for embedding as CIDFontType2 (ISO 32000-1 §9.9):
 * glyf, head, hhea, hmtx, loca, maxp and prep, nothing of layout. Glyph 0 is .notdef, glyphs[n] becomes n + 1.
 *
 * Written by hand because copying outlines from a resident font takes 0.05 ms where harfbuzz's subsetter takes 0.7 ms,
 * and because numbering glyphs by character keeps ToUnicode exact where two characters share an outline.
 */
export function subsetFont(font: TrueTypeFont, glyphs: readonly number[], coarse?: CoarseOutlines): Buffer {
  const order = [0, ...glyphs];
  const factor = coarse?.factor ?? 1;
  const outlines = coarse ? order.map((glyph) => coarse.outline(glyph)) : collectOutlines(font, order);
  const loca = Buffer.alloc(4 * (order.length + 1));
  let length = 0;
  outlines.forEach((outline, n) => {
    loca.writeUInt32BE(length, 4 * n);
    length += (outline.length + 3) & ~3;
  });
  loca.writeUInt32BE(length, 4 * order.length);
  const glyf = Buffer.alloc(length);
  outlines.forEach((outline, n) => outline.copy(glyf, loca.readUInt32BE(4 * n)));
  return sfnt([
    ['glyf', glyf],
    ['head', patched(font, 'head', (head) => patchHead(head, factor))],
    ['hhea', patched(font, 'hhea', (hhea) => patchHhea(hhea, factor, order.length))],
    ['hmtx', metrics(font, order, factor)],
    ['loca', loca],
    ['maxp', patched(font, 'maxp', (maxp) => maxp.writeUInt16BE(order.length, 4))],
    ['prep', font.table('prep') ?? Buffer.alloc(0)],
  ]);
}

function patchHead(head: Buffer, factor: number): void {
  head.writeUInt32BE(0, 8);
  head.writeUInt16BE(Math.round(head.readUInt16BE(18) * factor), 18);
  for (const at of [36, 38, 40, 42]) head.writeInt16BE(Math.round(head.readInt16BE(at) * factor), at);
  head.writeInt16BE(1, 50);
}

function patchHhea(hhea: Buffer, factor: number, count: number): void {
  for (const at of [4, 6, 8, 12, 14, 16]) hhea.writeInt16BE(Math.round(hhea.readInt16BE(at) * factor), at);
  hhea.writeUInt16BE(Math.round(hhea.readUInt16BE(10) * factor), 10);
  hhea.writeUInt16BE(count, 34);
}

/** Outlines in order; components of composite glyphs are appended to `order`, and pointed to by their new numbers. */
function collectOutlines(font: TrueTypeFont, order: number[]): Buffer[] {
  const outlines: Buffer[] = [];
  const added = new Map<number, number>();
  // `order` grows while it is walked.
  for (let n = 0; n < order.length; n++) {
    const glyph = order[n] ?? 0;
    const outline = font.outlineBytes(glyph);
    if (!font.isComposite(glyph)) {
      outlines.push(outline);
      continue;
    }
    const copy = Buffer.from(outline);
    for (const { glyph: part, at } of componentsOf(outline)) {
      let number = added.get(part);
      if (number === undefined) {
        number = order.push(part) - 1;
        added.set(part, number);
      }
      copy.writeUInt16BE(number, at);
    }
    outlines.push(copy);
  }
  return outlines;
}

function metrics(font: TrueTypeFont, order: readonly number[], factor: number): Buffer {
  const hmtx = Buffer.alloc(4 * order.length);
  order.forEach((glyph, n) => {
    hmtx.writeUInt16BE(Math.round(font.advance(glyph) * factor), 4 * n);
    hmtx.writeInt16BE(Math.round(font.leftSideBearing(glyph) * factor), 4 * n + 2);
  });
  return hmtx;
}

function patched(font: TrueTypeFont, tag: string, change: (table: Buffer) => unknown): Buffer {
  const copy = Buffer.from(font.table(tag) ?? Buffer.alloc(0));
  change(copy);
  return copy;
}

function checksum(table: Buffer): number {
  let sum = 0;
  const whole = table.length & ~3;
  for (let at = 0; at < whole; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  let rest = 0;
  for (let at = whole; at < whole + 4; at++) rest = (rest << 8) | (at < table.length ? (table[at] ?? 0) : 0);
  return table.length === whole ? sum : (sum + (rest >>> 0)) >>> 0;
}

function sfnt(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const header = Buffer.alloc(12 + 16 * tables.length);
  const power = 2 ** Math.floor(Math.log2(tables.length));
  header.writeUInt32BE(0x00010000, 0);
  header.writeUInt16BE(tables.length, 4);
  header.writeUInt16BE(16 * power, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE(16 * (tables.length - power), 10);
  const parts: Buffer[] = [header];
  let offset = header.length;
  let headAt = 0;
  let total = 0;
  tables.forEach(([tag, table], n) => {
    const at = 12 + 16 * n;
    const sum = checksum(table);
    header.write(tag, at, 'latin1');
    header.writeUInt32BE(sum, at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(table.length, at + 12);
    if (tag === 'head') headAt = offset;
    total = (total + sum) >>> 0;
    const padding = -table.length & 3;
    parts.push(table, Buffer.alloc(padding));
    offset += table.length + padding;
  });
  const file = Buffer.concat(parts, offset);
  // checkSumAdjustment: the whole file sums to this constant.
  file.writeUInt32BE((0xb1b0afba - ((total + checksum(header)) >>> 0)) >>> 0, headAt + 8);
  return file;
}
