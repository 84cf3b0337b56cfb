import { componentsOf } from './truetype.js';
import type { TrueTypeFont } from './truetype.js';

/** A path in absolute coordinates: M x y, L x y, C six numbers, Z. */
export type PathSegment =
  | readonly ['M' | 'L', number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z'];

type PointTransform = (x: number, y: number) => readonly [number, number];

/** A point of a TrueType outline, on the curve or a control point. */
export interface OutlinePoint {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
}

/** A glyph's outline as cubic curves; `place` maps font units (y upwards) to the caller's coordinates. */
export function glyphPath(font: TrueTypeFont, glyph: number, place: PointTransform): PathSegment[] {
  return contoursOf(font, glyph).flatMap((contour) => contourPath(contour, place));
}

/** All contours, those of components put in their places. */
export function contoursOf(font: TrueTypeFont, glyph: number): OutlinePoint[][] {
  const outline = font.outlineBytes(glyph);
  if (outline.length === 0) return [];
  if (!font.isComposite(glyph)) return readContours(outline);
  return componentsOf(outline).flatMap(({ glyph: part, dx, dy, scale: [a, b, c, d] }) =>
    contoursOf(font, part).map((contour) =>
      contour.map(({ x, y, on }) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, on })),
    ),
  );
}

/** Simple glyph description (OpenType, glyf table). */
function readContours(outline: Buffer): OutlinePoint[][] {
  const contours = outline.readInt16BE(0);
  const ends = Array.from({ length: contours }, (_, n) => outline.readUInt16BE(10 + 2 * n));
  const count = (ends.at(-1) ?? -1) + 1;
  let at = 10 + 2 * contours;
  at += 2 + outline.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = outline[at++] ?? 0;
    const repeat = flag & 8 ? (outline[at++] ?? 0) : 0;
    for (let n = 0; n <= repeat; n++) flags.push(flag);
  }
  const axis = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) value += (flag & same ? 1 : -1) * (outline[at++] ?? 0);
      else if (!(flag & same)) {
        value += outline.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = axis(2, 16);
  const ys = axis(4, 32);
  const points = flags.map((flag, n): OutlinePoint => ({
    x: xs[n] ?? 0,
    y: ys[n] ?? 0,
    on: (flag & 1) !== 0,
  }));
  return ends.map((end, n) => points.slice(n === 0 ? 0 : (ends[n - 1] ?? 0) + 1, end + 1));
}

const middle = (a: OutlinePoint, b: OutlinePoint): OutlinePoint => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
  on: true,
});

/** What a contour is drawn with: from the end of the one before, straight or with one control point. */
export interface Stroke {
  readonly control?: OutlinePoint;
  readonly end: OutlinePoint;
}

/**
 * A closed contour as its start and strokes; points between two off-curve points are implied (OpenType, glyf table).
 * Undefined for one that encloses nothing.
 */
export function strokesOf(
  points: readonly OutlinePoint[],
): { readonly start: OutlinePoint; readonly strokes: readonly Stroke[] } | undefined {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return undefined;
  const start = first.on ? first : last.on ? last : middle(first, last);
  const strokes: Stroke[] = [];
  let control: OutlinePoint | undefined;
  const to = (end: OutlinePoint): void => {
    strokes.push(control ? { control, end } : { end });
    control = undefined;
  };
  for (const point of first.on ? points.slice(1) : points) {
    if (point.on) to(point);
    else {
      if (control) to(middle(control, point));
      control = point;
    }
  }
  to(start);
  return { start, strokes };
}

/** A quadratic curve is raised to a cubic one. */
function contourPath(points: readonly OutlinePoint[], place: PointTransform): PathSegment[] {
  const contour = strokesOf(points);
  if (!contour) return [];
  let current = contour.start;
  const path: PathSegment[] = [['M', ...place(current.x, current.y)]];
  for (const { control, end } of contour.strokes) {
    if (control) {
      const c1 = place(
        current.x + (2 / 3) * (control.x - current.x),
        current.y + (2 / 3) * (control.y - current.y),
      );
      const c2 = place(end.x + (2 / 3) * (control.x - end.x), end.y + (2 / 3) * (control.y - end.y));
      path.push(['C', ...c1, ...c2, ...place(end.x, end.y)]);
    } else path.push(['L', ...place(end.x, end.y)]);
    current = end;
  }
  path.push(['Z']);
  return path;
}
