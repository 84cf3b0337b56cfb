import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withReceipt } from '@certbridge/service/documents';
import { missing, python } from '../requirements.js';
import { openPrintShop, receiptFor, RECEIPT_RESERVE, seeded } from './print-shop.js';
import type { PrintShop } from './print-shop.js';
import { SAMPLES } from './samples.js';
import { tool } from './tools.js';

const APPROVED = new URL('../../src/documents/pictures/', import.meta.url).pathname;
const APPROVE = process.env['CERTBRIDGE_APPROVE_PICTURES'] === 'yes';
const slugs = Object.keys(SAMPLES);

let shop: PrintShop;
const fileOf = (slug: string): string => join(shop.dir, `${slug}.pdf`);

beforeAll(async () => {
  shop = await openPrintShop({ fixed: true });
  for (const slug of slugs) {
    await writeFile(fileOf(slug), (await shop.press.mint(await shop.content(slug), shop.signers.ES256)).pdf);
  }
}, 120_000);
afterAll(() => shop.close());

/** What a reader gets from the page, lines joined where the page wraps. */
async function textOf(file: string): Promise<string> {
  const { output } = await tool('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-']);
  return output;
}

const DATES = new Set(['establishedOn', 'birthDate', 'bornAt']);

describe('text', () => {
  it.skipIf(missing('pdftotext')).each(slugs)('of %s is extracted exactly as written', async (slug) => {
    const text = await textOf(fileOf(slug));
    const joined = text.replace(/\n/g, '');
    for (const [key, value] of Object.entries(SAMPLES[slug]!.fields)) {
      if (!DATES.has(key)) expect(joined, key).toContain(`${value as string | number}`.replace(/\n/g, ''));
    }
    expect(joined).toContain((await shop.content(slug)).identifier);
    expect(text).toMatch(/2026年11月24日/);
  });

  it.skipIf(missing('pdftotext'))('of titles and spread names has no spaces that nobody wrote', async () => {
    const text = await textOf(fileOf('business-licence'));
    expect(text).toContain('营业执照');
    expect(text).toContain('张明');
    expect(text).toContain('2019年03月08日');
    expect(await textOf(fileOf('birth-certificate'))).toContain('2026年10月05日08时30分');
  });

  it.skipIf(missing('pdftotext'))('keeps characters apart that share one outline', async () => {
    // U+2F00 KANGXI RADICAL ONE and U+4E00 have the same glyph in the font.
    const name = '一⼀〇○';
    const content = await shop.content('resident-id');
    const { pdf } = await shop.press.mint(
      { ...content, fields: { ...content.fields, name } },
      shop.signers.ES256,
    );
    await writeFile(fileOf('twins'), pdf);
    expect(await textOf(fileOf('twins'))).toContain(name);
  });
});

