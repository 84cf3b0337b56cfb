import { DocumentError } from '../errors.js';
import type { Face, Faces, Glyph } from '../fonts/faces.js';

/** Marks that may not begin a line, and those that may not end one (GB/T 15834; W3C clreq §3.1). */
const NOT_FIRST = new Set('，。、；：？！）》〉」』】〕〗］｝”’…—·‧～％‰℃,.;:?!)]}%');
const NOT_LAST = new Set('（《〈「『【〔〖［｛“‘([{￥$');
/** Full-width marks whose right half is empty: at the end of a line it may hang over. */
const HANGING = new Set('，。、；：！）》〉」』】〕〗');
const WORD = /[0-9A-Za-z.\-/+@_'’:]/;
/** What belongs to the number before it: 12幢 and 30日 stay on one line. */
const COUNTED = new Set('号幢栋座单室层楼弄组年月日时分元周克%％℃㎡');

/** Ems up to which a last line looks lost. */
const ORPHAN = 2;

export interface Line {
  readonly glyphs: readonly Glyph[];
  /** In ems. */
  readonly width: number;
}

export interface TypesetOptions {
  readonly face: Face;
  /** Room in ems at the size asked for. */
  readonly width: number;
  readonly lines: number;
  /** Room in ems at the size asked for, of which each further line takes `leading`; unbounded unless given. */
  readonly height?: { readonly room: number; readonly leading: number };
  readonly tracking?: number;
  /** How far the size may shrink, as a factor. */
  readonly shrinkTo?: number;
}

export interface Typeset {
  readonly lines: readonly Line[];
  /** What the size is multiplied by. */
  readonly scale: number;
}

/** A piece that is never broken, with what clings to it. */
interface Piece {
  readonly glyphs: Glyph[];
  width: number;
  /** Width that may be lost at the end of a line. */
  hang: number;
  readonly space: boolean;
}

/** @throws DocumentError `CHARACTERS_MISSING` */
export function glyphsOf(faces: Faces, face: Face, text: string): Glyph[] {
  const glyphs: Glyph[] = [];
  for (const character of text) {
    const glyph = faces.glyph(face, character.codePointAt(0) ?? 0);
    if (!glyph) throw new DocumentError('CHARACTERS_MISSING', 'No font has one of the characters.');
    glyphs.push(glyph);
  }
  return glyphs;
}

const advanceOf = ({ font, id }: Glyph): number => font.advance(id) / font.unitsPerEm;

export function widthOf(glyphs: readonly Glyph[], tracking = 0): number {
  let width = 0;
  for (const glyph of glyphs) width += advanceOf(glyph);
  return width + tracking * Math.max(0, glyphs.length - 1);
}

function fits(lines: readonly Line[], scale: number, { width, height, lines: max }: TypesetOptions): boolean {
  if (lines.length > max || lines.some((line) => line.width > width / scale + 0.501)) return false;
  return height === undefined || 1 + height.leading * (lines.length - 1) <= height.room / scale;
}

/** Breaks a text into at most `lines` lines by Chinese rules, shrinking it as far as allowed. */
export function typeset(faces: Faces, text: string, options: TypesetOptions): Typeset {
  const tracking = options.tracking ?? 0;
  const paragraphs = text
    .split('\n')
    .map((paragraph) => piecesOf(glyphsOf(faces, options.face, paragraph), tracking));
  const smallest = options.shrinkTo ?? 1;
  for (let scale = 1; ; scale = Math.max(smallest, scale - 0.04)) {
    const lines = paragraphs.flatMap((pieces) => fillEvenly(pieces, options.width / scale, tracking));
    if (fits(lines, scale, options)) return { lines, scale };
    if (scale === smallest)
      throw new DocumentError(
        'TEXT_TOO_LONG',
        'The value does not fit into its place even at the smallest size.',
      );
  }
}

function piecesOf(glyphs: readonly Glyph[], tracking: number): Piece[] {
  const pieces: Piece[] = [];
  let clings = false;
  let inWord = false;
  let inNumber = false;
  for (const glyph of glyphs) {
    const character = String.fromCodePoint(glyph.codePoint);
    const width = advanceOf(glyph) + tracking;
    const space = character === ' ' || character === '　';
    const word = WORD.test(character);
    const last = pieces.at(-1);
    const hang = HANGING.has(character) ? width / 2 : 0;
    const counted = inNumber && COUNTED.has(character);
    if (
      last &&
      !last.space &&
      !space &&
      (clings || NOT_FIRST.has(character) || (inWord && word) || counted)
    ) {
      last.glyphs.push(glyph);
      last.width += width;
      last.hang = hang;
    } else pieces.push({ glyphs: [glyph], width, hang, space });
    clings = NOT_LAST.has(character);
    inWord = word;
    inNumber = /\d/.test(character);
  }
  return pieces;
}

/** A last line of one character or two is avoided where the lines above can give it some, without one more. */
function fillEvenly(pieces: readonly Piece[], width: number, tracking: number): Line[] {
  const filled = fill(pieces, width, tracking);
  if (filled.length < 2 || (filled.at(-1)?.width ?? 0) > ORPHAN) return filled;
  for (let narrower = width - 1; narrower > width * 0.6; narrower -= 1) {
    const tried = fill(pieces, narrower, tracking);
    if (tried.length > filled.length) break;
    if ((tried.at(-1)?.width ?? 0) > ORPHAN) return tried;
  }
  return filled;
}

function fill(pieces: readonly Piece[], width: number, tracking: number): Line[] {
  const lines: Line[] = [];
  let current: Glyph[] = [];
  let used = 0;
  const end = (): void => {
    while (current.at(-1)?.codePoint === 0x20) current.pop();
    lines.push({ glyphs: current, width: widthOf(current, tracking) });
    current = [];
    used = 0;
  };
  for (const piece of pieces) {
    if (used + piece.width - piece.hang > width + 1e-6 && current.length > 0) {
      end();
      if (piece.space) continue;
    }
    for (const part of piece.width - piece.hang > width ? splitLong(piece, width) : [piece]) {
      if (current.length > 0 && used + part.width - part.hang > width + 1e-6) end();
      current.push(...part.glyphs);
      used += part.width;
    }
  }
  end();
  return lines;
}

/** A word longer than the line is broken between any two characters. */
function splitLong(piece: Piece, width: number): Piece[] {
  const parts: Piece[] = [];
  for (const glyph of piece.glyphs) {
    const last = parts.at(-1);
    const advance = advanceOf(glyph);
    if (last && last.width + advance <= width) {
      last.glyphs.push(glyph);
      last.width += advance;
    } else parts.push({ glyphs: [glyph], width: advance, hang: 0, space: false });
  }
  return parts;
}
