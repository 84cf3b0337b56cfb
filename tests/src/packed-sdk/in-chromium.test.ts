import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import type { Browser } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build as buildWithVite } from 'vite';
import { EmptyProject, anchorCertificate } from '@certbridge/verifier-sdk-fixtures';
import { missing } from '../requirements.js';
import { Visitor, launch } from '../verify-page/phone.js';
import type { Checked } from './window/check.js';

declare const program: { check(): Promise<Checked>; checkInWorker(): Promise<Checked> };

const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.html': 'text/html; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** How the SDK's names are found where nobody bundles: what a bundler reads from its package.json. */
const importMap = JSON.stringify({
  imports: {
    '@certbridge/verifier-sdk': '/node_modules/@certbridge/verifier-sdk/dist/index.js',
    '@certbridge/verifier-sdk/image': '/node_modules/@certbridge/verifier-sdk/dist/image/index.js',
    '@certbridge/verifier-sdk/indexeddb': '/node_modules/@certbridge/verifier-sdk/dist/mirror/indexeddb.js',
    '#platform': '/node_modules/@certbridge/verifier-sdk/dist/platform/web.js',
    '#qr-decoder': '/node_modules/@certbridge/verifier-sdk/dist/image/decoder-web.js',
    'zxing-wasm/reader': '/node_modules/zxing-wasm/dist/es/reader/index.js',
  },
});

/** Nothing from elsewhere, no eval. */
const policy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self'",
].join('; ');

const page = (script: string, head = '') =>
  `<!doctype html><title>window</title>${head}<script type="module" src="${script}"></script>`;

/** What must be the same wherever it runs: all but when this mirror was brought up to date. */
const essence = ({ reports }: Checked) =>
  reports.map(({ verdict, code, checks, certificate, notes }) => ({
    verdict,
    code,
    checks,
    certificate,
    notes,
  }));

const title = 'the SDK, packed and installed alone in an empty project, runs in Chromium';
describe.skipIf(missing('chromium'))(title, () => {
  let project: EmptyProject;
  let browser: Browser;
  let server: Server;
  let origin: string;
  let feed: ReadonlyMap<string, Uint8Array>;

  beforeAll(async () => {
    const [made, certificate] = await Promise.all([EmptyProject.create(), anchorCertificate(Date.now())]);
    browser = await launch();
    project = made;
    await cp(fileURLToPath(new URL('window', import.meta.url)), project.path('src'), { recursive: true });
    await mkdir(project.path('given'));
    const given = {
      'trust-anchor.json': JSON.stringify(certificate.world.anchor),
      'certificate.pdf': certificate.pdf,
      'qr.txt': certificate.qrText,
      'qr.png': await QRCode.toBuffer(certificate.qrText, { scale: 5 }),
      'decoder.wasm': await readFile(project.path('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm')),
    };
    for (const [name, bytes] of Object.entries(given)) await writeFile(project.path('given', name), bytes);
    feed = certificate.world.files;
    server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname.slice(1));
      void answer(path).then((found) => {
        response.setHeader('Content-Security-Policy', policy);
        response.setHeader('Content-Type', mediaTypes[extname(path)] ?? 'application/octet-stream');
        response.writeHead(found ? 200 : 404).end(found);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    await project.remove();
  });

  async function answer(path: string): Promise<Uint8Array | undefined> {
    return path.startsWith('feed/') ? feed.get(path) : readFile(project.path(path)).catch(() => undefined);
  }

  /** Each ends with a page `<way>.html`. None adds a polyfill. */
  const ways = {
    async esbuild() {
      // It fails on a module of Node's; Vite would put an empty one in its place.
      const { metafile } = await build({
        absWorkingDir: project.folder,
        entryPoints: ['src/page.ts', 'src/worker.ts'],
        outdir: 'esbuild',
        bundle: true,
        splitting: true,
        format: 'esm',
        platform: 'browser',
        metafile: true,
      });
      const packages = Object.keys(metafile.inputs).map(
        (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1],
      );
      expect(new Set(packages)).toEqual(new Set([undefined, '@certbridge/verifier-sdk', 'zxing-wasm']));
      await writeFile(project.path('esbuild.html'), page('/esbuild/page.js'));
    },
    async Vite() {
      await writeFile(project.path('src', 'index.html'), page('./page.ts'));
      await buildWithVite({
        configFile: false,
        root: project.path('src'),
        base: '/vite/',
        logLevel: 'error',
        worker: { format: 'es' },
        build: { outDir: project.path('vite'), target: 'es2022', assetsInlineLimit: 0, modulePreload: false },
      });
      await writeFile(project.path('Vite.html'), await readFile(project.path('vite', 'index.html')));
    },
    async 'an import map'() {
      for (const name of ['check', 'page']) {
        const source = await readFile(project.path('src', `${name}.ts`));
        await writeFile(project.path('src', `${name}.js`), (await transform(source, { loader: 'ts' })).code);
      }
      const map = `<script type="importmap">${importMap}</script>`;
      await writeFile(project.path('an import map.html'), page('/src/page.js', map));
    },
  };

  it.each([
    ['esbuild', true],
    ['Vite', true],
    // Browsers apply no import map to workers.
    ['an import map', false],
  ] as const)('by %s (also in a worker: %s)', async (way, hasWorker) => {
    await ways[way]();
    const visitor = await Visitor.arrive(browser);
    const opened = await visitor.open(`${origin}/${encodeURIComponent(way)}.html`);
    const inPage = await opened.evaluate(() => program.check());
    expect(inPage.sync).toBe('updated');
    expect(inPage.reports.map(({ code }) => code)).toEqual(['OK', 'OK', 'OK']);
    if (hasWorker) {
      const inWorker = await opened.evaluate(() => program.checkInWorker());
      expect(essence(inWorker)).toEqual(essence(inPage));
    }
    // The mirror is the browser's now: the feed is not needed to answer again.
    const published = feed;
    feed = new Map();
    await opened.reload();
    const later = await opened.evaluate(() => program.check());
    feed = published;
    expect(later.sync).toBe('failed');
    expect(essence(later)).toEqual(essence(inPage));
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});
