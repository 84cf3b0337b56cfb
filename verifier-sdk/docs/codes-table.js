// Writes the tables of codes into README.md, from the places that define them (src/verify/codes.ts and
// src/verification-receipts/codes.ts).
// `npm run docs -w @certbridge/verifier-sdk`; with --check it only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { URL } from 'node:url';

import { receiptCodes } from '../dist/verification-receipts/codes.js';
import { codes } from '../dist/verify/codes.js';

const readme = new URL('../README.md', import.meta.url);
const tables = { codes, 'receipt codes': receiptCodes };

const row = (cells) => `| ${cells.join(' | ')} |`;
const header = [row(['Code', 'Verdict', 'Meaning', 'Cause', 'What a clerk does']), row(Array(5).fill('---'))];

function tableOf(entries) {
  const rows = Object.entries(entries).map(([code, { kind, zh, en }]) =>
    row([
      `\`${code}\``,
      kind,
      `${zh.meaning}<br>${en.meaning}`,
      `${zh.cause}<br>${en.cause}`,
      `${zh.next}<br>${en.next}`,
    ]),
  );
  return ['', '', ...header, ...rows, '', ''].join('\n');
}

const text = readFileSync(readme, 'utf8');
let current = text;
for (const [name, entries] of Object.entries(tables)) {
  const begin = `<!-- ${name}: npm run docs -w @certbridge/verifier-sdk -->`;
  const end = `<!-- /${name} -->`;
  const at = current.indexOf(begin);
  if (at === -1 || !current.includes(end)) throw new Error(`README.md has no place for the ${name}`);
  current = current.slice(0, at + begin.length) + tableOf(entries) + current.slice(current.indexOf(end));
}
if (!process.argv.includes('--check')) writeFileSync(readme, current);
else if (current !== text) {
  process.stderr.write('README.md has an old table of codes: npm run docs -w @certbridge/verifier-sdk\n');
  process.exitCode = 1;
}
