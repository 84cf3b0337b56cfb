import type { Box, Mark } from '../drawing/mark.js';
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
  const path = Array.from({ length: art.lines }, (_, n) => {
    const phase = (TURN * n) / art.lines;
    const at = (t: number): Point => {
      const angle = TURN * t;
      const r =
        mean +
        swing *
          (0.78 * Math.sin(art.petals * angle + phase) + 0.22 * Math.sin(2 * art.petals * angle - phase));
      return [art.x + r * Math.cos(angle), art.y + r * Math.sin(angle)];
    };
    return curve(at, art.petals * 6, true);
  }).flat();
  return [stroked(path, art)];
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

/** A field of fine lines whose swing grows and falls across the page: the ground of a certificate. */
export function waves(art: WavesArt): Mark[] {
  const gap = art.height / art.lines;
  const path = Array.from({ length: art.lines + 1 }, (_, n) => {
    const depth = n / art.lines;
    const at = (t: number): Point => {
      const swell = Math.sin(Math.PI * t * 1.5 + depth * 3);
      const y =
        art.y +
        gap * n +
        gap *
          (2.2 * swell * Math.sin(TURN * art.waves * t + depth * TURN * 1.3) +
            1.1 * Math.sin(TURN * 2.5 * t + depth * 5));
      return [art.x + art.width * t, Math.min(art.y + art.height, Math.max(art.y, y))];
    };
    return curve(at, Math.max(8, Math.round(art.waves * 5)));
  }).flat();
  return [
    stroked(path, {
      colour: art.colour,
      ...(art.line === undefined ? {} : { width: art.line }),
      ...opacityOf(art),
    }),
  ];
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
  const strands = sides.flatMap(([from, to]) => side(from, to, art)).flat();
  const corners: [number, number][] = [
    [x + half, y + half],
    [x + width - half, y + half],
    [x + half, y + height - half],
    [x + width - half, y + height - half],
  ];
  const rule = art.rule ?? art.colour;
  const gap = band * 0.16;
  return [
    { kind: 'path', path: strands, stroke: art.colour, width: art.line ?? 0.09 },
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

function side(from: Point, to: Point, art: FrameArt): ReturnType<typeof curve>[] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const count = Math.max(2, Math.round(length / art.pitch));
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  return Array.from({ length: art.lines }, (_, n) => {
    const phase = (TURN * n) / art.lines;
    const swing = (art.band / 2) * 0.86;
    return curve((t) => {
      const along = length * t;
      const away =
        swing * (0.8 * Math.sin(TURN * count * t + phase) + 0.2 * Math.sin(TURN * count * 2 * t - phase * 2));
      return [from[0] + ux * along - uy * away, from[1] + uy * along + ux * away];
    }, count * 6);
  });
}

function opacityOf(art: { opacity?: number }): { opacity?: number } {
  return art.opacity === undefined ? {} : { opacity: art.opacity };
}

function stroked(
  path: ReturnType<typeof curve>,
  art: { colour: string; width?: number; opacity?: number },
): Mark {
  return { kind: 'path', path, stroke: art.colour, width: art.width ?? 0.08, ...opacityOf(art) };
}
