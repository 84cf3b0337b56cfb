import type { Faces } from '../fonts/faces.js';
import { glyphPath } from '../fonts/outline.js';
import type { PathSegment } from '../fonts/outline.js';
import type { PathMark } from '../drawing/mark.js';
import { DocumentError } from '../errors.js';
import { circle, curve } from './curves.js';

export interface SealText {
  readonly name: string;
  readonly code: string;
}

const RED = '#d0021b';

/**
 * An issuer's round seal 电子印章, drawn around (0, 0) from its name and code as outlines.
 * In the middle stands our own mark, a bridge over water: a star or the state emblem would imitate a real authority's.
 */
export function sealMarks(faces: Faces, text: SealText, diameter: number): PathMark[] {
  const r = diameter / 2;
  return [
    { kind: 'path', path: circle(0, 0, r * 0.97), stroke: RED, width: r * 0.06 },
    { kind: 'path', path: circle(0, 0, r * 0.9), stroke: RED, width: r * 0.012 },
    { kind: 'path', path: nameOnArc(faces, text.name, r), fill: RED },
    { kind: 'path', path: codeOnArc(faces, text.code, r), fill: RED },
    { kind: 'path', path: line(faces, '电子印章', 0, r * 0.47, r * 0.17, r * 0.03), fill: RED },
    ...bridge(r),
  ];
}

function glyphOf(
  faces: Faces,
  character: string,
): { path: (place: (x: number, y: number) => readonly [number, number]) => PathSegment[]; advance: number } {
  const glyph = faces.glyph('serif-bold', character.codePointAt(0) ?? 0);
  if (!glyph) throw new DocumentError('CHARACTERS_MISSING', 'No font has a character of the issuer’s name.');
  return {
    path: (place) => glyphPath(glyph.font, glyph.id, place),
    advance: glyph.font.advance(glyph.id) / glyph.font.unitsPerEm,
  };
}

/** Characters stand upright on the ring, their feet to the centre; the longer the name, the narrower they get. */
function nameOnArc(faces: Faces, name: string, r: number): PathSegment[] {
  const characters = [...name];
  const height = r * (characters.length > 16 ? 0.21 : 0.25);
  const baseline = r * 0.84 - height * 0.88;
  const spread = Math.min(250, Math.max(90, characters.length * 21));
  const step = characters.length > 1 ? spread / (characters.length - 1) : 0;
  const widest = ((step * Math.PI) / 180) * (baseline + height * 0.35) * 0.94;
  const stretch = Math.min(0.82, widest / height);
  return characters.flatMap((character, n) => {
    const angle = ((-spread / 2 + step * n) * Math.PI) / 180;
    return onRing(faces, character, { angle, baseline, width: height * stretch, height, outwards: true });
  });
}

function codeOnArc(faces: Faces, code: string, r: number): PathSegment[] {
  const characters = [...code];
  const height = r * 0.105;
  const step = 4.6;
  const first = 180 + (step * (characters.length - 1)) / 2;
  return characters.flatMap((character, n) => {
    const angle = ((first - step * n) * Math.PI) / 180;
    return onRing(faces, character, { angle, baseline: r * 0.845, width: height, height, outwards: false });
  });
}

interface RingPlace {
  /** Clockwise from the top, radians. */
  readonly angle: number;
  readonly baseline: number;
  readonly width: number;
  readonly height: number;
  /** Heads point away from the centre; otherwise towards it. */
  readonly outwards: boolean;
}

function onRing(
  faces: Faces,
  character: string,
  { angle, baseline, width, height, outwards }: RingPlace,
): PathSegment[] {
  const { path, advance } = glyphOf(faces, character);
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return path((x, y) => {
    const across = (x / 1000 - advance / 2) * width * (outwards ? 1 : -1);
    const out = outwards ? baseline + (y / 1000 + 0.12) * height : baseline - (y / 1000) * height;
    return [out * sin + across * cos, -out * cos + across * sin];
  });
}

/** A straight line of text, centred on x. */
function line(faces: Faces, text: string, x: number, y: number, size: number, gap: number): PathSegment[] {
  const glyphs = [...text].map((character) => glyphOf(faces, character));
  let at = x - (glyphs.reduce((sum, glyph) => sum + glyph.advance * size, 0) + gap * (glyphs.length - 1)) / 2;
  return glyphs.flatMap(({ path, advance }) => {
    const start = at;
    at += advance * size + gap;
    return path((px, py) => [start + (px / 1000) * size, y - (py / 1000) * size]);
  });
}

/** Three arches and the water below them. */
function bridge(r: number): PathMark[] {
  const width = r * 0.62;
  const arch = (from: number, to: number, rise: number): PathSegment[] =>
    curve((t) => [from + (to - from) * t, r * 0.08 - rise * Math.sin(Math.PI * t)], 6);
  const wave = (y: number, half: number): PathSegment[] =>
    curve((t) => [-half + 2 * half * t, y + r * 0.018 * Math.sin(6 * Math.PI * t)], 12);
  const strokes: [PathSegment[], number][] = [
    [
      curve(
        (t) => [-width / 2 + width * t, r * 0.02 - r * 0.3 * Math.max(0, Math.sin(Math.PI * t)) ** 0.9],
        16,
      ),
      0.05,
    ],
    [arch(-r * 0.11, r * 0.11, r * 0.17), 0.035],
    [arch(-r * 0.24, -r * 0.13, r * 0.09), 0.03],
    [arch(r * 0.13, r * 0.24, r * 0.09), 0.03],
    [wave(r * 0.14, r * 0.3), 0.022],
    [wave(r * 0.21, r * 0.2), 0.022],
  ];
  return strokes.map(([path, width]) => ({ kind: 'path', path, stroke: RED, width: r * width }));
}
