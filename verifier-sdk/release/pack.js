// Packs the SDK into out/release and proves what it packed; publishes nothing. `npm run release`.
import process from 'node:process';
import { URL, fileURLToPath } from 'node:url';

import { packRelease } from '../dist/packed/release.js';

const lines = await packRelease(fileURLToPath(new URL('../../out/release', import.meta.url)));
process.stdout.write(`${lines.join('\n')}\n`);
