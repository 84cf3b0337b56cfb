import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qrCode } from '@certbridge/service/documents';
import { missing, python } from '../requirements.js';
import { openPrintShop } from './print-shop.js';
import type { PrintShop } from './print-shop.js';
import { SAMPLES } from './samples.js';
import { tool } from './tools.js';

const slugs = Object.keys(SAMPLES);
let shop: PrintShop;
const texts = new Map<string, string>();

beforeAll(async () => {
  shop = await openPrintShop();
  for (const slug of slugs) {
    const content = await shop.content(slug);
    texts.set(slug, content.qr.prefix + content.qr.digits);
    await writeFile(join(shop.dir, `${slug}.pdf`), (await shop.press.mint(content, shop.signers.ES256)).pdf);
    if (!missing('pdftoppm'))
      await tool('pdftoppm', ['-r', '150', '-png', '-singlefile', `${slug}.pdf`, slug], { cwd: shop.dir });
  }
}, 120_000);
afterAll(() => shop.close());

/** Reads pictures with zxing-cpp; a line of text for each. */
async function zxing(...pictures: string[]): Promise<string[]> {
  const script = `
import sys, zxingcpp
from PIL import Image
for f in sys.argv[1:]:
    found = zxingcpp.read_barcodes(Image.open(f).convert('L'), formats=zxingcpp.BarcodeFormat.QRCode)
    print(found[0].text if found else 'NONE')
`;
  const { output } = await tool(python, ['-c', script, ...pictures], { cwd: shop.dir });
  return output.trim().split('\n');
}

/** Draws a matrix as a picture whose symbol is 30 mm wide at 300 dpi, with what a print suffers. */
async function printed(
  name: string,
  text: { prefix: string; digits: string },
  change: 'none' | 'turned' | 'blurred' | 'damaged',
): Promise<string> {
  const matrix = qrCode(text.prefix, text.digits);
  const rows = Array.from({ length: matrix.size }, (_, y) =>
    Array.from(matrix.modules.subarray(y * matrix.size, (y + 1) * matrix.size)).join(' '),
  );
  await writeFile(join(shop.dir, `${name}.pbm`), `P1\n${matrix.size} ${matrix.size}\n${rows.join('\n')}\n`);
  const script = `
import sys
from PIL import Image, ImageFilter, ImageDraw
name, change = sys.argv[1:]
m = Image.open(name + '.pbm').convert('L')
side = round(30 / 25.4 * 300)
page = Image.new('L', (side + 120, side + 120), 255)
page.paste(m.resize((side, side), Image.LANCZOS), (60, 60))
if change == 'turned': page = page.rotate(17, expand=True, fillcolor=255, resample=Image.BICUBIC)
if change == 'blurred': page = page.filter(ImageFilter.GaussianBlur(1.6))
if change == 'damaged':
    # One stain over 8% of the symbol, away from the three finders.
    d = ImageDraw.Draw(page); w = side * 0.08 ** 0.5; x = y = 60 + side * 0.45
    d.rectangle((x, y, x + w, y + w), fill=0)
page.save(name + '-' + change + '.png')
`;
  const { code, output } = await tool(python, ['-c', script, name, change], { cwd: shop.dir });
  expect(code, output).toBe(0);
  return `${name}-${change}.png`;
}

describe('QR code', () => {
  it.skipIf(missing('zbarimg') || missing('pdftoppm')).each(slugs)(
    'on %s is read by zbarimg from the page at 150 dpi',
    async (slug) => {
      const { output } = await tool('zbarimg', ['-q', '--raw', `${slug}.png`], { cwd: shop.dir });
      expect(output).toContain(texts.get(slug));
    },
  );

  it.skipIf(missing('zxing-cpp') || missing('pdftoppm'))(
    'is read by zxing-cpp from every page at 150 dpi',
    async () => {
      expect(await zxing(...slugs.map((slug) => `${slug}.png`))).toEqual(
        slugs.map((slug) => texts.get(slug)),
      );
    },
  );

  it.skipIf(missing('zxing-cpp')).each(['none', 'turned', 'blurred', 'damaged'] as const)(
    'of 30 mm is read when it was changed like this: %s',
    async (change) => {
      const { qr } = await shop.content('residence-permit');
      expect(await zxing(await printed('small', qr, change))).toEqual([qr.prefix + qr.digits]);
    },
  );

  it.skipIf(missing('zxing-cpp'))('is right in every version from 1 to 40', async () => {
    const pictures: string[] = [];
    const expected: string[] = [];
    for (let length = 5; length < 5500; length += 140) {
      const digits = Array.from({ length }, (_, n) => (n * 7 + (n >> 3)) % 10).join('');
      pictures.push(await printed(`v${length}`, { prefix: 'https://a.example/v#', digits }, 'none'));
      expected.push(`https://a.example/v#${digits}`);
    }
    const read = await zxing(...pictures);
    // The largest cannot be read at 30 mm; up to version 25 all are.
    expect(read.slice(0, 16)).toEqual(expected.slice(0, 16));
  });

  it('takes at most version 13 for an ordinary certificate', async () => {
    for (const slug of slugs) {
      const { qr } = await shop.content(slug);
      expect((qrCode(qr.prefix, qr.digits).size - 17) / 4, slug).toBeLessThanOrEqual(13);
    }
  });
});
