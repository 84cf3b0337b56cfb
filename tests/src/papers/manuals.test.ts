import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../packages.js';

const read = (path: string): Promise<string> => readFile(inRepository(path), 'utf8');

async function filesOf(pattern: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(inRepository(pattern))) files.push(file);
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}

/** Every text that an app, the kit, verdicts and certificate types show; places in braces may hold anything. */
async function textsOnScreen(app: 'console' | 'window' | 'wallet'): Promise<readonly string[]> {
  const sources = [
    ...(await filesOf(`service/web/${app}/src/**/*.{ts,vue}`)),
    ...(await filesOf('service/web/kit/**/*.{ts,vue}')),
    ...(await filesOf('verifier-sdk/src/verify/*.ts')),
    await read('verifier-sdk/src/formats/status-rules.ts'),
  ];
  const said = sources.flatMap((source) =>
    [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)]
      .map(([, plain, made]) => plain ?? made ?? '')
      // Nothing but a place would be any text.
      .filter((text) => /\p{L}/u.test(text.replaceAll(/\$?\{[^}]*\}/g, ''))),
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
      .split(/\$?\{[^}]+\}/)
      .map(escaped)
      .join('.+')}$`,
  );

describe('the manuals', () => {
  it.each([
    ['operator', 'console'],
    ['approver', 'console'],
    ['auditor', 'console'],
    ['window', 'window'],
    ['window-poster', 'window'],
    ['resident', 'wallet'],
    ['resident-poster', 'wallet'],
  ] as const)('%s: everything that it names stands on a page of the %s', async (guide, app) => {
    const texts = await textsOnScreen(app);
    const patterns = texts.map(patternOf);
    const isShown = (name: string): boolean =>
      patterns.some((pattern) => pattern.test(name)) ||
      // A sentence of which the manual quotes the beginning.
      (name.includes('“') && texts.some((text) => text.startsWith(name))) ||
      // What the page itself names as another's, such as a field of the wallet.
      texts.some((text) => text.includes(`“${name}”`));
    // Chinese quotes within quotes are single ones.
    const inChinese = (name: string): string => name.replaceAll('‘', '“').replaceAll('’', '”');
    const inEnglish = (name: string): string => name.replaceAll('…', '1');
    for (const [file, written] of [
      [`${guide}.zh-CN.md`, inChinese],
      [`${guide}.md`, inEnglish],
    ] as const) {
      const named = [...(await read(`docs/guides/${file}`)).matchAll(/“([^”]+)”/g)];
      const names = named.map(([, name = '']) => written(name));
      expect(names.length, file).toBeGreaterThan(guide.endsWith('poster') ? 1 : 10);
      expect(
        [...new Set(names)].filter((name) => !isShown(name)),
        file,
      ).toEqual([]);
    }
  });
});
