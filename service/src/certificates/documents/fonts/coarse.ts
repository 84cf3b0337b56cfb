import { contoursOf } from './outline.js';
import type { OutlinePoint } from './outline.js';
import type { TrueTypeFont } from './truetype.js';

/** No glyph is drawn coarser than this, in millimetres: a dot at 450 dpi. */
const FINE = 0.0564;
/** Units of an em that a font is embedded in; the last is what fonts come with. */
const GRIDS = [70, 80, 90, 100, 110, 125, 140, 160, 180, 200, 250, 300];

/** The coarsest grid that is fine enough for text of `size` millimetres; undefined where that is the font's own. */
export function gridFor(size: number): number | undefined {
  return GRIDS.find((grid) => size / grid <= FINE);
}

/** A font's outlines on a coarse grid, kept once made: at the sizes of running text a file is a quarter smaller for it. */
export class CoarseOutlines {
  readonly unitsPerEm: number;
  readonly factor: number;
  readonly #font: TrueTypeFont;
  readonly #known = new Map<number, Buffer>();

  constructor(font: TrueTypeFont, unitsPerEm: number) {
    this.#font = font;
    this.unitsPerEm = unitsPerEm;
    this.factor = unitsPerEm / font.unitsPerEm;
  }

  outline(glyph: number): Buffer {
    let known = this.#known.get(glyph);
    if (!known) {
      known = this.#make(glyph);
      this.#known.set(glyph, known);
    }
    return known;
  }

  /** Advance width, in units of this grid. */
  advance(glyph: number): number {
    return Math.round(this.#font.advance(glyph) * this.factor);
  }

  #make(glyph: number): Buffer {
    const contours = contoursOf(this.#font, glyph);
    return contours.length === 0
      ? Buffer.alloc(0)
      : encode(contours.map((contour) => rounded(contour, this.factor)));
  }
}

/** By font and grid: a font lives as long as the process, and there are no more grids than {@link GRIDS}. */
const made = new WeakMap<TrueTypeFont, Map<number, CoarseOutlines>>();

/** A font's outlines on a coarser grid of so many units to an em, made once. */
export function coarseOutlines(font: TrueTypeFont, unitsPerEm: number): CoarseOutlines {
  const grids = made.get(font) ?? new Map<number, CoarseOutlines>();
  const outlines = grids.get(unitsPerEm) ?? new CoarseOutlines(font, unitsPerEm);
  made.set(font, grids.set(unitsPerEm, outlines));
  return outlines;
}

/** Rounds points and drops those that fall together. */
function rounded(contour: readonly OutlinePoint[], factor: number): OutlinePoint[] {
  const points = contour.map(({ x, y, on }) => ({
    x: Math.round(x * factor),
    y: Math.round(y * factor),
    on,
  }));
  const kept = points.filter((point, n) => {
    const next = points[(n + 1) % points.length];
    return !(next && next.x === point.x && next.y === point.y && next.on === point.on);
  });
  return kept.length > 2 ? kept : points;
}

const ON = 1;
const X_SHORT = 2;
const Y_SHORT = 4;
const REPEAT = 8;
const X_SAME = 16;
const Y_SAME = 32;

/** Simple glyph description (OpenType, glyf table) without instructions. */
function encode(contours: readonly (readonly OutlinePoint[])[]): Buffer {
  const points = contours.flat();
  const flags: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  let [px, py] = [0, 0];
  for (const { x, y, on } of points) {
    flags.push((on ? ON : 0) | axis(x - px, xs, X_SHORT, X_SAME) | axis(y - py, ys, Y_SHORT, Y_SAME));
    [px, py] = [x, y];
  }
  const header = Buffer.alloc(10 + 2 * contours.length + 2);
  header.writeInt16BE(contours.length, 0);
  const [allX, allY] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  [Math.min(...allX), Math.min(...allY), Math.max(...allX), Math.max(...allY)].forEach((value, n) =>
    header.writeInt16BE(value, 2 + 2 * n),
  );
  let last = -1;
  contours.forEach((contour, n) => {
    last += contour.length;
    header.writeUInt16BE(last, 10 + 2 * n);
  });
  return Buffer.concat([header, Buffer.from(repeated(flags)), Buffer.from(xs), Buffer.from(ys)]);
}

function axis(delta: number, out: number[], short: number, same: number): number {
  if (delta === 0) return same;
  if (Math.abs(delta) < 256) {
    out.push(Math.abs(delta));
    return delta > 0 ? short | same : short;
  }
  out.push((delta >> 8) & 255, delta & 255);
  return 0;
}

/** Equal flags in a row are written once with a count. */
function repeated(flags: readonly number[]): number[] {
  const out: number[] = [];
  for (let n = 0; n < flags.length;) {
    const flag = flags[n] ?? 0;
    let count = 1;
    while (count < 256 && flags[n + count] === flag) count++;
    if (count > 2) out.push(flag | REPEAT, count - 1);
    else for (let k = 0; k < count; k++) out.push(flag);
    n += count;
  }
  return out;
}
