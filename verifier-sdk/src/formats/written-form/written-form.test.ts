import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPermitted, isSpace } from './characters.js';
import { UNICODE_VERSION, isWrittenForm, writtenForm } from './index.js';

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly ok: boolean;
  readonly text?: string;
  readonly reason?: string;
}

/** The contract is held to the same file. */
const vectors = JSON.parse(
  readFileSync(new URL('../../../vectors/shared/written-form.json', import.meta.url), 'utf8'),
) as Vector[];

const everyCharacter = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point));

describe('the written form', () => {
  it.each(vectors.filter(({ ok }) => ok))('takes $name', ({ input, text }) => {
    expect(writtenForm(input)).toMatchObject({ text, refusals: [] });
    expect(isWrittenForm(input)).toBe(input === text);
  });

  it.each(vectors.filter(({ ok }) => !ok))('refuses $name', ({ input, reason }) => {
    expect(new Set(writtenForm(input).refusals.map((each) => each.reason))).toEqual(new Set([reason]));
    expect(isWrittenForm(input)).toBe(false);
  });

  it('says what it changed and what it refuses, by code points of the given text', () => {
    expect(writtenForm('\u{20000} \u2fbc\u00ade\u0301')).toEqual({
      text: '\u{20000}高\u00adé',
      changes: [
        { at: 1, from: ' ', to: '' },
        { at: 2, from: '\u2fbc', to: '高' },
        { at: 4, from: 'e\u0301', to: 'é' },
      ],
      refusals: [{ at: 3, character: 'U+00AD', reason: 'format' }],
    });
  });

  it('is reached in one step, for every character and for random texts', () => {
    const again = (text: string): boolean => {
      const { text: written, refusals } = writtenForm(text);
      return refusals.length > 0 || isWrittenForm(written);
    };
    expect(everyCharacter.filter((character) => !again(`中${character}文`))).toEqual([]);
    const odd = fc.constantFrom(...'李A．·•○◯〇 \u3000\u0301\u0304\u0323eênmⅡ⾼.１-');
    fc.assert(fc.property(fc.string({ unit: odd, maxLength: 12 }), again));
  });

  it('never holds two forms that Unicode calls canonically equal', () => {
    const text = fc.string({
      unit: fc.constantFrom(...'aeonuAEUêüưạmMN\u0300\u0301\u0302\u0304\u0308\u030c\u031b\u0323\u0327\u0328'),
    });
    fc.assert(
      fc.property(text, (given) => {
        const { text: written, refusals } = writtenForm(given);
        return refusals.length > 0 || (written === given.normalize('NFC') && isWrittenForm(written));
      }),
    );
  });
});

describe.runIf(process.versions['unicode'] === UNICODE_VERSION.replace(/\.0$/, ''))(
  'the tables, by the Unicode of this Node',
  () => {
    const permitted = everyCharacter.filter(isPermitted);

    it('permit no format, control, private or unassigned character, no mark and no space', () => {
      const refused = /[\p{Cf}\p{Cc}\p{Co}\p{Cn}\p{Cs}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
      expect(permitted.filter((character) => refused.test(character))).toEqual([]);
      expect(everyCharacter.filter((character) => /\p{Zs}/u.test(character) !== isSpace(character))).toEqual(
        [],
      );
    });

    it('permit every unified ideograph, and letters of Latin and Greek beside', () => {
      expect(
        everyCharacter.filter((each) => /\p{Unified_Ideograph}/u.test(each) && !isPermitted(each)),
      ).toEqual([]);
      const other = /(?!\p{Unified_Ideograph})[\p{L}\p{N}]/u;
      const known = /[\p{Script=Latin}\p{Script=Greek}\p{No}0-9々〇]/u;
      expect(permitted.filter((each) => other.test(each) && !known.test(each))).toEqual([]);
    });

    it('permit only what NFC leaves as it is, and change what it changes in the same way', () => {
      expect(permitted.filter((character) => character.normalize('NFC') !== character)).toEqual([]);
      const differing = everyCharacter.filter((character) => {
        const { text, refusals } = writtenForm(character);
        const composed = character.normalize('NFC');
        return refusals.length === 0 && composed !== character && text !== writtenForm(composed).text;
      });
      expect(differing).toEqual([]);
    });
  },
);
