// Writes the vectors anew: `npm run vectors -w @certbridge/verifier-sdk`, after the build.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';

import { makeVectors } from '../dist/vectors/make.fixture.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const keys = await readFile(join(folder, 'keys.json'), 'utf8').catch(() => '{}');
const files = await makeVectors(keys);
for (const name of new Set([...files.keys()].map((path) => path.split('/')[0] ?? '')))
  await rm(join(folder, name), { recursive: true, force: true });
let bytes = 0;
for (const [path, content] of files) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
  bytes += content.length;
}
process.stdout.write(`${folder}: ${files.size} files, ${bytes} bytes\n`);
