import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseQr, decodeQrText, toHex } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tool } from '../documents/tools.js';
import { inPackage, inRepository } from '../packages.js';
import { runProgram } from '../programs.js';
import { missing, python } from '../requirements.js';

const program = inPackage('service', 'dist', 'demo', 'main.js');
const window = inPackage('verifier-sdk', 'bin', 'certbridge-verify.js');

interface Row {
  file: string;
  identifier: string;
  certId: string;
  type: string;
  expected: { verdict: string; code: string };
}

let folder: string;
let said: string;
let exit: number;
let rows: Row[];
const out = (path: string): string => join(folder, 'out', path);
const files = (): string[] => rows.map(({ file }) => out(file));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-demo-test-'));
  const { code, out: answer, err } = await runProgram(process.execPath, [program], { cwd: folder });
  exit = code;
  said = answer + err;
  rows =
    exit === 0
      ? (JSON.parse(await readFile(out('demo.json'), 'utf8')) as { certificates: Row[] }).certificates
      : [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run demo', () => {
  it('ends with 0 after issuing three hundred certificates', () => {
    expect(exit, said).toBe(0);
    expect(rows).toHaveLength(300);
    expect(new Set(rows.map(({ certId }) => certId)).size).toBe(300);
    expect(new Set(rows.map(({ type }) => type)).size).toBe(4);
  });

  it('tells a person of the verdict that changed', () => {
    expect(said).toMatch(/吊销前 before\s+✓ 有效\s+OK/);
    expect(said).toMatch(/吊销后 after\s+✗ 无效\s+REVOKED/);
  });

  it('leaves what a window needs: every verdict can be had again offline, and is the expected one', async () => {
    const args = [
      window,
      '--offline',
      '--json',
      '--trust',
      out('trust-anchor.json'),
      '--mirror',
      out('mirror'),
    ];
    const { code, output } = await tool(process.execPath, [...args, ...files()]);
    const reports = JSON.parse(output) as { verdict: string; code: string }[];
    expect(reports.map(({ verdict, code }) => ({ verdict, code }))).toEqual(
      rows.map(({ expected }) => expected),
    );
    expect(rows.filter(({ expected }) => expected.code === 'REVOKED')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('says that status is unknown, not valid, without the mirror', async () => {
    const [, file = ''] = files();
    const { code, output } = await tool(
      process.execPath,
      [window, '--offline', '--json', '--trust', out('trust-anchor.json'), file],
      {
        cwd: folder,
      },
    );
    expect(JSON.parse(output)).toMatchObject([{ verdict: 'indeterminate', code: 'STATUS_UNKNOWN' }]);
    expect(code).toBe(2);
  });
});

describe('outside validators accept every PDF of the demo, with the service gone', () => {
  it.skipIf(missing('pdfsig') || missing('certutil'))(
    'pdfsig: valid, trusted, the total document signed',
    async () => {
      const nss = join(folder, 'nss');
      await tool('mkdir', [nss]);
      await tool('certutil', ['-N', '-d', `sql:${nss}`, '--empty-password']);
      const roots = (await readFile(out('document-roots.pem'), 'utf8')).split(
        /(?<=-----END CERTIFICATE-----\n)/,
      );
      for (const [index, root] of roots.entries()) {
        const file = join(folder, `root-${index}.pem`);
        await writeFile(file, root);
        await tool('certutil', ['-A', '-d', `sql:${nss}`, '-n', `root-${index}`, '-t', 'C,C,C', '-i', file]);
      }
      for (const file of files()) {
        const { output } = await tool('pdfsig', ['-nssdir', `sql:${nss}`, file]);
        expect(output, file).toContain('Signature is Valid.');
        expect(output, file).toContain('Certificate is Trusted.');
        expect(output, file).toContain('Total document signed');
      }
    },
  );

  it.skipIf(missing('pyhanko'))('pyHanko: valid and trusted, the timestamp too', async () => {
    const script = inRepository('tests', 'validators', 'pyhanko_all.py');
    const { output } = await tool(python, [script, out('document-roots.pem'), ...files()]);
    const lines = output.trim().split('\n');
    expect(lines).toHaveLength(300);
    for (const line of lines) {
      expect(line).toMatch(/\.pdf 0 .*:INTACT:TRUSTED,TIMESTAMP_TOKEN<INTACT:TRUSTED>,UNTOUCHED/);
    }
  });

  it.skipIf(missing('qpdf'))('qpdf: no errors, no warnings', async () => {
    for (const file of files()) {
      const { code, output } = await tool('qpdf', ['--check', file]);
      expect(code, output).toBe(0);
      expect(output).not.toMatch(/warning/i);
    }
  });
});

/** What pages.py asks. */
const undrawable = (['pdftoppm', 'pdftotext', 'zbarimg', 'numpy', 'pillow'] as const).some(missing);

describe('every page of the demo', () => {
  it.skipIf(undrawable)(
    'is really drawn, and its QR code, read by zbarimg at 150 dpi, is of that certificate',
    async () => {
      const { code, output } = await tool(python, [
        inRepository('tests', 'validators', 'pages.py'),
        ...files(),
      ]);
      expect(code, output.slice(-2000)).toBe(0);
      const pages = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { qr: string; characters: number; blank: string[] });
      expect(pages).toHaveLength(300);
      for (const [index, { qr, characters, blank }] of pages.entries()) {
        const { certId, identifier, file } = rows[index]!;
        const { claims } = parseQr(await decodeQrText(qr));
        expect({ certId: toHex(claims.certId), identifier: claims.identifier }, file).toEqual({
          certId,
          identifier,
        });
        expect(characters, file).toBeGreaterThan(30);
        expect(blank, file).toEqual([]);
      }
    },
  );

  it.skipIf(missing('pdftotext'))('gives its text back exactly as the CSV has it', async () => {
    for (const slug of new Set(rows.map(({ type }) => type))) {
      const [header = '', ...lines] = (await readFile(inRepository('samples', `${slug}.csv`), 'utf8'))
        .trim()
        .split('\n');
      const names = lines.map((line) => line.split(',')[0] ?? '');
      expect(header.length).toBeGreaterThan(0);
      const mine = rows.filter(({ type }) => type === slug);
      const texts = await Promise.all(
        mine.map(async ({ file }) =>
          (await tool('pdftotext', ['-raw', '-enc', 'UTF-8', out(file), '-'])).output.replaceAll('\n', ''),
        ),
      );
      for (const name of names)
        expect(
          texts.some((text) => text.includes(name)),
          name,
        ).toBe(true);
      for (const [index, { identifier }] of mine.entries()) expect(texts[index]).toContain(identifier);
    }
  });
});
