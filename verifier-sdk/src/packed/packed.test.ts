import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, realpath, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { anchorCertificate } from './certificate.fixture.js';
import { EmptyProject } from './empty-project.fixture.js';

/*
 * What a vendor gets: the package as npm packs it, installed into an empty project without this repository, with
 * the README's own lines, under every Node that this machine has.
 */

const run = promisify(execFile);
const here = fileURLToPath(new URL('../..', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

let project: EmptyProject;
let server: Server;
let url: string;

/** Every Node on PATH, once each: the one that npm scripts bring, and the machine's own. */
async function nodes(): Promise<[version: string, path: string][]> {
  const places = (process.env['PATH'] ?? '').split(delimiter).map((place) => join(place, 'node'));
  const found = new Map<string, string>();
  for (const place of [process.execPath, '/usr/local/bin/node', '/usr/bin/node', ...places]) {
    if (!existsSync(place)) continue;
    const path = await realpath(place);
    const { stdout } = await run(path, ['--version']);
    if (Number(stdout.slice(1).split('.')[0]) >= 20) found.set(stdout.trim(), path);
  }
  return [...found];
}

/** The README's code that begins with these words, with this test's server in place of the example's. */
async function readmeCode(beginning: string): Promise<string> {
  const readme = await readFile(join(here, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  const block = blocks.find((code) => code.startsWith(beginning));
  expect(block, beginning).toBeDefined();
  return (block ?? '').replace('https://mirror.example.gov.cn/', url);
}

beforeAll(async () => {
  const { world, pdf, qrText } = await anchorCertificate(Date.now());
  server = createServer((request, response) => {
    const bytes = world.files.get((request.url ?? '').slice(1));
    response.writeHead(bytes ? 200 : 404).end(bytes);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  project = await EmptyProject.create();
  await writeFile(project.path('trust-anchor.json'), JSON.stringify(world.anchor));
  await writeFile(project.path('certificate.pdf'), pdf);
  await writeFile(project.path('certificate.png'), await QRCode.toBuffer(qrText));
  const quickStart = await readmeCode('import { readFile }');
  await writeFile(project.path('window.js'), quickStart);
  const receipts = await readmeCode('import { createWindowKey');
  const bytes = "const bytes = await readFile('certificate.pdf');\n";
  await writeFile(project.path('receipts.js'), `${quickStart}${bytes}${receipts}console.log(receipt);`);
});

afterAll(async () => {
  server.close();
  await project.remove();
});

describe.each(await nodes())('in an empty project, under Node %s', (version, node) => {
  it('the README’s quick start verifies', async () => {
    const { stdout } = await run(node, ['window.js'], { cwd: project.folder });
    expect(stdout).toMatch(/^valid OK /);
  });

  it('its lines for a verification receipt make one', async () => {
    const { stdout } = await run(node, ['receipts.js'], { cwd: project.folder });
    expect(stdout).toMatch(/^valid OK .*\n[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });

  it('the command verifies a PDF and a picture, with the network cable out', async () => {
    const bin = project.path('node_modules', '.bin', 'certbridge-verify');
    const files = ['certificate.pdf', 'certificate.png'];
    const { stdout } = await run(node, [bin, '--offline', '--json', ...files], { cwd: project.folder });
    expect(JSON.parse(stdout)).toMatchObject([
      { file: 'certificate.pdf', verdict: 'valid', certificate: { fields: { name: '张三' } } },
      { file: 'certificate.png', verdict: 'valid', certificate: { fields: { holderName: '张三' } } },
    ]);
  });

  it('the command makes a window’s key, signs a receipt and checks it', async () => {
    const command = (...args: string[]) =>
      run(node, [project.path('node_modules', '.bin', 'certbridge-verify'), ...args], {
        cwd: project.folder,
      });
    const keys = ['--out', `${version}.json`, '--public', `${version}-public.json`];
    await command('window-key', 'create', ...keys);
    const told = ['--receipt-key', `${version}.json`, '--place', '12 号窗口', '--purpose', '落户'];
    const { stdout } = await command('--offline', '--json', ...told, 'certificate.pdf');
    const [{ receipt } = { receipt: '' }] = JSON.parse(stdout) as { receipt: string }[];
    const pinned = ['--window-keys', `${version}-public.json`, '--shown', 'certificate.pdf'];
    expect((await command('receipt', receipt, ...pinned)).stdout).toContain('✔ 回执有效 Receipt valid');
  });
});

it('holds the sources that its maps lead to, and no tests', () => {
  const paths = project.packed('@certbridge/verifier-sdk').files;
  expect(paths).toEqual(expect.arrayContaining(['dist/index.d.ts', 'src/index.ts', 'README.md']));
  expect(paths.filter((path) => /\.test\.|\.fixture\.|tsbuildinfo/.test(path))).toEqual([]);
});

it.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])('has types that a strict project takes as they are: module %s', async (module, resolution) => {
  const source = `
    import { createVerifier, openMirror, MemoryStore, parseTrustAnchor, codes } from '@certbridge/verifier-sdk';
    import type { Code, Report, Verifier } from '@certbridge/verifier-sdk';
    import { decodeQrText } from '@certbridge/verifier-sdk/formats';
    import { openIndexedDbStore } from '@certbridge/verifier-sdk/indexeddb';
    import { useQrDecoder } from '@certbridge/verifier-sdk/image';
    import { FolderStore } from '@certbridge/verifier-sdk/node';
    export async function check(bytes: Uint8Array): Promise<string> {
      const trustAnchor = parseTrustAnchor('{}');
      const mirror = await openMirror(new FolderStore('x') ?? new MemoryStore(), { trustAnchor });
      const verifier: Verifier = createVerifier({ trustAnchor, mirror });
      const report: Report = await verifier.verifyPdf(bytes);
      const code: Code = report.code;
      // @ts-expect-error codes are a union
      if (report.code === 'FINE') return '';
      return codes[code].zh.next;
    }
    export { decodeQrText, openIndexedDbStore, useQrDecoder };
  `;
  await writeFile(project.path(`${module}.ts`), source);
  const compilerOptions = {
    ...{ strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom'], types: [] },
    ...{ module, moduleResolution: resolution, skipLibCheck: false },
  };
  const config = project.path(`${module}.json`);
  await writeFile(config, JSON.stringify({ compilerOptions, files: [`${module}.ts`] }));
  const tsc = run(join(modules, '.bin', 'tsc'), ['-p', config], { cwd: project.folder });
  const { stdout } = await tsc.catch((error: unknown) => error as { stdout: string });
  expect(stdout).toBe('');
});
