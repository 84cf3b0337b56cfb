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

  it.skipIf(missing('pdftoppm') || missing('zbarimg') || missing('zxing-cpp'))(
    'has every glyph of every value really drawn',
    async () => {
      const script = new URL('../../validators/pages.py', import.meta.url).pathname;
      const { output } = await tool(python, [script, ...slugs.map(fileOf)]);
      const pages = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { characters: number; blank: string[] });
      expect(pages).toHaveLength(slugs.length);
      for (const { characters, blank } of pages) {
        expect(characters).toBeGreaterThan(30);
        expect(blank).toEqual([]);
      }
    },
  );
});

describe('file', () => {
  it.each(slugs)('of %s stays under 90 kB without a photo', async (slug) => {
    expect((await readFile(fileOf(slug))).length).toBeLessThan(90_000);
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
