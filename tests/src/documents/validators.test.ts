import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, PDFStream } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Faces, qrCode } from '@certbridge/service/certificates/documents';
import type { Signer } from '@certbridge/service/certificates/signing';
import { HttpTimestampAuthority } from '@certbridge/service/certificates/timestamps';
import { readPicture, writePaper } from '@certbridge/service/certificates/paper';
import { decodePem } from '@certbridge/verifier-sdk/der';
import { startDepartmentAuthority } from '../key-sources/department-authority.js';
import { openSoftHsm } from '../key-sources/softhsm.js';
import { missing, python } from '../requirements.js';
import { startOpensslAuthority } from './openssl-authority.js';
import { drawnSignature } from './drawn-signature.js';
import { openDocumentWorkshop, receiptFor } from './document-workshop.js';
import type { DocumentWorkshop } from './document-workshop.js';
import { sampleOf, slugs } from './samples.js';
import { tool } from './tools.js';

const VALIDATORS = new URL('../../validators/dss/', import.meta.url).pathname;

let shop: DocumentWorkshop;
/** The roots of this project's authority and of a department's own. */
let roots = '';
/**
 * Every type, signed with either algorithm, before and after the receipt; a purpose-limited copy; one stamped by
 * OpenSSL; and those of keys that lie elsewhere.
 */
const files: string[] = [];

beforeAll(async () => {
  shop = await openDocumentWorkshop();
  const write = async (name: string, pdf: Uint8Array): Promise<void> => {
    const file = join(shop.dir, name);
    await writeFile(file, pdf);
    files.push(file);
  };
  for (const slug of slugs) {
    for (const algorithm of ['ES256', 'RS256'] as const) {
      const { pdf } = await shop.renderer.mint(await shop.content(slug), await shop.signer(slug, algorithm));
      await write(`${slug}-${algorithm}.pdf`, pdf);
      await write(`${slug}-${algorithm}-receipt.pdf`, receiptFor(pdf));
    }
  }
  const copy = {
    purpose: '办理公积金提取',
    user: '示例住房公积金管理中心',
    of: 'an identifier',
    madeOn: '2026-11-24',
    validUntil: '2026-12-31',
  };
  const signer = await shop.signer('resident-id');
  const minted = await shop.renderer.mint(await shop.content('resident-id', { copy }), signer);
  await write('copy.pdf', receiptFor(minted.pdf));
  if (!missing('openssl')) {
    const authority = await startOpensslAuthority(shop.keys);
    const timestampRoots = [await readFile(shop.rootsFile)];
    const renderer = await shop.rendererWith({
      timestamps: new HttpTimestampAuthority({ url: authority.url, roots: timestampRoots }),
    });
    const { pdf } = await renderer.mint(await shop.content('resident-id'), signer);
    await write('stamped-by-openssl.pdf', receiptFor(pdf));
    authority.close();
  }
  const mintWith = async (name: string, key: Signer): Promise<void> => {
    const { pdf } = await shop.renderer.mint(await shop.content('resident-id'), key);
    await write(`${name}.pdf`, receiptFor(pdf));
  };
  roots = join(shop.dir, 'all-roots.pem');
  await writeFile(roots, await readFile(shop.rootsFile));
  if (!missing('openssl')) {
    const authority = await startDepartmentAuthority(join(shop.dir, 'department'));
    closing.push(() => authority.close());
    await appendFile(roots, await readFile(authority.rootFile));
    for (const kind of ['P-256', 'RSA'] as const) {
      const file = await authority.keyFile(kind);
      await mintWith(`department-${kind}`, await shop.importKeyFile('resident-id', file));
    }
    await mintWith('department-request', await shop.certifiedBy('resident-id', authority));
  }
  if (!missing('softhsm2-util') && !missing('pkcs11js')) {
    const hsm = await openSoftHsm();
    const token = await shop.withToken(hsm.settings);
    closing.push(async () => {
      await token.close();
      await hsm.close();
    });
    for (const algorithm of ['ES256', 'RS256'] as const) {
      const { issuer } = sampleOf('resident-id');
      await mintWith(`token-${algorithm}`, await token.createIssuerKey(issuer, 'certificate', algorithm));
    }
  }
});
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
  await shop.close();
});

