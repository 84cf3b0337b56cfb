import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qrCode } from '@certbridge/service/certificates/documents';
import { missing, python } from '../requirements.js';
import { openDocumentWorkshop } from './document-workshop.js';
import type { DocumentWorkshop } from './document-workshop.js';
import { slugs } from './samples.js';
import { tool } from './tools.js';

const CHANGES = ['plain', 'turned', 'blurred', 'stained'] as const;
let shop: DocumentWorkshop;
const texts = new Map<string, string>();

const fullText = (qr: { prefix: string; digits: string }): string => qr.prefix + qr.digits;

/** An original of every type, and a purpose-limited copy, whose symbol is larger. */
beforeAll(async () => {
  shop = await openDocumentWorkshop();
  const copy = {
    purpose: '办理住房公积金提取',
    user: '示例住房公积金管理中心',
    of: 'an identifier',
    madeOn: '2026-11-24',
    validUntil: '2026-12-31',
  };
  for (const [name, slug, change] of [
    ...slugs.map((slug) => [slug, slug, {}] as const),
    ['copy', 'residence-permit', { copy }] as const,
  ]) {
    const content = await shop.content(slug, change);
    texts.set(name, fullText(content.qr));
    const { pdf } = await shop.renderer.mint(content, await shop.signer(slug));
    await writeFile(join(shop.dir, `${name}.pdf`), pdf);
    if (!missing('pdftoppm'))
      await tool('pdftoppm', ['-r', '150', '-singlefile', `${name}.pdf`, name], { cwd: shop.dir });
  }
});
afterAll(() => shop.close());

type Reader = (...pictures: string[]) => Promise<string[]>;

/** A line of text for each picture. */
const zxing: Reader = async (...pictures) => {
  const script = `
import sys, zxingcpp
from PIL import Image
for f in sys.argv[1:]:
    found = zxingcpp.read_barcodes(Image.open(f).convert('L'), formats=zxingcpp.BarcodeFormat.QRCode)
    print(found[0].text if found else 'NONE')
`;
  const { output } = await tool(python, ['-c', script, ...pictures], { cwd: shop.dir });
  return output.trim().split('\n');
};

const zbar: Reader = async (...pictures) => {
  const args = ['-q', '--raw', '-Sdisable', '-Sqrcode.enable'];
  return Promise.all(
    pictures.map(async (picture) => {
      const { output } = await tool('zbarimg', [...args, picture], { cwd: shop.dir });
      // On a machine without a message bus it complains about that as well.
      return output.split('\n').find((line) => line.startsWith('http')) ?? 'NONE';
    }),
  );
};

const READERS = [
  ['zxing-cpp', zxing],
  ['zbarimg', zbar],
] as const;

/** Writes a symbol, a pixel a module. */
async function drawn(name: string, text: { prefix: string; digits: string }): Promise<string> {
  const matrix = qrCode(text.prefix, text.digits);
  const rows = Array.from({ length: matrix.size }, (_, y) =>
    Array.from(matrix.modules.subarray(y * matrix.size, (y + 1) * matrix.size)).join(' '),
  );
  const file = join(shop.dir, `${name}.pbm`);
  await writeFile(file, `P1\n${matrix.size} ${matrix.size}\n${rows.join('\n')}\n`);
  return file;
}

/** What becomes of symbols on paper; see the script. */
async function printed(files: readonly string[]): Promise<void> {
  const script = new URL('../../validators/qr_prints.py', import.meta.url).pathname;
  const { code, output } = await tool(python, [script, ...files]);
  expect(code, output).toBe(0);
}

const unreadable = missing('zbarimg') || missing('zxing-cpp') || missing('pillow');

describe('QR code', () => {
  it.skipIf(unreadable || missing('pdftoppm')).each(READERS)(
    'is read by %s from every page at 150 dpi',
    async (_, read) => {
      expect(await read(...[...texts.keys()].map((name) => `${name}.ppm`))).toEqual([...texts.values()]);
    },
  );

  it.skipIf(unreadable).each(READERS)(
    'of 30 mm is read by %s when printed, turned, blurred and stained over a twelfth',
    async (_, read) => {
      const { qr } = await shop.content('residence-permit');
      await printed([await drawn('small', qr)]);
      expect(await read(...CHANGES.map((change) => `small-${change}.png`))).toEqual(
        CHANGES.map(() => fullText(qr)),
      );
    },
  );

  it.skipIf(missing('zxing-cpp') || missing('pillow'))('is right in every version from 1 to 25', async () => {
    const symbols: { prefix: string; digits: string }[] = [];
    for (let length = 5; length < 2_245; length += 140) {
      const digits = Array.from({ length }, (_, n) => (n * 7 + (n >> 3)) % 10).join('');
      symbols.push({ prefix: 'https://a.example/v#', digits });
    }
    await printed(await Promise.all(symbols.map((symbol, n) => drawn(`v${n}`, symbol))));
    expect(await zxing(...symbols.map((_, n) => `v${n}-plain.png`))).toEqual(symbols.map(fullText));
  });

  it('takes at most version 13 for an ordinary certificate', async () => {
    for (const slug of slugs) {
      const { qr } = await shop.content(slug);
      expect((qrCode(qr.prefix, qr.digits).size - 17) / 4, slug).toBeLessThanOrEqual(13);
    }
  });
});
