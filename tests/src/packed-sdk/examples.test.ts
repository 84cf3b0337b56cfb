import { cp, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { ManagedProcess } from '@certbridge/network/processes';
import { checkVerificationReceipt, parseWindowKeys, trustAnchorId } from '@certbridge/verifier-sdk';
import { anchorCertificate, EmptyProject } from '@certbridge/verifier-sdk-fixtures';
import type { Browser } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { inPackage, inRepository } from '../packages.js';
import { runProgram } from '../programs.js';
import type { Ended } from '../programs.js';
import { missing } from '../requirements.js';
import { launch, Visitor } from '../verify-page/phone.js';

/* The examples as they stand in the repository, in a project that has only the packed SDK. */

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

let project: EmptyProject;
let server: Server;
let origin: string;
let env: NodeJS.ProcessEnv;
let feed: ReadonlyMap<string, Uint8Array>;
let trustAnchor: string;
let pdf: Uint8Array;
let forged: Uint8Array;
let qrPicture: Uint8Array;

/** The feed, and beside it the built page. */
async function answer(path: string): Promise<Uint8Array | undefined> {
  if (path.startsWith('feed/')) return feed.get(path);
  return readFile(project.path('browser-page', 'dist', path || 'index.html')).catch(() => undefined);
}

beforeAll(async () => {
  const [made, certificate] = await Promise.all([EmptyProject.create(), anchorCertificate(Date.now())]);
  project = made;
  for (const name of ['node-window', 'browser-page', 'koa-middleware', 'batch-verifier']) {
    await cp(inPackage('verifier-sdk', 'examples', name), project.path(name), { recursive: true });
  }
  feed = certificate.world.files;
  trustAnchor = JSON.stringify(certificate.world.anchor);
  pdf = certificate.pdf;
  // The time that the signature dictionary claims: a signed byte.
  forged = Buffer.from(Buffer.from(pdf).toString('latin1').replace('/M(D:2026', '/M(D:2025'), 'latin1');
  qrPicture = await QRCode.toBuffer(certificate.qrText, { scale: 5 });
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname.slice(1));
    void answer(path).then((found) => {
      response.setHeader(
        'Content-Type',
        mediaTypes[extname(path || 'index.html')] ?? 'application/octet-stream',
      );
      response.writeHead(found ? 200 : 404).end(found);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  env = {
    PATH: process.env['PATH'],
    FEED_URL: origin,
    TRUST_ANCHOR_FINGERPRINT: await trustAnchorId(certificate.world.anchor),
  };
});
afterAll(async () => {
  server.close();
  await project.remove();
});

/** A folder of the project with the trust anchor in it. */
async function folderFor(name: string): Promise<string> {
  const folder = project.path(name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'trust-anchor.json'), trustAnchor);
  return folder;
}

const run = (cwd: string, ...args: string[]): Promise<Ended> =>
  runProgram(process.execPath, args, { cwd, env });

describe('the window in a terminal', () => {
  it('verifies files, says what to do, and archives a receipt of each that others can check', async () => {
    const folder = await folderFor('node-window');
    const command = project.path('node_modules', '.bin', 'certbridge-verify');
    expect((await run(folder, command, 'window-key', 'create')).code).toBe(0);
    await writeFile(join(folder, 'a.pdf'), pdf);
    await writeFile(join(folder, 'a.png'), qrPicture);

    const valid = await run(folder, 'window.ts', 'a.pdf', 'a.png');
    expect(valid).toMatchObject({ code: 0, err: '' });
    expect(valid.out).toMatch(/^a\.pdf: valid OK$[^]*按证照内容办理。[^]*^a\.png: valid OK$/m);

    await writeFile(join(folder, 'forged.pdf'), forged);
    const invalid = await run(folder, 'window.ts', 'forged.pdf');
    expect(invalid).toMatchObject({ code: 1, err: '' });
    expect(invalid.out).toMatch(/^forged\.pdf: invalid /m);

    const windowKeys = parseWindowKeys(await readFile(join(folder, 'window-keys.json')));
    const names = await readdir(join(folder, 'receipts'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, 'receipts', name), 'utf8')));
    const checked = await Promise.all(texts.map((text) => checkVerificationReceipt(text, { windowKeys })));
    expect(checked.map(({ code }) => code)).toEqual(['OK', 'OK', 'OK']);
    const verdicts = checked.map(({ receipt }) => receipt?.report.verdict);
    expect(verdicts.sort()).toEqual(['invalid', 'valid', 'valid']);
  });

  it('refuses a trust anchor that is not the pinned one', async () => {
    const folder = await folderFor('node-window');
    await writeFile(join(folder, 'trust-anchor.json'), trustAnchor.replace('"threshold":2', '"threshold":1'));
    const { code, err } = await run(folder, 'window.ts');
    expect(code).toBe(1);
    expect(err).toContain('TRUST_ANCHOR_MISMATCH');
  });
});

