import { isHan, isMark, isPermitted, isSpace, refusalOf, replacementOf } from './characters.js';
import type { WrittenFormRefusal } from './characters.js';
import { compose } from './compose.js';

/** A place where the written form differs from the text that was given. */
export interface WrittenFormChange {
  /** Where in the given text, counted in code points from 0. */
  readonly at: number;
  /** What stood there: one character, or a letter with its marks. */
  readonly from: string;
  /** What stands there in the written form; empty where it was left out. */
  readonly to: string;
}

/** A character that no written form holds. */
export interface RefusedCharacter {
  /** Where in the given text, counted in code points from 0. */
  readonly at: number;
  /** `U+` and its code point in at least four hexadecimal digits: many of them cannot be seen. */
  readonly character: string;
  /** Why: see {@link WrittenFormRefusal}. */
  readonly reason: WrittenFormRefusal;
}

/** A text in the one way in which it is written, what that changed, and what stands in its way. */
export interface WrittenForm {
  /** The written form; characters that are refused stay in it as they were given. */
  readonly text: string;
  /** What was changed, in the order of the text. */
  readonly changes: readonly WrittenFormChange[];
  /** What is refused, in the order of the text; empty for a text that can be taken. */
  readonly refusals: readonly RefusedCharacter[];
}

/** A piece of the given text, and what it becomes. */
interface Piece {
  readonly at: number;
  readonly from: string;
  to: string;
}

const MIDDLE_DOT = '\u00b7';
const WIDE_FULL_STOP = '\uff0e';
const CIRCLES = '\u25cb\u25ef';
const ZERO = '\u3007';

/**
 * The one written form of a name or a line of text, so that texts that look alike are one: NFC of Latin letters,
 * Kangxi radicals and compatibility ideographs as unified ones, wide letters and digits as plain ones, one middle
 * dot and one hyphen, spaces by rule (none between ideographs and around the middle dot, otherwise one, none
 * outside). Format characters, marks that no letter takes up, letters of other scripts that look like these,
 * control characters and unassigned ones are refused. By tables of one version of Unicode, whatever runs it.
 *
 * @param text one line, of any length.
 * @returns the written form; applied to its own result it changes nothing.
 *
 * @example
 * writtenForm('⾼⼭'); // { text: '高山', changes: [{ at: 0, from: '⾼', to: '高' }, …], refusals: [] }
 */
export function writtenForm(text: string): WrittenForm {
  const { pieces, refusals } = replace([...text]);
  chooseByNeighbours(pieces);
  placeSpaces(pieces);
  return {
    text: pieces.map(({ to }) => to).join(''),
    changes: pieces.filter(({ from, to }) => from !== to).map(({ at, from, to }) => ({ at, from, to })),
    refusals,
  };
}

/** Whether a text is in its written form already, and holds nothing that is refused. */
export function isWrittenForm(text: string): boolean {
  const { text: written, refusals } = writtenForm(text);
  return refusals.length === 0 && written === text;
}

/** Each character by itself, and each letter with the marks that follow it. */
function replace(characters: readonly string[]): { pieces: Piece[]; refusals: RefusedCharacter[] } {
  const pieces: Piece[] = [];
  const refusals: RefusedCharacter[] = [];
  for (let at = 0; at < characters.length; at += 1) {
    const first = characters[at] ?? '';
    let end = at + 1;
    while (isMark(characters[end])) end += 1;
    const from = characters.slice(at, end).join('');
    const plain = isSpace(first) ? ' ' : (replacementOf(first) ?? first);
    const to = end > at + 1 ? compose(plain, characters.slice(at + 1, end)) : plain;
    if (to !== undefined && [...plain].every((each) => each === ' ' || isPermitted(each))) {
      pieces.push({ at, from, to });
    } else {
      pieces.push({ at, from, to: from });
      for (let refused = at; refused < end; refused += 1) {
        const character = characters[refused] ?? '';
        const isFirst = refused === at;
        if (isFirst && (isSpace(first) || [...plain].every(isPermitted))) continue;
        if (!isFirst && to !== undefined) continue;
        refusals.push({ at: refused, character: codePoint(character), reason: refusalOf(character) });
      }
    }
    at = end - 1;
  }
  return { pieces, refusals };
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A circle beside an ideograph is the numeral 〇; a wide full stop between ideographs is a middle dot. */
function chooseByNeighbours(pieces: readonly Piece[]): void {
  const circles = [...pieces.keys()].filter((index) => CIRCLES.includes(pieces[index]?.to || ' '));
  // Both ways: each 〇 is an ideograph beside the next circle.
  for (const index of [...circles, ...circles.toReversed()]) {
    const piece = pieces[index];
    if (piece && (isHan(beside(pieces, index, -1)) || isHan(beside(pieces, index, 1)))) piece.to = ZERO;
  }
  pieces.forEach((piece, index) => {
    if (piece.to !== WIDE_FULL_STOP) return;
    const isBetween = isHan(beside(pieces, index, -1)) && isHan(beside(pieces, index, 1));
    piece.to = isBetween ? MIDDLE_DOT : '.';
  });
}

/** What stands before (-1) or after (1) a piece, spaces passed over. */
function beside(pieces: readonly Piece[], index: number, step: 1 | -1): string | undefined {
  let at = index + step;
  while (pieces[at]?.to === ' ' || pieces[at]?.to === '') at += step;
  return pieces[at]?.to;
}

/** Leaves out spaces at the ends, after another space, between ideographs and around the middle dot. */
function placeSpaces(pieces: readonly Piece[]): void {
  let last = '';
  pieces.forEach((piece, index) => {
    if (piece.to === ' ') {
      const [before, after] = [beside(pieces, index, -1), beside(pieces, index, 1)];
      const isOuter = before === undefined || after === undefined;
      const isBesideDot = before === MIDDLE_DOT || after === MIDDLE_DOT;
      if (isOuter || isBesideDot || (isHan(before) && isHan(after)) || last === ' ') piece.to = '';
    }
    last = piece.to || last;
  });
}
