import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withReceipt } from '@certbridge/service/certificates/documents';
import type { DocumentContent } from '@certbridge/service/certificates/documents';
import { missing, python } from '../requirements.js';
import { openDocumentWorkshop, receiptFor, RECEIPT_RESERVE, seeded } from './document-workshop.js';
import type { DocumentWorkshop } from './document-workshop.js';
import { problemsOf, sampleOf, slugs } from './samples.js';
import { tool } from './tools.js';

const APPROVED = new URL('../../src/documents/pictures/', import.meta.url).pathname;
/** `yes` takes the pages as they are now for approved; look at them first. */
const APPROVE = process.env['CERTBRIDGE_APPROVE_PICTURES'] === 'yes';
const DPI = 100;

let shop: DocumentWorkshop;
const fileOf = (name: string): string => join(shop.dir, `${name}.pdf`);

/** Mints a certificate of a sample, changed, into `<name>.pdf`. */
async function mint(name: string, slug: string, change: Partial<DocumentContent> = {}): Promise<void> {
  const { pdf } = await shop.renderer.mint(await shop.content(slug, change), await shop.signer(slug));
  await writeFile(fileOf(name), pdf);
}

const made = new Map<string, Promise<string>>();

/** A file that several tests look at is made by the first. */
function once(file: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(shop.dir, file);
  const making = made.get(file) ?? make(path).then(() => path);
  made.set(file, making);
  return making;
}

/** The page of `<name>.pdf` as a picture. */
const rasterised = (name: string): Promise<string> =>
  once(`${name}.ppm`, async (picture) => {
    const { code, output } = await tool('pdftoppm', [
      ...['-r', String(DPI), '-singlefile', fileOf(name)],
      picture.slice(0, -'.ppm'.length),
    ]);
    expect(code, output).toBe(0);
  });

interface Difference {
  readonly worst: number;
  readonly mean: number;
  readonly lost: number;
}

async function compare(pairs: readonly (readonly [string, string])[]): Promise<Difference[]> {
  const script = new URL('../../validators/compare_pages.py', import.meta.url).pathname;
  const { output } = await tool(python, [script, ...pairs.flat()]);
  const lines = output.trim().split('\n');
  expect(lines, output).toHaveLength(pairs.length);
  return lines.map((line) => JSON.parse(line) as Difference);
}

/** Smoothing may differ by so much; the smallest glyph of a page makes more of a difference. */
const TOLERANCE = { worst: 10, mean: 1.5, lost: 14 };

beforeAll(async () => {
  shop = await openDocumentWorkshop({ fixed: true });
  for (const slug of slugs) await mint(slug, slug);
});
afterAll(() => shop.close());

/** What a reader gets from the page. */
async function textOf(name: string): Promise<string> {
  const { output } = await tool('pdftotext', ['-raw', '-enc', 'UTF-8', fileOf(name), '-']);
  return output;
}

const DATES = new Set(['establishedOn', 'birthDate', 'bornAt']);
const poppler = missing('pdftotext') || missing('pdftoppm');
/** What compare_pages.py asks. */
const uncomparable = poppler || missing('numpy') || missing('pillow');

describe('sample', () => {
  it.each(slugs)('of %s is one that intake would take', (slug) => {
    expect(problemsOf(slug)).toEqual([]);
  });
});

describe('text', () => {
  it.skipIf(poppler).each(slugs)('of %s is extracted exactly as written', async (slug) => {
    const text = await textOf(slug);
    const joined = text.replace(/\n/g, '');
    for (const [key, value] of Object.entries(sampleOf(slug).fields)) {
      if (!DATES.has(key)) expect(joined, key).toContain(String(value).replace(/\n/g, ''));
    }
    expect(joined).toContain((await shop.content(slug)).identifier);
    expect(text).toMatch(/2026年11月24日/);
  });

  it.skipIf(poppler).each(slugs)(
    'of %s is read aloud without the micro-text of its background',
    async (slug) => {
      const { output } = await tool('pdfinfo', ['-struct-text', fileOf(slug)]);
      expect(output).toContain((await shop.content(slug)).identifier);
      expect(output).not.toContain('CERTBRIDGE ELECTRONIC CERTIFICATE');
    },
  );

  it.skipIf(poppler)('of titles and spread names has no spaces that nobody wrote', async () => {
    const text = await textOf('business-licence');
    expect(text).toContain('营业执照');
    expect(text).toContain('张明');
    expect(text).toContain('2019年03月08日');
    expect(await textOf('birth-certificate')).toContain('2026年10月05日08时30分');
  });

  it.skipIf(poppler).each([
    // U+2F00 KANGXI RADICAL ONE and U+4E00 have the same glyph in the font.
    ['characters that share one outline', '一⼀〇○'],
    ['Ext A, B, C, E and F', '㛃䶮𠇔𡐓𫄧𬱖'],
    ['a minority name with its Latin form', '阿迪力江·买合木提 Adiljan Mahmut'],
    ['pinyin with tones', '吕律 Lǚ Lǜ'],
  ])('keeps %s', async (_, name) => {
    const { fields } = sampleOf('resident-id');
    await mint('name', 'resident-id', { fields: { ...fields, name } });
    expect((await textOf('name')).replace(/\n/g, ' ')).toContain(name);
  });

  it.skipIf(poppler)('of an address over three lines stays whole', async () => {
    const { fields } = sampleOf('resident-id');
    const address =
      '新疆维吾尔自治区巴音郭楞蒙古自治州博斯腾湖示例县示例哈萨克族乡（原示例公社）阿克苏巴什村三组幸福路北一巷12号附3号';
    await mint('address', 'resident-id', { fields: { ...fields, address } });
    const text = await textOf('address');
    const lines = text.slice(text.indexOf('新疆维吾尔'), text.indexOf('附3号') + 3).split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.join('')).toBe(address);
  });
});

