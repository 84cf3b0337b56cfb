import { describe, expect, it } from 'vitest';
import { base64, decimal, time } from './forms';
import { sharedVectors } from '../unit-ledger/vectors';
import type { Vector } from '../unit-ledger/vectors';
import { parseJson } from './json';
import { ascending, integer, list, members, name, writtenName } from './shape';

const refused = expect.objectContaining({ code: 'INPUT_INVALID' }) as Error;

describe('parseJson', () => {
  const parse = (text: string): unknown => parseJson(text, 'x', 1000);

  it('reads JSON whose strings hold brackets, colons and escapes', () => {
    expect(parse('{"a:{":"[[[[[[[[[[\\"]:","b":[1,{"c":null}]}')).toEqual({
      'a:{': '[[[[[[[[[["]:',
      b: [1, { c: null }],
    });
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a name given twice', '{"a":1,"a":1}'],
    ['a name given twice, once escaped', '{"a":1,"\\u0061":1}'],
    ['a name given twice far below', '{"b":[{"a":1,"a":2}]}'],
    ['nesting deeper than 8', `${'['.repeat(9)}${']'.repeat(9)}`],
    ['more bytes than allowed', JSON.stringify('证'.repeat(400))],
  ])('refuses %s', (_, text) => {
    expect(() => parse(text)).toThrow(refused);
  });

  it.each(sharedVectors('json-texts.json') as readonly Vector<string>[])(
    'judges $name as the SDK does',
    ({ input, ok }) => {
      const read = (): unknown => parseJson(input, 'x', 10_000);
      if (ok) expect(read()).toEqual(JSON.parse(input));
      else expect(read).toThrow(refused);
    },
  );

  it('counts bytes, not characters', () => {
    expect(parse(JSON.stringify('证'.repeat(300)))).toBe('证'.repeat(300));
  });
});

describe('shapes', () => {
  it('refuses a missing and an unknown member', () => {
    expect(members({ a: 1 }, 'x', ['a'], ['b'])).toEqual({ a: 1 });
    expect(() => members({ b: 1 }, 'x', ['a'], ['b'])).toThrow(refused);
    expect(() => members({ a: 1, c: 1 }, 'x', ['a'], ['b'])).toThrow(refused);
    expect(() => members([], 'x', [])).toThrow(refused);
    expect(() => members(null, 'x', [])).toThrow(refused);
  });

  it('does not take an inherited member for a given one', () => {
    expect(() => members({}, 'x', ['toString'])).toThrow(refused);
  });

  it.each(['', ' a', 'a\n', 'a\u0000b', '\ud800', 'x'.repeat(201), 1])('refuses the name %j', (value) => {
    expect(() => name(value, 'x')).toThrow(refused);
  });

  it('takes a name that people read in its written form only', () => {
    expect(writtenName('示例（浙江）厅', 'x')).toBe('示例（浙江）厅');
    for (const value of ['\u2fbc山', '示例\u3000厅', '示例\u00ad厅', 'С厅', '示例•厅']) {
      expect(() => writtenName(value, 'x')).toThrow(expect.objectContaining({ code: 'NAME_FORM' }) as Error);
    }
  });

  it.each([0, 11, 1.5, NaN, '5'])('refuses the number %j for 1 to 10', (value) => {
    expect(() => integer(value, 'x', 1, 10)).toThrow(refused);
  });

  it('bounds lists and refuses disorder and repetition', () => {
    expect(() => list([1, 2, 3], 'x', { min: 0, max: 2 }, (item) => item)).toThrow(refused);
    expect(() => ascending(['b', 'a'], 'x', (item) => item)).toThrow(refused);
    expect(() => ascending(['a', 'a'], 'x', (item) => item)).toThrow(refused);
  });
});

describe('forms', () => {
  it.each([
    '2026-02-30T00:00:00.000Z',
    '2026-11-24T08:00:00Z',
    '2026-11-24T08:00:00.000+08:00',
    '2026-13-01T00:00:00.000Z',
  ])('refuses the time %s', (text) => expect(() => time(text, 'x')).toThrow(refused));

  it.each(['', 'YQ', 'YR==', 'YQ==\n', 'Y-==', 'AAAAAAAA'])(
    'refuses the base64 %j for 1 to 5 bytes',
    (text) => {
      expect(() => base64(text, 'x', 5)).toThrow(refused);
    },
  );

  it.each(['', '01', '-1', '1.0', '1e1', ' 1', '101', '99999999999999'])(
    'refuses the decimal %j for 1 to 100',
    (text) => {
      expect(() => decimal(text, 'x', 1, 100)).toThrow(refused);
    },
  );
});
