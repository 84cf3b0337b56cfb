import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { build, transform } from 'esbuild';
import type { Browser } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build as buildWithVite } from 'vite';
import { missing } from '../requirements.js';
import { IssuedCertificates } from '../verify-page/certificates.js';
import { Visitor, launch } from '../verify-page/phone.js';
import { EmptyProject } from './empty-project.js';
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
const policy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self'",
].join('; ');

/** What must be the same wherever it runs: all but when this mirror was brought up to date. */
const essence = ({ reports }: Checked) =>
  reports.map(({ verdict, code, checks, certificate, notes }) => ({
    verdict,
    code,
    checks,
    certificate,
    notes,
  }));

describe('the SDK, packed and installed alone in an empty project,', { timeout: 120_000 }, () => {
  let project: EmptyProject;
  let issued: IssuedCertificates;
  let server: Server;
  let origin: string;
  let isFeedThere = true;

  beforeAll(async () => {
    [project, issued] = await Promise.all([EmptyProject.create(), IssuedCertificates.start()]);
    await project.addProgram();
    await mkdir(project.path('given'));
    const [certificate] = await issued.all();
    const text = `https://certbridge.example/v#${certificate!.digits}`;
    const decoder = project.path('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm');
    const given = {
      'trust-anchor.json': JSON.stringify(issued.trustAnchor),
      'certificate.pdf': certificate!.pdf,
      'qr.txt': text,
      'qr.png': await QRCode.toBuffer(text, { scale: 5 }),
      'decoder.wasm': await readFile(decoder),
    };
    for (const [name, bytes] of Object.entries(given)) await writeFile(project.path('given', name), bytes);
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
  }, 180_000);
  afterAll(async () => {
    server.close();
    await Promise.all([issued.close(), project.remove()]);
  });

  async function answer(path: string): Promise<Buffer | undefined> {
    if (!path.startsWith('feed/')) return readFile(project.path(path)).catch(() => undefined);
    return isFeedThere ? (await issued.feed.file(path.slice('feed/'.length)))?.bytes : undefined;
  }

  it('verifies in Node, as a library and as a command', async () => {
    await writeFile(
      project.path('window.js'),
      `import { readFile } from 'node:fs/promises';
       import { createVerifier, openMirror, parseTrustAnchor, syncMirror } from '@certbridge/verifier-sdk';
       import { FolderStore } from '@certbridge/verifier-sdk/node';
       const trustAnchor = parseTrustAnchor(await readFile('given/trust-anchor.json'));
       const mirror = await openMirror(new FolderStore('mirror'), { trustAnchor });
       const { outcome } = await syncMirror(mirror, { urls: [process.argv[2]] });
       const verifier = createVerifier({ trustAnchor, mirror });
       const report = await verifier.verifyPdf(await readFile('given/certificate.pdf'));
       console.log(outcome, report.verdict);`,
    );
    expect(await project.run(process.execPath, ['window.js', origin])).toBe('updated valid\n');
    const files = ['given/certificate.pdf', 'given/qr.png'];
    const options = ['--trust', 'given/trust-anchor.json', '--mirror', 'mirror', '--offline', '--json'];
    const said = await project.run('npx', ['--no', 'certbridge-verify', ...files, ...options]);
    expect((JSON.parse(said) as Checked['reports']).map(({ verdict }) => verdict)).toEqual([
      'valid',
      'valid',
    ]);
  });

  it('has types for whoever writes TypeScript', async () => {
    const options = {
      compilerOptions: {
        target: 'es2022',
        module: 'esnext',
        moduleResolution: 'bundler',
        lib: ['es2023', 'dom', 'dom.iterable'],
        types: [],
        strict: true,
        noEmit: true,
      },
      include: ['src'],
    };
    await writeFile(project.path('tsconfig.json'), JSON.stringify(options));
    const compiler = new URL(import.meta.resolve('typescript/bin/tsc'));
    expect(await project.run(process.execPath, [compiler.pathname, '-p', '.'])).toBe('');
  });

  describe.skipIf(missing('chromium'))('runs in Chromium, in the page and in a worker,', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(() => browser.close());

    const page = (script: string, head = '') =>
      `<!doctype html><title>window</title>${head}<script type="module" src="${script}"></script>`;

    /** Each way ends with a page at `<name>.html`; none adds a polyfill, and each fails on a module of Node's. */
    const ways: Readonly<Record<string, () => Promise<void>>> = {
      async esbuild() {
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
          build: {
            outDir: project.path('vite'),
            target: 'es2022',
            assetsInlineLimit: 0,
            modulePreload: false,
          },
        });
        await writeFile(project.path('Vite.html'), await readFile(project.path('vite', 'index.html')));
      },
      async 'no bundler'() {
        for (const name of ['check', 'page']) {
          const { code } = await transform(await readFile(project.path('src', `${name}.ts`)), {
            loader: 'ts',
          });
          await writeFile(project.path('src', `${name}.js`), code);
        }
        const map = `<script type="importmap">${importMap}</script>`;
        await writeFile(project.path('no bundler.html'), page('/src/page.js', map));
      },
    };

    it.each([
      ['esbuild', true],
      ['Vite', true],
      // Browsers apply no import map to workers.
      ['no bundler', false],
    ])('by %s', async (way, hasWorker) => {
      isFeedThere = true;
      await ways[way]?.();
      const visitor = await Visitor.arrive(browser);
      const at = `${origin}/${encodeURIComponent(way)}.html`;
      const opened = await visitor.open(at);
      const inPage = await opened.evaluate(() => program.check());
      expect(inPage.sync).toBe('updated');
      expect(essence(inPage).map(({ code }) => code)).toEqual(['OK', 'OK', 'OK']);
      if (hasWorker) {
        const inWorker = await opened.evaluate(() => program.checkInWorker());
        expect(essence(inWorker)).toEqual(essence(inPage));
      }
      // The mirror is the browser's now: the feed is not needed to answer again.
      isFeedThere = false;
      await opened.reload();
      const later = await opened.evaluate(() => program.check());
      expect(later.sync).toBe('failed');
      expect(essence(later)).toEqual(essence(inPage));
      expect(visitor.complaints).toEqual([]);
      await visitor.leave();
    });
  });
});
