import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import type { Build } from '../kit/offline/build.ts';

export interface Precache {
  /** Address of the page, without a slash at its end: `/v`. */
  readonly page: string;
  /** Whether every address under the page's own is the page: it then finds out itself what they mean. */
  readonly routed: boolean;
  /** Files that are kept when first used, or when the page asks for all of them. */
  readonly lazy?: RegExp;
  /** Files that are kept when first used and not before. */
  readonly rare?: RegExp;
}

const NEVER = /(?!)/;

/**
 * Writes into the service worker which files make up this build, and a version made from their
 * bytes: equal builds are one version, and any change in any file is another.
 */
export function precacheList({ page, routed, lazy = NEVER, rare = NEVER }: Precache): Plugin {
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
        const addresses = (wanted: (name: string) => boolean): string[] =>
          names.filter(wanted).map((name) => `${page}/${name}`);
        const build: Build = {
          page,
          routed,
          version: hash.digest('hex').slice(0, 16),
          files: [
            page,
            `${page}/manifest.webmanifest`,
            ...addresses((name) => !lazy.test(name) && !rare.test(name)),
          ],
          lazy: addresses((name) => lazy.test(name)),
          rare: addresses((name) => rare.test(name)),
        };
        worker.code = worker.code.replace(/["'`]@build@["'`]/u, () => JSON.stringify(JSON.stringify(build)));
      },
    },
  };
}
