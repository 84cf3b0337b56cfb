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
    }, 6);
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

/** Lines come in this many shapes, one after another. */
const SHAPES = 5;

/** A field of fine interlaced waves: the ground of a certificate. */
export function waves(art: WavesArt): Mark[] {
  const gap = art.height / art.lines;
  const line = {
    colour: art.colour,
    ...(art.line === undefined ? {} : { width: art.line }),
    ...opacityOf(art),
  };
  return Array.from({ length: SHAPES }, (_, shape): Mark => {
    const phase = (TURN * shape) / SHAPES;
    const path = curve(
      (t) => {
        const swell = 0.55 + 0.45 * Math.sin(TURN * 1.5 * t + phase);
        return [
          art.width * t,
          gap * (2.1 * swell * Math.sin(TURN * art.waves * t + phase) + 1.2 * Math.sin(TURN * 2 * t - phase)),
        ];
      },
      Math.max(8, Math.round(art.waves * 4)),
    );
    const at = [];
    for (let n = shape; n <= art.lines; n += SHAPES) at.push({ x: art.x, y: art.y + gap * n });
    return { kind: 'repeat', mark: stroked(path, line), at };
  });
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

/** A frame of interlaced waves between two rules, with a rosette in each corner. */
export function frame(art: FrameArt): Mark[] {
  const { x, y, width, height, band } = art;
  const half = band / 2;
  const corner = band * 1.15;
  const sides: [Point, Point][] = [
    [
      [x + corner, y + half],
      [x + width - corner, y + half],
    ],
    [
      [x + corner, y + height - half],
      [x + width - corner, y + height - half],
    ],
    [
      [x + half, y + corner],
      [x + half, y + height - corner],
    ],
    [
      [x + width - half, y + corner],
      [x + width - half, y + height - corner],
    ],
  ];
  const corners: [number, number][] = [
    [x + half, y + half],
    [x + width - half, y + half],
    [x + half, y + height - half],
    [x + width - half, y + height - half],
  ];
  const rule = art.rule ?? art.colour;
  const gap = band * 0.16;
  return [
    ...sides.map(([from, to]) => side(from, to, art)),
    {
      kind: 'path',
      path: [
        ...rectangle(x - gap, y - gap, width + 2 * gap, height + 2 * gap),
        ...rectangle(x + band + gap, y + band + gap, width - 2 * (band + gap), height - 2 * (band + gap)),
      ],
      stroke: rule,
      width: 0.35,
    },
    {
      kind: 'path',
      path: rectangle(
        x + band + gap * 2.2,
        y + band + gap * 2.2,
        width - 2 * (band + gap * 2.2),
        height - 2 * (band + gap * 2.2),
      ),
      stroke: rule,
      width: 0.12,
    },
    ...corners.flatMap(([cx, cy]) =>
      rosette({
        kind: 'rosette',
        x: cx,
        y: cy,
        radius: half * 1.12,
        inner: 0.22,
        petals: 8,
        lines: 4,
        colour: rule,
        width: 0.09,
      }),
    ),
  ];
}

/** One wave of every strand, repeated along the side. */
function side(from: Point, to: Point, art: FrameArt): Mark {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const count = Math.max(2, Math.round(length / art.pitch));
  const pitch = length / count;
  const swing = (art.band / 2) * 0.86;
  const path = Array.from({ length: art.lines }, (_, n) => {
    const phase = (TURN * n) / art.lines;
    return curve(
      (t) => [
        pitch * t,
        swing * (0.8 * Math.sin(TURN * t + phase) + 0.2 * Math.sin(TURN * 2 * t - phase * 2)),
      ],
      6,
    );
  }).flat();
  const turn = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  const at = Array.from({ length: count }, (_, n) => ({
    x: from[0] + ((to[0] - from[0]) * n) / count,
    y: from[1] + ((to[1] - from[1]) * n) / count,
    turn,
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
