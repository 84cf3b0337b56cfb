import type { Face, Faces } from '../fonts/faces.js';
import { glyphPath } from '../fonts/outline.js';
import type { PathSegment } from '../fonts/outline.js';
import type { Mark, PathMark } from '../drawing/mark.js';
import { DocumentError } from '../errors.js';
import { circle, curve } from './curves.js';

export interface SealText {
  readonly name: string;
  readonly code: string;
}

/** How much of what lies below shows through a seal, which is printed over it. */
export const SEAL_OPACITY = 0.86;
const RED = '#d0021b';

/** Outlines are written in whole units of so many millimetres: small in the file, finer than a dot at 600 dpi. */
const UNIT = 0.0424;

/**
 * An issuer's round seal 电子印章, drawn around (0, 0) from its name and code as outlines.
 * In the middle stands our own mark, a bridge over water: a star or the state emblem would imitate a real authority's.
 */
export function sealMarks(faces: Faces, text: SealText, diameter: number): Mark[] {
  const r = diameter / 2;
  return [
    { kind: 'path', path: circle(0, 0, r * 0.97), stroke: RED, width: r * 0.06 },
    { kind: 'path', path: circle(0, 0, r * 0.9), stroke: RED, width: r * 0.012 },
    ...nameOnArc(faces, text.name, r),
    ...codeOnArc(faces, text.code, r),
    ...line(faces, '电子印章', { y: r * 0.43, size: r * 0.17, gap: r * 0.03 }),
    ...bridge(r),
  ];
}

interface Outline {
  readonly path: PathSegment[];
  /** Units in an em. */
  readonly units: number;
  /** In ems. */
  readonly advance: number;
}

/** A character of some height in millimetres, in units, y downwards, its baseline's middle at the origin. */
function outlineOf(faces: Faces, character: string, height: number, face: Face = 'serif-bold'): Outline {
  const glyph = faces.glyph(face, character.codePointAt(0) ?? 0);
  if (!glyph) throw new DocumentError('CHARACTERS_MISSING', 'No font has a character of the issuer’s name.');
  const advance = glyph.font.advance(glyph.id) / glyph.font.unitsPerEm;
  const units = Math.round(height / UNIT);
  const unit = units / glyph.font.unitsPerEm;
  const path = glyphPath(glyph.font, glyph.id, (x, y) => [x * unit - (advance * units) / 2, -y * unit]);
  return { path: wholeUnits(path), units, advance };
}

/** Whole numbers; what is straight to less than a unit becomes a line, what has no length goes. */
function wholeUnits(path: readonly PathSegment[]): PathSegment[] {
  const out: PathSegment[] = [];
  let [x, y] = [0, 0];
  for (const segment of path) {
    if (segment[0] === 'Z') {
      out.push(segment);
      continue;
    }
    const numbers = segment.slice(1).map((value) => Math.round(value as number));
    const [ex = 0, ey = 0] = numbers.slice(-2);
    const straight = segment[0] === 'C' && isStraight(x, y, numbers);
    if (segment[0] === 'M') out.push(['M', ex, ey]);
    else if (ex === x && ey === y) continue;
    else if (segment[0] === 'L' || straight) out.push(['L', ex, ey]);
    else out.push(['C', ...(numbers as [number, number, number, number, number, number])]);
    [x, y] = [ex, ey];
  }
  return out;
}

function isStraight(
  x: number,
  y: number,
  [ax = 0, ay = 0, bx = 0, by = 0, ex = 0, ey = 0]: readonly number[],
): boolean {
  const length = Math.hypot(ex - x, ey - y) || 1;
  const off = (px: number, py: number): number =>
    Math.abs((ex - x) * (py - y) - (ey - y) * (px - x)) / length;
  return off(ax, ay) < 0.9 && off(bx, by) < 0.9;
}

