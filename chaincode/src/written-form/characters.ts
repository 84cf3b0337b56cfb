import { CLASSES, HAN, PERMITTED, REFUSED, REPLACED, SPACES } from './tables.js';

/**
 * Why a character is refused: `control` characters and breaks of lines; `format` characters and others that show
 * nothing; a combining `mark` that belongs to no letter here; a `letter` of another script, a radical, a stroke,
 * a private or an unassigned character.
 */
export type WrittenFormRefusal = 'control' | 'format' | 'mark' | 'letter';

/** First and last code point. */
type Range = readonly [first: number, last: number];

function read<T>(text: string, build: (first: number, last: number, value: string) => T): readonly T[] {
  let at = 0;
  return text.split(' ').map((item) => {
    const [gap = '', length = '', value = ''] = item.split(/[+=]/);
    const first = at + parseInt(gap, 36);
    at = first + parseInt(length, 36);
    return build(first, at - 1, value);
  });
}

const ranges = (text: string): readonly Range[] => read(text, (first, last) => [first, last]);

/** The range that holds a code point, by bisection. */
function find<T extends readonly [number, number, ...unknown[]]>(
  table: readonly T[],
  point: number,
): T | undefined {
  let [low, high] = [0, table.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const range = table[middle];
    if (range === undefined || point < range[0]) high = middle;
    else if (point > range[1]) low = middle + 1;
    else return range;
  }
  return undefined;
}

const permitted = ranges(PERMITTED);
const han = ranges(HAN);
const spaces = ranges(SPACES);
const replaced = read(REPLACED, (first, last, value) => {
  const to = value.split(',').map((point) => parseInt(point, 36));
  return [first, last, to] as const;
});
const classes = new Map(
  CLASSES.split(' ').map((item) => {
    const [mark = '', value = ''] = item.split('=');
    return [String.fromCodePoint(parseInt(mark, 36)), Number(value)];
  }),
);
const refused = [
  ['control', ranges(REFUSED.control)],
  ['format', ranges(REFUSED.format)],
  ['mark', ranges(REFUSED.mark)],
] as const;

const pointOf = (character: string | undefined): number => character?.codePointAt(0) ?? -1;

/** Whether a written form may hold this character. */
export const isPermitted = (character: string): boolean => find(permitted, pointOf(character)) !== undefined;

/** Whether it is a unified ideograph, 々 or 〇. */
export const isHan = (character: string | undefined): boolean => find(han, pointOf(character)) !== undefined;

/** Whether it is a space of any width. */
export const isSpace = (character: string): boolean => find(spaces, pointOf(character)) !== undefined;

/** Whether it is a combining mark of any script. */
export const isMark = (character: string | undefined): boolean =>
  find(refused[2][1], pointOf(character)) !== undefined;

/** Canonical combining class (UAX #44) of a mark that letters here are composed with. */
export const classOf = (mark: string): number | undefined => classes.get(mark);

/** What a character stands for, if for something else. */
export function replacementOf(character: string): string | undefined {
  const point = pointOf(character);
  const found = find(replaced, point);
  if (found === undefined) return undefined;
  const [first, , [to = 0, ...more]] = found;
  return String.fromCodePoint(to + point - first, ...more);
}

/** Why a character is refused that is neither permitted nor stands for another. */
export function refusalOf(character: string): WrittenFormRefusal {
  const point = pointOf(character);
  return refused.find(([, table]) => find(table, point) !== undefined)?.[0] ?? 'letter';
}
