import { join } from 'node:path';
import { inRepository } from '../packages.js';
import { runProgram } from '../programs.js';

/** `npm run pictures`: of the pictures that the tests took in this folder, those that the manuals show. */
const taken = inRepository('out', 'pictures');
const LOOK = '1366-light-usual';

/** By the file in docs/pictures: what the tests call the page, and how many of its pixels are shown from the top. */
const pictures: readonly [file: string, page: string, height: number][] = [
  ['console-home', 'home', 768],
  ['console-issue', 'issue', 1320],
  ['console-batch', 'batch-checked', 960],
  ['console-issued', 'batch-issued', 768],
  ['console-certificate', 'certificate', 1080],
  ['console-review', 'review', 768],
  ['window-verdict', 'window-valid', 920],
  ['window-ledger', 'window-ledger', 900],
];

for (const [file, page, height] of pictures) {
  const { code, err } = await runProgram('convert', [
    join(taken, `console-${page}-${LOOK}.png`),
    ...['-crop', `1366x${height}+0+0`, '+repage', '-resize', '1100x', '+dither', '-colors', '256', '-strip'],
    inRepository('docs', 'pictures', `${file}.png`),
  ]);
  if (code !== 0) throw new Error(err);
}