describe('the batch verifier', () => {
  it('gives every file of a folder its line, whatever is in it, and counts on', async () => {
    const folder = await folderFor('batch-verifier');
    const archive = join(folder, 'archive');
    await mkdir(join(archive, 'a-folder.pdf'), { recursive: true });
    const names = Array.from({ length: 12 }, (_, index) => `${String(index).padStart(2, '0')}.pdf`);
    for (const name of names) await writeFile(join(archive, name), name === '05.pdf' ? forged : pdf);

    const { code, out, err } = await run(folder, 'batch.ts', 'archive');
    const results = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; verdict?: string; error?: string });
    expect(results.map(({ file }) => file).sort()).toEqual([...names, 'a-folder.pdf'].sort());
    for (const { file, verdict } of results) {
      expect(verdict, file).toBe(
        file === 'a-folder.pdf' ? undefined : file === '05.pdf' ? 'invalid' : 'valid',
      );
    }
    expect(results.find(({ file }) => file === 'a-folder.pdf')?.error).toContain('EISDIR');
    expect(err).toMatch(/\r1\/13[^]*\r13\/13\n$/);
    expect(code).toBe(1);
  });
});

describe('the Koa middleware', () => {
  it('lets valid certificates through, and says why it refuses others', async () => {
    const folder = await folderFor('koa-middleware');
    await symlink(inRepository('node_modules', 'koa'), project.path('node_modules', 'koa'));
    const program = new ManagedProcess({
      command: () => ({
        program: process.execPath,
        args: ['server.ts'],
        cwd: folder,
        env: { ...env, PORT: '0' },
      }),
      output: 'lines',
      stop: { signal: 'SIGTERM', graceMs: 60_000, force: 'SIGKILL' },
    });
    program.start();
    const url = await program.ready((line) => /^http:\S+$/.exec(line)?.[0]);
    const post = async (body: Uint8Array, type = 'application/pdf'): Promise<[number, unknown]> => {
      const headers = { 'Content-Type': type };
      const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
      return [response.status, await response.json()];
    };

    expect(await post(pdf)).toMatchObject([200, { accepted: true, certificate: '居住证' }]);
    expect(await post(forged)).toMatchObject([422, { code: 'SIGNATURE_INVALID' }]);
    expect(await post(pdf, 'text/plain')).toMatchObject([415, { code: 'NOT_A_PDF' }]);
    expect(await post(new Uint8Array(5_000_000))).toMatchObject([413, { code: 'TOO_LARGE' }]);
    expect(await post(pdf)).toMatchObject([200, { accepted: true }]);
    await program.stop();
  });
});

describe.skipIf(missing('chromium'))('the page in a browser, built by Vite', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it('verifies a PDF and a picture, and goes on without its server’s feed', async () => {
    const root = project.path('browser-page');
    await mkdir(join(root, 'public'));
    await writeFile(join(root, 'public', 'trust-anchor.json'), trustAnchor);
    await build({ configFile: false, root, logLevel: 'error' });

    const visitor = await Visitor.arrive(browser);
    const page = await visitor.open(origin);
    const show = async (name: string, mimeType: string, content: Uint8Array): Promise<string | null> => {
      await page.locator('input:enabled').setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
      return page.locator('output[data-verdict]').getAttribute('data-verdict');
    };
    expect(await show('a.pdf', 'application/pdf', pdf)).toBe('valid');
    expect(await page.locator('output').innerText()).toMatch(/核验通过[^]*居住证[^]*数据时效/);
    expect(await show('forged.pdf', 'application/pdf', forged)).toBe('invalid');
    expect(await show('a.png', 'image/png', qrPicture)).toBe('valid');

    const published = feed;
    feed = new Map();
    await page.reload();
    await page.locator('input:enabled').waitFor();
    expect(await page.locator('output').innerText()).toContain('离线核验');
    expect(await show('again.pdf', 'application/pdf', pdf)).toBe('valid');
    feed = published;
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });
});
