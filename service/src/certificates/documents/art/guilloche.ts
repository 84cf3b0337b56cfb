import type { Box, Mark, PathMark } from '../drawing/mark.js';
import type { PathSegment } from '../fonts/outline.js';
import { curve, rectangle } from './curves.js';
import type { Point } from './curves.js';

const TURN = 2 * Math.PI;

export interface RosetteArt {
  readonly kind: 'rosette';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Inner radius as a part of the outer one. */
  readonly inner?: number;
  readonly petals: number;
  readonly lines: number;
  readonly colour: string;
  readonly width?: number;
  readonly opacity?: number;
}

/** Rings whose radius swings between inner and outer, each a little turned: the classic engine-turned rosette. */
export function rosette(art: RosetteArt): Mark[] {
  const inner = art.radius * (art.inner ?? 0.3);
  const mean = (art.radius + inner) / 2;
  const swing = (art.radius - inner) / 2;
  const { petals, lines } = art;
  const sector = TURN / petals;
  // One petal of every line; the others are the same, turned.
  const path = Array.from({ length: lines }, (_, n) => {
    const phase = (TURN * n) / lines;
    return curve((t) => {
      const angle = sector * t;
      const r =
        mean +
        swing * (0.78 * Math.sin(petals * angle + phase) + 0.22 * Math.sin(2 * petals * angle - phase));
      return [r * Math.cos(angle), r * Math.sin(angle)];
    }, 4);
  }).flat();
  const at = Array.from({ length: petals }, (_, n) => ({ x: art.x, y: art.y, turn: (360 * n) / petals }));
  return [{ kind: 'repeat', mark: stroked(path, art), at }];
}

export interface WavesArt extends Box {
  readonly kind: 'waves';
  /** Waves over the whole width. */
  readonly waves: number;
  readonly lines: number;
  readonly colour: string;
  readonly line?: number;
  readonly opacity?: number;
}

/** A wave of the ground is drawn in so many pieces. */
const WAVE_PIECES = 4;

/**
 * The ground of a certificate: a net of fine waves, every second one against its neighbours, so that they cross. The
 * net opens and closes along its width, which no raster of a copier keeps.
 */
export function waves(art: WavesArt): Mark[] {
  const gap = art.height / art.lines;
  const line = {
    colour: art.colour,
    ...(art.line === undefined ? {} : { width: art.line }),
    ...opacityOf(art),
  };
  const path = curve(
    (t) => {
      const swell = gap * (0.75 - 0.35 * Math.cos(2 * TURN * t));
      return [art.width * t, swell * Math.sin(TURN * art.waves * t)];
    },
    Math.round(art.waves * WAVE_PIECES),
  );
  const at = Array.from({ length: art.lines + 1 }, (_, n) => ({
    x: art.x,
    y: art.y + gap * n,
    stretch: [1, n % 2 === 0 ? 1 : -1] as const,
  }));
  return [{ kind: 'repeat', mark: stroked(path, line), at }];
}

export interface FrameArt extends Box {
  readonly kind: 'frame';
  /** Breadth of the interlaced band. */
  readonly band: number;
  /** Length of one wave along the band. */
  readonly pitch: number;
  readonly lines: number;
  readonly colour: string;
  /** Colour of the rules inside and outside the band. */
  readonly rule?: string;
  readonly line?: number;
}

/** A frame of interlaced waves between rules, a rosette in the square of each corner. */
export function frame(art: FrameArt): Mark[] {
  const { x, y, width, height, band } = art;
  const half = band / 2;
  const [right, bottom] = [x + width, y + height];
  const sides: [Point, Point][] = [
    [
      [x + band, y + half],
      [right - band, y + half],
    ],
    [
      [x + band, bottom - half],
      [right - band, bottom - half],
    ],
    [
      [x + half, y + band],
      [x + half, bottom - band],
    ],
    [
      [right - half, y + band],
      [right - half, bottom - band],
    ],
  ];
  const corners: Point[] = [
    [x, y],
    [right - band, y],
    [x, bottom - band],
    [right - band, bottom - band],
  ];
  const rule = art.rule ?? art.colour;
  const inset = (by: number): PathSegment[] => rectangle(x + by, y + by, width - 2 * by, height - 2 * by);
  const ruled = (line: number, ...path: PathSegment[]): Mark => ({
    kind: 'path',
    path,
    stroke: rule,
    width: line,
  });
  return [
    ...sides.map(([from, to]) => side(from, to, art)),
    // A heavy rule outside, fine ones on both edges of the band and around its corners, and one within.
    ruled(0.5, ...inset(-0.9)),
    ruled(0.14, ...inset(0), ...inset(band), ...corners.flatMap(([cx, cy]) => rectangle(cx, cy, band, band))),
    ruled(0.28, ...inset(band + 0.8)),
    ruled(0.1, ...inset(band + 1.8)),
    ...corners.flatMap(([cx, cy]) => cornerRosette([cx + half, cy + half], half * 0.9, rule)),
  ];
}

function cornerRosette([x, y]: Point, radius: number, colour: string): Mark[] {
  return rosette({ kind: 'rosette', x, y, radius, inner: 0.3, petals: 8, lines: 6, colour, width: 0.08 });
}

/** One wave of every strand, repeated along the side: wide waves, and half as many small ones at double the pace. */
function side(from: Point, to: Point, art: FrameArt): Mark {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const { pitch } = art;
  const count = Math.max(2, Math.round(length / pitch));
  const swing = (art.band / 2) * 0.86;
  const strand = (phase: number, pace: number, height: number): PathSegment[] =>
    curve((t) => [pitch * t, swing * height * Math.sin(TURN * pace * t + phase)], 4 * pace);
  const phases = (lines: number): number[] => Array.from({ length: lines }, (_, n) => (TURN * n) / lines);
  const path = [
    ...phases(art.lines).flatMap((phase) => strand(phase, 1, 1)),
    ...phases(Math.ceil(art.lines / 2)).flatMap((phase) => strand(phase, 2, 0.5)),
  ];
  const turn = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  const at = Array.from({ length: count }, (_, n) => ({
    x: from[0] + ((to[0] - from[0]) * n) / count,
    y: from[1] + ((to[1] - from[1]) * n) / count,
    turn,
    // So that whole waves fill every side, whatever its length.
    stretch: [length / (count * pitch), 1] as const,
  }));
  return { kind: 'repeat', mark: stroked(path, { colour: art.colour, width: art.line ?? 0.09 }), at };
}

function opacityOf(art: { opacity?: number }): { opacity?: number } {
  return art.opacity === undefined ? {} : { opacity: art.opacity };
}

function stroked(
  path: readonly PathSegment[],
  art: { colour: string; width?: number; opacity?: number },
): PathMark {
  return { kind: 'path', path, stroke: art.colour, width: art.width ?? 0.08, ...opacityOf(art) };
}
