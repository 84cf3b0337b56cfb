import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { expect, it } from 'vitest';

/** What `import()` loads is a file of its own, which a browser gets when it is needed. */
const loadedLater: Plugin = {
  name: 'loaded-later',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^\./ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    );
  },
};

/**
 * Bytes of the bundle that a browser gets, minified and gzipped; what is loaded only once a picture, a holder, a
 * live code or a presentation comes is not counted.
 */
async function bundledSize(contents: string): Promise<number> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['zxing-wasm/*'],
    plugins: [loadedLater],
  });
  // No polyfill, no dependency and no Node: WebCrypto and what is here.
  expect(Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'))).toEqual([]);
  const [output] = outputFiles;
  return gzipSync(output!.contents, { level: 9 }).length;
}

it('the core is at most 60 kB for a browser, without anybody else’s code, and as large as the README says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, all, less] = /about (\d+) kB after minifying and gzip, (\d+) kB without/.exec(readme) ?? [];
  const whole = await bundledSize(`export * from './dist/index.js'`);
  expect(whole).toBeLessThanOrEqual(60_000);
  expect(Math.abs(whole / 1000 - Number(all))).toBeLessThan(1);
  const verbs = 'createVerifier, openMirror, parseTrustAnchor, syncMirror';
  const verifying = await bundledSize(`export { ${verbs} } from './dist/index.js'`);
  expect(Math.abs(verifying / 1000 - Number(less))).toBeLessThan(1);
});

it('whoever only reads formats gets less', async () => {
  const size = await bundledSize(`export { decodeQrText, parseQr } from './dist/formats/index.js'`);
  expect(size).toBeLessThanOrEqual(12_000);
});
