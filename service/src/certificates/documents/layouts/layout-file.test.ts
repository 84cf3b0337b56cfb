import { describe, expect, it } from 'vitest';
import { DocumentError } from '../errors.js';
import { readLayout } from './read-layout.js';

describe('a layout file', () => {
  it.each([
    ['brackets', '['.repeat(100_000)],
    ['brackets that are closed', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['braces', '{"a":'.repeat(100_000)],
  ])('of a hundred thousand %s is refused at the place where it is too deep', (_, text) => {
    const read = (): unknown => readLayout('deep.json', text);
    expect(read).toThrow(DocumentError);
    expect(read).toThrow(/deep\.json:1:\d+: .*nested deeper than 32/);
  });

  it('may have as many brackets as it likes in its texts', () => {
    expect(() => readLayout('text.json', JSON.stringify({ text: `\\"${'['.repeat(100_000)}` }))).toThrow(
      /text\.json:1:\d+: .*required/,
    );
  });
});
