import type { PathSegment } from '../fonts/outline.js';

export type Point = readonly [number, number];

/** A smooth curve through points of t in [0, 1], as cubic pieces whose tangents are the curve's own. */
export function curve(at: (t: number) => Point, pieces: number, closed = false): PathSegment[] {
  const step = 1 / pieces;
  const epsilon = step / 1000;
  const slope = (t: number): Point => {
    const [x0, y0] = at(t - epsilon);
    const [x1, y1] = at(t + epsilon);
    return [(x1 - x0) / (2 * epsilon), (y1 - y0) / (2 * epsilon)];
  };
  const path: PathSegment[] = [['M', ...at(0)]];
  let [x, y] = at(0);
  let [dx, dy] = slope(0);
  for (let n = 1; n <= pieces; n++) {
    const t = n * step;
    const [x1, y1] = at(t);
    const [dx1, dy1] = slope(t);
    path.push([
      'C',
      x + (dx * step) / 3,
      y + (dy * step) / 3,
      x1 - (dx1 * step) / 3,
      y1 - (dy1 * step) / 3,
      x1,
      y1,
    ]);
    [x, y, dx, dy] = [x1, y1, dx1, dy1];
  }
  if (closed) path.push(['Z']);
  return path;
}

const KAPPA = 0.5522847498;

export function circle(cx: number, cy: number, r: number): PathSegment[] {
  const k = r * KAPPA;
  return [
    ['M', cx + r, cy],
    ['C', cx + r, cy + k, cx + k, cy + r, cx, cy + r],
    ['C', cx - k, cy + r, cx - r, cy + k, cx - r, cy],
    ['C', cx - r, cy - k, cx - k, cy - r, cx, cy - r],
    ['C', cx + k, cy - r, cx + r, cy - k, cx + r, cy],
    ['Z'],
  ];
}

export function rectangle(x: number, y: number, width: number, height: number, radius = 0): PathSegment[] {
  if (radius === 0) {
    return [['M', x, y], ['L', x + width, y], ['L', x + width, y + height], ['L', x, y + height], ['Z']];
  }
  const k = radius * (1 - KAPPA);
  const [r, b] = [x + width, y + height];
  return [
    ['M', x + radius, y],
    ['L', r - radius, y],
    ['C', r - k, y, r, y + k, r, y + radius],
    ['L', r, b - radius],
    ['C', r, b - k, r - k, b, r - radius, b],
    ['L', x + radius, b],
    ['C', x + k, b, x, b - k, x, b - radius],
    ['L', x, y + radius],
    ['C', x, y + k, x + k, y, x + radius, y],
    ['Z'],
  ];
}
