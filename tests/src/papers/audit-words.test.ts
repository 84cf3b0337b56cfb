import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { inRepository } from '../packages.js';

const codesIn = async (path: string, pattern: RegExp): Promise<string[]> => {
  const text = await readFile(inRepository(path), 'utf8');
  return [...new Set([...text.matchAll(pattern)].map(([, code = '']) => code))].sort();
};

it('everything that the audit writes down is called something in the console', async () => {
  const written = await codesIn('service/src/people/audit/events.ts', /'([a-z]+(?:-[a-z]+)*\.[a-z-]+)'/g);
  const called = await codesIn('service/web/console/src/audit/act-words.ts', /^ {2}'([a-z.-]+)': \{/gm);
  expect(written.length).toBeGreaterThan(60);
  expect(called).toEqual(written);
});
