// Packs the SDK and the command line into out/release and proves what it packed; publishes nothing. `npm run release [-- --rehearsal]`.
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { packRelease } from '../dist/packed/release.js';

const { values } = parseArgs({ options: { rehearsal: { type: 'boolean' } } });
const lines = await packRelease(fileURLToPath(new URL('../../out/release', import.meta.url)), values);
process.stdout.write(`${lines.join('\n')}\n`);
