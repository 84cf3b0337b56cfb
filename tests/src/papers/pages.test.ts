import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../packages.js';

const root = inRepository();
const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

/** What is installed, built or left by a run, and no page of ours. */
const FOREIGN = /(?:^|\/)(?:node_modules|dist|out|data|coverage)\//;

async function pages(): Promise<string[]> {
  const files = await readdir(root, { recursive: true });
  return files.filter((path) => path.endsWith('.md') && !FOREIGN.test(path));
}

/** As GitHub and GitLab make it of a heading: lower case, blanks to hyphens, other signs dropped. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

const withoutCode = (text: string): string => text.replaceAll(/```[\s\S]*?```/g, '');

/** Where a page's links within the repository lead, as they are written. */
function linksOf(text: string): string[] {
  const inText = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)];
  return inText.map(([, link, attribute]) => link ?? attribute ?? '').filter((to) => !/^[a-z]+:/.test(to));
}

async function leadsNowhere(page: string, link: string): Promise<boolean> {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), decodeURIComponent(path));
  if (!existsSync(join(root, target))) return true;
  if (anchor === undefined || !target.endsWith('.md')) return false;
  const headings = [...withoutCode(await read(target)).matchAll(/^#+ +(.*)$/gm)];
  return !headings.some(([, heading = '']) => anchorOf(heading) === decodeURIComponent(anchor));
}

describe('the documentation', () => {
  it('has only links whose target exists', async () => {
    const broken: string[] = [];
    for (const page of await pages()) {
      for (const link of linksOf(await read(page))) {
        if (await leadsNowhere(page, link)) broken.push(`${page}: ${link}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('of contributors names only files that exist', async () => {
    const text = await read('CONTRIBUTING.md');
    const named = [
      ...text.matchAll(
        /`((?:chaincode|cli|docs|lint|network|service|tests|verifier-sdk)\/[^`<>*#\s]+)(?:#[\w-]+)?`/g,
      ),
    ];
    const paths = named.map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('gives each word of the glossary one row, in order', async () => {
    const [, glossary = ''] = (await read('CONTRIBUTING.md')).split('## Glossary');
    const rows = [...glossary.matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\| [^|]+ \|$/gm)].slice(2);
    const words = rows.map(([, word = '']) => word);
    const chinese = rows.map(([, , word = '']) => word);
    expect(words.length).toBeGreaterThan(40);
    expect(words).toEqual([...new Set(words)].sort((a, b) => a.localeCompare(b, 'en')));
    expect(chinese).toEqual([...new Set(chinese)]);
  });

  it('lists in each layer’s README every component that is in it', async () => {
    const folders = async (path: string): Promise<string[]> =>
      (await readdir(join(root, path), { withFileTypes: true }))
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    const unlisted: string[] = [];
    for (const layer of await folders('service/src')) {
      const text = await read(`service/src/${layer}/README.md`);
      const components = await folders(`service/src/${layer}`);
      unlisted.push(...components.filter((component) => !text.includes(`\`${component}\``)));
    }
    expect(unlisted).toEqual([]);
  });

  it('says the same in both languages of the README: code, pictures, figures', async () => {
    const english = await read('README.md');
    // Chinese counts large numbers in 亿, a hundred million.
    const chinese = (await read('README.zh-CN.md')).replaceAll(/(\d+) 亿/g, (_, n) => `${100 * Number(n)}`);
    const code = (text: string): string[] =>
      [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(
        ([, language, lines = '']) =>
          // Comments are in the page's own language.
          `${language}\n${lines.replaceAll(/ *(?:#|\/\/) .*$/gm, '')}`,
      );
    const runnable = (blocks: string[]): string[] => blocks.filter((block) => /^(?:sh|js)\n/.test(block));
    expect(runnable(code(chinese))).toEqual(runnable(code(english)));
    const sources = (text: string): string[] => [...text.matchAll(/src="([^"]+)"/g)].map(([, to = '']) => to);
    expect(sources(chinese)).toEqual(sources(english));
    const figures = (text: string): string[] =>
      [...(/^## (?:Figures|性能)$([\s\S]*?)^## /m.exec(text)?.[1] ?? '').matchAll(/\d[\d,.–]*/g)]
        .map(([figure]) => figure.replace(/[,.]$/, ''))
        .sort();
    expect(figures(chinese)).toEqual(figures(english));
  });
});
