import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { DocumentError } from '../errors.js';

/** Samples of a pixel by colour type (PNG 3rd edition §6.1): grey, RGB, palette, grey and alpha, RGB and alpha. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PALETTE = 3;
/** Adam7 (§8.1): where the pixels of each pass begin, and how far apart they are. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const WHOLE = [[0, 0, 1, 1]] as const;

interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
  readonly interlace: number;
}

interface PngParts {
  readonly header: PngHeader;
  readonly palette: Buffer;
  /** Of the tRNS chunk; empty when there is none. */
  readonly transparency: Buffer;
  readonly data: Buffer;
}

/**
 * Any kind of PNG as one of 8 bits in grey or RGB, not interlaced: what is transparent lies on white, as on paper.
 * @throws DocumentError `PHOTO_UNSUPPORTED`
 */
export function plainPng(parts: PngParts): Buffer {
  const { header } = parts;
  const colours = header.type === 0 || header.type === 4 ? 1 : 3;
  const { width, height } = header;
  const rows = Buffer.alloc(height * (1 + width * colours));
  const paint = painter(parts);
  eachPixel(parts, (x, y, samples) => {
    paint(samples, rows, y * (1 + width * colours) + 1 + x * colours);
  });
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = colours === 1 ? 0 : 2;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, body: Buffer): Buffer {
  const frame = Buffer.alloc(12 + body.length);
  frame.writeUInt32BE(body.length, 0);
  frame.write(kind, 4, 'latin1');
  body.copy(frame, 8);
  frame.writeUInt32BE(crc32(frame.subarray(4, 8 + body.length)), 8 + body.length);
  return frame;
}

const broken = (): DocumentError =>
  new DocumentError('PHOTO_UNSUPPORTED', 'The photo is a PNG whose pixels cannot be read.');

type Paint = (samples: readonly number[], to: Buffer, at: number) => void;

function painter({ header: { type, depth }, palette, transparency }: PngParts): Paint {
  const max = 2 ** depth - 1;
  const over = (value: number, alpha: number, full: number): number =>
    Math.round((255 * (full - alpha)) / full + (value * alpha) / full);
  if (type === PALETTE) {
    return ([index = 0], to, at) => {
      const alpha = transparency[index] ?? 255;
      for (let n = 0; n < 3; n += 1) to[at + n] = over(palette[index * 3 + n] ?? 0, alpha, 255);
    };
  }
  const colours = type === 0 || type === 4 ? 1 : 3;
  const hasAlpha = type >= 4;
  // One colour that is transparent altogether (§11.3.1.1).
  const key =
    !hasAlpha && transparency.length >= 2 * colours
      ? Array.from({ length: colours }, (_, n) => transparency.readUInt16BE(2 * n))
      : undefined;
  return (samples, to, at) => {
    const isKey = key?.every((value, n) => samples[n] === value) ?? false;
    const alpha = hasAlpha ? (samples[colours] ?? max) : isKey ? 0 : max;
    for (let n = 0; n < colours; n += 1) to[at + n] = over(((samples[n] ?? 0) * 255) / max, alpha, max);
  };
}

function eachPixel(
  { header, data }: PngParts,
  see: (x: number, y: number, samples: readonly number[]) => void,
): void {
  const { width, height, depth, type, interlace } = header;
  const perPixel = SAMPLES[type];
  if (perPixel === undefined || ![1, 2, 4, 8, 16].includes(depth) || interlace > 1) throw broken();
  const passes = (interlace === 1 ? ADAM7 : WHOLE).map(([x, y, dx, dy]) => ({
    ...{ x, y, dx, dy },
    columns: Math.ceil((width - x) / dx),
    lines: Math.ceil((height - y) / dy),
  }));
  const bytesOf = (columns: number): number => Math.ceil((columns * perPixel * depth) / 8);
  const drawn = passes.filter(({ columns, lines }) => columns > 0 && lines > 0);
  const size = drawn.reduce((sum, { columns, lines }) => sum + lines * (1 + bytesOf(columns)), 0);
  const raw = inflated(data, size);
  const step = Math.max(1, (perPixel * depth) >> 3);
  // One for all pixels: there are millions.
  const samples: number[] = [];
  let at = 0;
  for (const { x, y, dx, dy, columns, lines } of drawn) {
    let above: Buffer = Buffer.alloc(bytesOf(columns));
    for (let line = 0; line < lines; line += 1) {
      const row = raw.subarray(at + 1, at + 1 + bytesOf(columns));
      unfilter(raw[at] ?? 0, row, above, step);
      for (let column = 0; column < columns; column += 1) {
        for (let n = 0; n < perPixel; n += 1) samples[n] = sampleAt(row, column * perPixel + n, depth);
        see(x + column * dx, y + line * dy, samples);
      }
      above = row;
      at += 1 + row.length;
    }
  }
}

function inflated(data: Buffer, size: number): Buffer {
  try {
    const raw = inflateSync(data, { maxOutputLength: size + 1 });
    if (raw.length >= size) return raw;
  } catch {
    // Said below.
  }
  throw broken();
}

function sampleAt(row: Buffer, at: number, depth: number): number {
  if (depth === 8) return row[at] ?? 0;
  if (depth === 16) return row.readUInt16BE(2 * at);
  const bit = at * depth;
  return ((row[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

/** §9.2, in place. */
function unfilter(filter: number, row: Buffer, above: Buffer, step: number): void {
  if (filter > 4) throw broken();
  for (let at = 0; at < row.length; at += 1) {
    const [left, up, corner] = [row[at - step] ?? 0, above[at] ?? 0, above[at - step] ?? 0];
    const guess =
      filter === 1
        ? left
        : filter === 2
          ? up
          : filter === 3
            ? (left + up) >> 1
            : filter === 4
              ? paeth(left, up, corner)
              : 0;
    row[at] = (row[at] ?? 0) + guess;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
