import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWrittenForm, writtenForm } from './index';

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly ok: boolean;
  readonly text?: string;
  readonly reason?: string;
}

const SDK = join(__dirname, '..', '..', '..', 'verifier-sdk');
const OF_THE_SDK = join(SDK, 'src', 'formats', 'written-form');
const vectors = JSON.parse(
  readFileSync(join(SDK, 'vectors', 'shared', 'written-form.json'), 'utf8'),
) as Vector[];

describe('the written form in the contract', () => {
  it('is the one of the SDK, file by file', () => {
    const sources = (folder: string): string[] =>
      readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    expect(sources(__dirname)).toEqual(sources(OF_THE_SDK));
    for (const file of sources(__dirname)) {
      expect(readFileSync(join(__dirname, file), 'utf8')).toBe(readFileSync(join(OF_THE_SDK, file), 'utf8'));
    }
  });

  it.each(vectors)('judges $name alike', ({ input, ok, text, reason }) => {
    const { text: written, refusals } = writtenForm(input);
    if (ok) expect({ written, refusals }).toEqual({ written: text, refusals: [] });
    else expect(new Set(refusals.map((each) => each.reason))).toEqual(new Set([reason]));
    expect(isWrittenForm(input)).toBe(ok && input === text);
  });
});