describe('page', () => {
  /** Compares with an approved picture: no patch of 12 × 12 pixels at 100 dpi may differ much in its mean ink. */
  const COMPARE = `
import sys
import numpy as np
from PIL import Image
a = np.asarray(Image.open(sys.argv[1]).convert('L'), dtype=float)
b = np.asarray(Image.open(sys.argv[2]).convert('L'), dtype=float)
if a.shape != b.shape:
    print('size', a.shape, b.shape); sys.exit()
h, w = (a.shape[0] // 12) * 12, (a.shape[1] // 12) * 12
patches = lambda m: m[:h, :w].reshape(h // 12, 12, w // 12, 12).mean(axis=(1, 3))
d = np.abs(patches(a) - patches(b))
print('worst', round(float(d.max()), 1), 'mean', round(float(d.mean()), 3))
`;

  it.skipIf(missing('pdftoppm') || missing('zxing-cpp')).each(slugs)(
    'of %s looks as approved',
    async (slug) => {
      const picture = join(shop.dir, slug);
      await tool('pdftoppm', ['-r', '100', '-png', '-singlefile', fileOf(slug), picture]);
      const approved = join(APPROVED, `${slug}.png`);
      if (APPROVE)
        await tool('pngquant', ['--force', '--output', approved, `${picture}.png`]).catch(() =>
          tool('cp', [`${picture}.png`, approved]),
        );
      const { output } = await tool(python, ['-c', COMPARE, `${picture}.png`, approved]);
      const [, worst, mean] = /worst ([\d.]+) mean ([\d.]+)/.exec(output) ?? [];
      expect(Number(worst), output).toBeLessThan(14);
      expect(Number(mean), output).toBeLessThan(0.5);
    },
  );

  it.skipIf(missing('pdftoppm') || missing('zxing-cpp'))(
    'has every glyph of every value really drawn',
    async () => {
      // Each word's own box must hold ink of about the amount that the same word has in the approved font at that size.
      const script = `
import sys, re, subprocess
import numpy as np
from PIL import Image
bad = []
for f in sys.argv[1:]:
    subprocess.run(['pdftoppm', '-r', '200', '-gray', '-singlefile', '-png', f, f + '.200'], check=True)
    page = np.asarray(Image.open(f + '.200.png'), dtype=float)
    words = subprocess.run(['pdftotext', '-bbox', f, '-'], capture_output=True, text=True, check=True).stdout
    n = 0
    for x0, y0, x1, y1, word in re.findall(r'<word xMin="([\\d.]+)" yMin="([\\d.]+)" xMax="([\\d.]+)" yMax="([\\d.]+)">(.*?)</word>', words):
        if float(y1) - float(y0) < 7 or not re.search(r'[\\u4e00-\\u9fff]', word): continue
        k = 200 / 72
        box = page[int(float(y0) * k):int(float(y1) * k) + 1, int(float(x0) * k):int(float(x1) * k) + 1]
        columns = (box.min(axis=0) < 140)
        step = box.shape[1] / len(word)
        for i, c in enumerate(word):
            part = columns[int(i * step):max(int(i * step) + 1, int((i + 1) * step))]
            n += 1
            if re.match(r'[\\u4e00-\\u9fff]', c) and part.mean() < 0.3: bad.append((f.split('/')[-1], word, c))
    print(f.split('/')[-1], n)
print('BAD', bad)
`;
      const { output } = await tool(python, ['-c', script, ...slugs.map(fileOf)]);
      expect(output).toContain('BAD []');
      for (const [, count] of output.matchAll(/\.pdf (\d+)/g)) expect(Number(count)).toBeGreaterThan(40);
    },
  );
});

describe('file', () => {
  it.each(slugs)('of %s stays under 80 kB without a photo', async (slug) => {
    expect((await readFile(fileOf(slug))).length).toBeLessThan(80_000);
  });

  it('takes receipts up to the reserve, and never one byte of what is signed changes', async () => {
    for (const algorithm of ['ES256', 'RS256'] as const) {
      const { pdf } = await shop.press.mint(await shop.content('birth-certificate'), shop.signers[algorithm]);
      const full = receiptFor(pdf, RECEIPT_RESERVE);
      expect(full.length).toBe(pdf.length);
      const [start, end] = contentsOf(pdf);
      expect(Buffer.compare(full.subarray(0, start), pdf.subarray(0, start))).toBe(0);
      expect(Buffer.compare(full.subarray(end), pdf.subarray(end))).toBe(0);
      expect(receiptFor(full, 100)).toEqual(receiptFor(pdf, 100));
      expect(() => withReceipt(pdf, seeded('x', RECEIPT_RESERVE + 400))).toThrow(
        expect.objectContaining({ code: 'RESERVE_TOO_SMALL' }) as Error,
      );
    }
  });

  it('has lower-case hex and zeros only in its reserved space, and one end of file', () => {
    const pdf = Buffer.from(readFileSync(fileOf('real-estate')));
    const [start, end] = contentsOf(pdf);
    expect(pdf.toString('latin1', start, end)).toMatch(/^<[0-9a-f]+>$/);
    expect(pdf.toString('latin1').match(/%%EOF/g)).toHaveLength(1);
    expect(pdf.toString('latin1').endsWith('%%EOF\n')).toBe(true);
  });

  it('is refused a receipt when it is not one of ours', () => {
    expect(() => withReceipt(Buffer.from('%PDF-1.7\n'), new Uint8Array(3))).toThrow(
      expect.objectContaining({ code: 'NOT_OUR_DOCUMENT' }) as Error,
    );
  });
});

function contentsOf(pdf: Uint8Array): [number, number] {
  const [, start, end] = /\/ByteRange \[0 (\d+) (\d+)/.exec(Buffer.from(pdf).toString('latin1'))!.map(Number);
  return [start!, end!];
}