describe('page', () => {
  it.skipIf(uncomparable)('of every type looks as approved', async () => {
    const pairs: [string, string][] = [];
    for (const slug of slugs) {
      const picture = await rasterised(slug);
      if (APPROVE)
        await tool('convert', [picture, '+dither', '-colors', '96', join(APPROVED, `${slug}.png`)]);
      pairs.push([picture, join(APPROVED, `${slug}.png`)]);
    }
    for (const [n, { worst, mean }] of (await compare(pairs)).entries()) {
      expect(worst, slugs[n]).toBeLessThan(TOLERANCE.worst);
      expect(mean, slugs[n]).toBeLessThan(TOLERANCE.mean);
    }
  });

  it.skipIf(uncomparable)(
    'shows what is drawn from the fonts themselves, as pictures are: every glyph is embedded and drawn',
    async () => {
      const pairs: [string, string][] = [];
      for (const slug of slugs) pairs.push([await rasterised(slug), await pictureOf(slug)]);
      for (const [n, { lost }] of (await compare(pairs)).entries()) {
        expect(lost, slugs[n]).toBeLessThan(TOLERANCE.lost);
      }
    },
  );

  it.skipIf(uncomparable)('that lacks one glyph is found out by both', async () => {
    const tried: { readonly slug: string; readonly what: 'value' | 'digit' }[] = slugs.map((slug, n) => ({
      slug,
      what: n % 2 === 0 ? 'value' : 'digit',
    }));
    const pairs: [string, string][] = [];
    for (const { slug, what } of tried) {
      const { fields, type } = sampleOf(slug);
      const { identifier } = await shop.content(slug);
      // A space stands for the glyph, so that what is left looks the same.
      const change =
        what === 'value'
          ? { fields: { ...fields, [type.holderName]: blanked(String(fields[type.holderName])) } }
          : { identifier: identifier.replace('1100', '1 00') };
      const lacking = `${slug}-lacking`;
      await mint(lacking, slug, change);
      const picture = await rasterised(lacking);
      pairs.push([picture, join(APPROVED, `${slug}.png`)], [picture, await pictureOf(slug)]);
    }
    const found = await compare(pairs);
    for (const [n, { slug, what }] of tried.entries()) {
      expect(found[2 * n]!.worst, `${slug} ${what}`).toBeGreaterThan(TOLERANCE.worst * 2);
      if (what === 'value') expect(found[2 * n + 1]!.lost, slug).toBeGreaterThan(TOLERANCE.lost * 2);
    }
  });
});

/** The certificate as a picture of the same size. */
const pictureOf = (slug: string): Promise<string> =>
  once(`${slug}-picture.png`, async (picture) => {
    const width = Math.round((shop.renderer.layouts.get(slug, 1).page.width / 25.4) * DPI);
    await writeFile(picture, await shop.renderer.picture(await shop.content(slug), { as: 'png', width }));
  });

const blanked = (name: string): string => `${[...name].slice(0, -1).join('')}　`;

describe('file', () => {
  it.each(slugs)('of %s stays under 80 kB without a photo', async (slug) => {
    expect((await readFile(fileOf(slug))).length).toBeLessThan(80_000);
  });

  it('takes receipts up to the reserve, and never one byte of what is signed changes', async () => {
    for (const algorithm of ['ES256', 'RS256'] as const) {
      const slug = 'birth-certificate';
      const { pdf } = await shop.renderer.mint(await shop.content(slug), await shop.signer(slug, algorithm));
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