/** Characters stand upright on the ring, their feet to the centre; the longer the name, the narrower they get. */
function nameOnArc(faces: Faces, name: string, r: number): Mark[] {
  const characters = [...name];
  const height = r * (characters.length > 16 ? 0.21 : 0.25);
  const baseline = r * 0.84 - height * 0.88;
  const spread = Math.min(250, Math.max(90, characters.length * 21));
  const step = characters.length > 1 ? spread / (characters.length - 1) : 0;
  const widest = ((step * Math.PI) / 180) * (baseline + height * 0.35) * 0.94;
  const stretch = Math.min(0.82, widest / height);
  return characters.map((character, n) => {
    const first = characters.length > 1 ? -spread / 2 : 0;
    return onRing(outlineOf(faces, character, height), {
      turn: first + step * n,
      radius: baseline + 0.12 * height,
      width: height * stretch,
      height,
    });
  });
}

/** The code runs along the foot of the ring, its heads to the centre. */
function codeOnArc(faces: Faces, code: string, r: number): Mark[] {
  const height = r * 0.1;
  const radius = r * 0.845;
  const outlines = [...code].map((character) => outlineOf(faces, character, height, 'sans-medium'));
  const degrees = (advance: number): number =>
    ((advance * height * 1.12) / (radius - height * 0.4)) * (180 / Math.PI);
  const total = outlines.reduce((sum, { advance }) => sum + degrees(advance), 0);
  let turn = 180 + total / 2;
  return outlines.map((outline) => {
    const half = degrees(outline.advance) / 2;
    turn -= half;
    const mark = onRing(outline, { turn, radius, width: height, height, inwards: true });
    turn -= half;
    return mark;
  });
}

interface RingPlace {
  /** Clockwise from the top, degrees. */
  readonly turn: number;
  readonly radius: number;
  readonly width: number;
  readonly height: number;
  readonly inwards?: boolean;
}

function onRing({ path, units }: Outline, { turn, radius, width, height, inwards = false }: RingPlace): Mark {
  const angle = (turn * Math.PI) / 180;
  const at = {
    x: radius * Math.sin(angle),
    y: -radius * Math.cos(angle),
    turn: inwards ? turn + 180 : turn,
    stretch: [width / units, height / units] as const,
  };
  return { kind: 'repeat', mark: { kind: 'path', path, fill: RED }, at: [at] };
}

/** A straight line of text around x = 0. */
function line(
  faces: Faces,
  text: string,
  { y, size, gap }: { y: number; size: number; gap: number },
): Mark[] {
  const outlines = [...text].map((character) => outlineOf(faces, character, size));
  let at =
    -(outlines.reduce((sum, { advance }) => sum + advance * size, 0) + gap * (outlines.length - 1)) / 2;
  return outlines.map(({ path, units, advance }) => {
    const x = at + (advance * size) / 2;
    at += advance * size + gap;
    return {
      kind: 'repeat',
      mark: { kind: 'path', path, fill: RED },
      at: [{ x, y, stretch: [size / units, size / units] }],
    };
  });
}

/** Three arches and the water below them. */
function bridge(r: number): PathMark[] {
  const width = r * 0.62;
  const arch = (from: number, to: number, rise: number): PathSegment[] =>
    curve((t) => [from + (to - from) * t, r * 0.02 - rise * Math.sin(Math.PI * t)], 6);
  const wave = (y: number, half: number): PathSegment[] =>
    curve((t) => [-half + 2 * half * t, y + r * 0.018 * Math.sin(6 * Math.PI * t)], 12);
  const strokes: [PathSegment[], number][] = [
    [
      curve(
        (t) => [-width / 2 + width * t, -r * 0.04 - r * 0.3 * Math.max(0, Math.sin(Math.PI * t)) ** 0.9],
        16,
      ),
      0.05,
    ],
    [arch(-r * 0.11, r * 0.11, r * 0.17), 0.035],
    [arch(-r * 0.24, -r * 0.13, r * 0.09), 0.03],
    [arch(r * 0.13, r * 0.24, r * 0.09), 0.03],
    [wave(r * 0.09, r * 0.3), 0.022],
    [wave(r * 0.16, r * 0.2), 0.022],
  ];
  return strokes.map(([path, width]) => ({ kind: 'path', path, stroke: RED, width: r * width }));
}
