// Writes the table of settings into README.md, from the one place that defines them (src/settings/definitions.ts).
// `npm run docs -w service`; with --check it only says whether the table is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { URL } from 'node:url';

import { definitions } from '../dist/platform/settings/definitions.js';

const readme = new URL('../README.md', import.meta.url);
const begin = '<!-- settings: npm run docs -w service -->';
const end = '<!-- /settings -->';

const row = (cells) => `| ${cells.join(' | ')} |`;
const rows = Object.entries(definitions).map(([name, { schema, shouldBe, means }]) => {
  const { defaultValue } = schema.def;
  return row([`\`${name}\``, means, shouldBe, defaultValue === undefined ? '' : `\`${defaultValue}\``]);
});
const table = [row(['Setting', 'Means', 'Is', 'Default']), row(['---', '---', '---', '---']), ...rows].join(
  '\n',
);

const text = readFileSync(readme, 'utf8');
const at = text.indexOf(begin) + begin.length;
const current = `${text.slice(0, at)}\n\n${table}\n\n${text.slice(text.indexOf(end))}`;
if (!process.argv.includes('--check')) writeFileSync(readme, current);
else if (current !== text) {
  process.stderr.write('README.md has an old table of settings: npm run docs -w service\n');
  process.exitCode = 1;
}
