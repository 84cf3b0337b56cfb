import { classOf } from './characters.js';
import { COMPOSED } from './tables.js';

const text = (points: string): string =>
  String.fromCodePoint(...points.split(',').map((point) => parseInt(point, 36)));

/** Base and marks of each letter, in canonical order; and back. */
const parts = new Map<string, string>();
const letters = new Map<string, string>();
for (const item of COMPOSED.split(' ')) {
  const [whole = '', letter = ''] = item.split('=').map(text);
  letters.set(whole, letter);
  parts.set(letter, whole);
}

/** Pinyin's syllables without a vowel, and ê, whose letters with a tone mark have no code point of their own. */
const PINYIN_BASES = 'mMnNêÊ';
const PINYIN_TONES = '\u0300\u0301\u0304\u030c';

/**
 * Composes a letter with the marks that follow it as NFC does (UAX #15): marks in canonical order, then each into
 * the letter unless one of its own class stands between.
 *
 * @returns undefined when a mark is left that is not one of pinyin's, or belongs to no letter here.
 */
export function compose(base: string, marks: readonly string[]): string | undefined {
  const [first = '', ...own] = parts.get(base) ?? base;
  const all = [...own, ...marks].map((mark) => ({ mark, order: classOf(mark) ?? -1 }));
  if (all.some(({ order }) => order < 0)) return undefined;
  all.sort((a, b) => a.order - b.order);
  let letter = first;
  let taken = first;
  const left: { mark: string; order: number }[] = [];
  for (const { mark, order } of all) {
    const composed = left.at(-1)?.order === order ? undefined : letters.get(taken + mark);
    if (composed === undefined) left.push({ mark, order });
    else {
      letter = composed;
      taken += mark;
    }
  }
  const [tone, ...more] = left.map(({ mark }) => mark);
  if (tone === undefined) return letter;
  const isPinyin = PINYIN_BASES.includes(letter) && PINYIN_TONES.includes(tone) && more.length === 0;
  return isPinyin ? letter + tone : undefined;
}