/** The signed bytes and the CMS of a file, found by its ByteRange alone. */
async function takeApart(file: string): Promise<{ signed: Buffer; cms: Buffer }> {
  const bytes = await readFile(file);
  const [, start, end] = /\/ByteRange \[0 (\d+) (\d+)/.exec(bytes.toString('latin1'))!.map(Number) as [
    number,
    number,
    number,
  ];
  const held = Buffer.from(bytes.toString('latin1', start + 1, end - 1), 'hex');
  return {
    signed: Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]),
    cms: held.subarray(0, 4 + held.readUInt16BE(2)),
  };
}

describe('outside validators accept every document, of either algorithm, before and after its receipt', () => {
  it.skipIf(missing('pdfsig') || missing('certutil'))('pdfsig', async () => {
    const nss = join(shop.dir, 'nss');
    await tool('mkdir', [nss]);
    await tool('certutil', ['-N', '-d', `sql:${nss}`, '--empty-password']);
    for (const [n, root] of decodePem(await readFile(roots, 'utf8')).entries()) {
      const file = join(shop.dir, `root-${n}.cer`);
      await writeFile(file, root);
      await tool('certutil', ['-A', '-d', `sql:${nss}`, '-n', `root ${n}`, '-t', 'C,C,C', '-i', file]);
    }
    for (const file of files) {
      const { output } = await tool('pdfsig', ['-nssdir', `sql:${nss}`, file]);
      expect(output, file).toContain('Signature is Valid.');
      expect(output, file).toContain('Certificate is Trusted.');
      expect(output, file).toContain('Total document signed');
      expect(output, file).toContain('ETSI.CAdES.detached');
    }
  });

  it.skipIf(missing('pyhanko'))(
    'pyHanko, which fetches the revocation lists from where the certificates say',
    async () => {
      // One interpreter for all files: starting it takes longer than validating.
      const script = `
import sys, logging
from pyhanko.cli import cli_root
from click.testing import CliRunner
for f in sys.argv[2:]:
    r = CliRunner().invoke(cli_root, ['sign', 'validate', '--pretty-print', '--trust', sys.argv[1], '--trust-replace', f])
    t = r.output
    print(f, r.exit_code, 'judged VALID' in t, 'TSA certificate subject' in t, 'covers the entire file' in t)
`;
      const { output } = await tool(python, ['-c', script, roots, ...files]);
      for (const file of files) expect(output).toContain(`${file} 0 True True True`);
    },
  );

  it.skipIf(missing('qpdf'))('qpdf', async () => {
    for (const file of files) {
      const { code, output } = await tool('qpdf', ['--check', file]);
      expect(code, output).toBe(0);
      expect(output).toContain('No syntax or stream encoding errors found');
    }
  });

  it.skipIf(missing('openssl'))(
    'openssl cms -cades: the signing-certificate attribute is there and right',
    async () => {
      for (const file of files) {
        const { signed, cms } = await takeApart(file);
        await writeFile(join(shop.dir, 'signed.bin'), signed);
        await writeFile(join(shop.dir, 'cms.der'), cms);
        const args = [
          'cms',
          '-verify',
          '-cades',
          '-binary',
          '-inform',
          'der',
          '-in',
          'cms.der',
          '-content',
          'signed.bin',
        ];
        const { code, output } = await tool(
          'openssl',
          [...args, '-CAfile', roots, '-purpose', 'any', '-out', '/dev/null'],
          { cwd: shop.dir },
        );
        expect(code, output).toBe(0);
        expect(output).toContain('CAdES Verification successful');
      }
    },
  );

  it.skipIf(missing('mvn'))(
    'EU DSS: TOTAL_PASSED, PAdES-BASELINE-T, no warnings; veraPDF: PDF/A-3a, PDF/A-3b, PDF/UA-1',
    async () => {
      const built = await tool(
        'mvn',
        ['-q', '-B', 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=target/classpath.txt'],
        { cwd: VALIDATORS },
      );
      expect(built.code, built.output).toBe(0);
      const classpath = await readFile(join(VALIDATORS, 'target/classpath.txt'), 'utf8');
      const dss = await tool('java', [
        '-cp',
        `${join(VALIDATORS, 'target/classes')}:${classpath}`,
        'Validate',
        roots,
        ...files,
      ]);
      const lines = new Map(dss.output.split('\n').map((line) => [line.split('\t')[0], line]));
      for (const file of files) expect(lines.get(file)).toBe(`${file}\tTOTAL_PASSED\tPAdES-BASELINE-T\t`);
      for (const flavour of ['3a', '3b', 'ua1']) {
        const vera = await tool('java', [
          '-cp',
          classpath,
          'org.verapdf.apps.GreenfieldCliWrapper',
          '-f',
          flavour,
          '--format',
          'text',
          ...files,
        ]);
        for (const file of files) expect(vera.output).toContain(`PASS ${file} ${flavour}`);
      }
      const paper = await receiptPaper(join(shop.dir, 'receipt.pdf'));
      const flags = ['-f', '3b', '--format', 'text', paper];
      const asked = ['-cp', classpath, 'org.verapdf.apps.GreenfieldCliWrapper', ...flags];
      const vera = await tool('java', asked);
      expect(vera.output).toContain(`PASS ${paper} 3b`);
      expect((await tool('qpdf', ['--check', paper])).code).toBe(0);
    },
  );
});

it('no stream of a document or of an archived receipt is empty', async () => {
  for (const file of [...files, await receiptPaper(join(shop.dir, 'streams.pdf'))]) {
    const { context } = await PDFDocument.load(await readFile(file));
    const streams = context
      .enumerateIndirectObjects()
      .flatMap(([, one]) => (one instanceof PDFStream ? one : []));
    expect(streams.length, file).toBeGreaterThan(4);
    expect(Math.min(...streams.map((stream) => stream.getContentsSize())), file).toBeGreaterThan(0);
  }
});

/** All that papers are made of: text of all kinds, rows, QR codes, a drawn signature, cards, a file attached. */
async function receiptPaper(path: string): Promise<string> {
  const card = {
    qr: qrCode('https://certificates.example.cn/v#', '0123456789'),
    lines: [{ text: '居住证' }],
  };
  const cells = ['王小明', '330***********1234', ''].map((text) => ({ text, width: 120 }));
  const picture = (await readPicture(drawnSignature))!;
  const bytes = await writePaper(new Faces(), {
    title: '核验回执 Verification receipt',
    identifier: '00112233',
    time: new Date(),
    pages: [
      [
        { text: '核验回执 Verification Receipt', size: 20, bold: true },
        { text: `有效 ${'很长的一行'.repeat(40)} 㐂𠮷`, above: 10 },
        { qr: qrCode('https://certificates.example.cn/window/receipts#', ''), width: 110 },
        { cards: [card, card] },
      ],
      [{ cells, bold: true }, { cells }, { picture, width: 220 }],
    ],
    attachments: [
      { name: 'receipt.jwt', type: 'application/jwt', description: '回执', bytes: Buffer.from('a.b.c') },
    ],
  });
  await writeFile(path, bytes);
  return path;
}

describe('outside validators refuse', () => {
  it.skipIf(missing('pdfsig'))('a document of which one byte was changed', async () => {
    const bytes = await readFile(files[0]!);
    const at = bytes.indexOf('%%EOF') - 30;
    bytes[at] = bytes[at]! ^ 1;
    const broken = join(shop.dir, 'broken.pdf');
    await writeFile(broken, bytes);
    expect((await tool('pdfsig', [broken])).output).not.toContain('Signature is Valid.');
  });
});
