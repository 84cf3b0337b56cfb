import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../packages.js';

const read = (path: string): Promise<string> => readFile(inRepository(path), 'utf8');

async function filesOf(pattern: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(inRepository(pattern))) files.push(file);
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}

/** Every Chinese text that console, kit and certificate types show; places in braces may hold anything. */
async function textsOnScreen(): Promise<readonly string[]> {
  const sources = [
    ...(await filesOf('service/web/console/src/**/*.ts')),
    ...(await filesOf('service/web/kit/**/*.ts')),
    await read('verifier-sdk/src/formats/status-rules.ts'),
  ];
  const said = sources.flatMap((source) =>
    [...source.matchAll(/zh:\s*'((?:[^'\\]|\\.)*)'/g)].map(([, zh = '']) => zh),
  );
  const types = (await filesOf('service/certificate-types/*/type.json')).flatMap((type) =>
    [...type.matchAll(/"zh": ?"([^"]*)"/g)].map(([, zh = '']) => zh),
  );
  return [...said, ...types];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const patternOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split(/\{\w+\}/)
      .map(escaped)
      .join('.+')}$`,
  );

describe('the manuals of the console', () => {
  it.each(['operator', 'approver', 'auditor'])(
    '%s: everything that it names stands on a page',
    async (guide) => {
      const texts = await textsOnScreen();
      const patterns = texts.map(patternOf);
      const isShown = (name: string): boolean =>
        patterns.some((pattern) => pattern.test(name)) ||
        // A sentence of which the manual quotes the beginning.
        (name.includes('“') && texts.some((text) => text.startsWith(name)));
      const named = [...(await read(`docs/guides/${guide}.zh-CN.md`)).matchAll(/“([^”]+)”/g)];
      const names = named.map(([, name = '']) => name.replaceAll('‘', '“').replaceAll('’', '”'));
      expect(names.length).toBeGreaterThan(10);
      expect([...new Set(names)].filter((name) => !isShown(name))).toEqual([]);
    },
  );
});
