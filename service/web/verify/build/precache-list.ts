import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Only what reads pictures needs these; they are kept when first used or when the page is installed. */
const lazy = /zxing|\/reader-/u;
/** Only a PDF that lost its signature needs these: megabytes, kept when first used and not before. */
const rare = /pdfium|draw\.worker/u;

/**
 * Writes into the service worker which files make up this build, and a version made from their
 * bytes: equal builds are one version, and any change in any file is another.
 */
export function precacheList(): Plugin {
  return {
    name: 'precache-list',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['service-worker.js'];
        if (worker?.type !== 'chunk') throw new Error('the build has no service worker');
        const files = Object.values(bundle).filter(
          (file) => file !== worker && !file.fileName.endsWith('.map'),
        );
        const hash = createHash('sha256');
        for (const file of files.sort((a, b) => (a.fileName < b.fileName ? -1 : 1))) {
          hash.update(`${file.fileName}\0`).update(file.type === 'chunk' ? file.code : file.source);
        }
        const names = files
          .map((file) => file.fileName)
          .filter((name) => name !== 'index.html' && name !== 'third-party.txt');
        const build = {
          version: hash.digest('hex').slice(0, 16),
          files: [
            '/v',
            '/v/manifest.webmanifest',
            ...names.filter((name) => !lazy.test(name) && !rare.test(name)).map((name) => `/v/${name}`),
          ],
          lazy: names.filter((name) => lazy.test(name)).map((name) => `/v/${name}`),
          rare: names.filter((name) => rare.test(name)).map((name) => `/v/${name}`),
        };
        worker.code = worker.code.replace(/["'`]@build@["'`]/u, () => JSON.stringify(JSON.stringify(build)));
      },
    },
  };
}
