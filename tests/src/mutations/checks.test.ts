import { describe, expect, it } from 'vitest';
import { checksIn, switchable } from './checks.js';

const source = `
  export function taken(text: string | undefined, most: number): string {
    if (text === undefined || text.length > most) return 'refused';
    note(text);
    return isCapital(text) ? 'capital' : 'small';
  }
  const noted: string[] = [];
  const note = (text: string): void => void noted.push(text);
  const isCapital = (text: string): boolean => text >= 'A' && text <= 'Z';
  export { noted };
  export function told(text: string, language: 'zh' | 'en'): object {
    try {
      JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError) && text !== '') throw error;
      if (!(error instanceof SyntaxError) || text === 'x') throw error;
    }
    return { ...(text !== '' && { text }), word: language === 'zh' ? '是' : 'yes' };
  }
  export const first = (text: string | undefined, or: () => string): unknown => text && or();
`;
const checks = checksIn('example.ts', source);

interface Example {
  readonly noted: readonly string[];
  taken(text: string | undefined, most: number): string;
  first(text: string | undefined, or: () => string): unknown;
}

/** The example with one of its checks out. */
async function without(text: string, becomes: boolean | 'no call'): Promise<Example> {
  const out = checks.findIndex((check) => check.text === text && check.becomes === becomes);
  expect(out, text).toBeGreaterThanOrEqual(0);
  const switches = {
    isOut: (n: number) => n === out,
    saw: (_: number, value: unknown) => value,
    gave: (_: number, value: unknown) => value,
    call: (n: number, call: () => unknown) => (n === out ? undefined : call()),
  };
  Object.assign(globalThis, { __checks: switches });
  const module = Buffer.from(switchable(source, checks, 0)).toString('base64');
  return (await import(`data:text/javascript;base64,${module}#${out}`)) as Example;
}

describe('a check that is taken out of the SDK', () => {
  it('is a condition, a part of one, or a call for its own sake; no member, language or fault thrown on', () => {
    expect(checks.map(({ line, text, becomes }) => `${line} ${text} ${becomes}`)).toEqual([
      '3 text === undefined || text.length > most false',
      '3 text === undefined false',
      '3 text.length > most false',
      '4 note(text) no call',
      '5 isCapital(text) false',
      '5 isCapital(text) true',
      "9 text >= 'A' true",
      "9 text <= 'Z' true",
      '13 JSON.parse(text) no call',
      '15 !(error instanceof SyntaxError) true',
      "15 text !== '' true",
      '20 text true',
      '20 or() true',
    ]);
  });

  it('is a value where that is taken as it is', async () => {
    expect(checks.filter(({ isValue }) => isValue).map(({ text }) => text)).toEqual(["text <= 'Z'", 'or()']);
    const none = await without('or()', true);
    expect(none.first('a', () => 'b')).toBe(true);
  });

  it('is out by itself, all others in', async () => {
    const long = await without('text.length > most', false);
    expect([long.taken('ABC', 1), long.taken(undefined, 1), long.noted]).toEqual([
      'capital',
      'refused',
      ['ABC'],
    ]);
    const silent = await without('note(text)', 'no call');
    expect([silent.taken('b', 1), silent.taken('bc', 1), silent.noted]).toEqual(['small', 'refused', []]);
    const capital = await without("text >= 'A'", true);
    expect([capital.taken('1', 1), capital.noted]).toEqual(['capital', ['1']]);
  });
});
