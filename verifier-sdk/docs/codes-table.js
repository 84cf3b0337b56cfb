// Writes the table of codes into README.md, from the one place that defines them (src/verify/codes.ts).
// `npm run docs -w verifier-sdk`; with --check it only says whether the table is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { URL } from 'node:url';

import { codes } from '../dist/verify/codes.js';

const readme = new URL('../README.md', import.meta.url);
const begin = '<!-- codes: npm run docs -w verifier-sdk -->';
const end = '<!-- /codes -->';

const row = (cells) => `| ${cells.join(' | ')} |`;
const rows = Object.entries(codes).map(([code, { kind, zh, en }]) =>
  row([
    `\`${code}\``,
    kind,
    `${zh.meaning}<br>${en.meaning}`,
    `${zh.cause}<br>${en.cause}`,
    `${zh.next}<br>${en.next}`,
  ]),
);
const header = [row(['Code', 'Verdict', 'Meaning', 'Cause', 'What a clerk does']), row(Array(5).fill('---'))];
const table = ['', '', ...header, ...rows, '', ''].slice(1).join('\n');

const text = readFileSync(readme, 'utf8');
const at = text.indexOf(begin) + begin.length;
const current = text.slice(0, at) + '\n' + table + text.slice(text.indexOf(end));
if (!process.argv.includes('--check')) writeFileSync(readme, current);
else if (current !== text) {
  process.stderr.write('README.md has an old table of codes: npm run docs -w verifier-sdk\n');
  process.exitCode = 1;
}
