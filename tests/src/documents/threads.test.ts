import { cp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DocumentRenderer } from '@certbridge/service/certificates/documents';
import { inPackage } from '../packages.js';
import { openDocumentWorkshop } from './document-workshop.js';
import type { DocumentWorkshop } from './document-workshop.js';
import { slugs } from './samples.js';

let shop: DocumentWorkshop;
let here: DocumentRenderer;
let elsewhere: DocumentRenderer;

beforeAll(async () => {
  shop = await openDocumentWorkshop();
  const clock = (): Date => new Date('2026-11-24T08:00:00Z');
  here = await shop.rendererWith({ clock });
  elsewhere = await shop.rendererWith({ clock, threads: 2 });
});
afterAll(async () => {
  await elsewhere.close();
  await shop.close();
});

/** A file but for its signature. */
const unsigned = (pdf: Uint8Array): string =>
  Buffer.from(pdf)
    .toString('latin1')
    .replace(/\/Contents <[0-9a-f]+>/, '');

it('a file written on another thread is the same, whichever type it is of', async () => {
  await Promise.all(
    slugs.map(async (slug) => {
      const [content, signer] = [await shop.content(slug), await shop.signer(slug)];
      const [one, other] = await Promise.all([here.mint(content, signer), elsewhere.mint(content, signer)]);
      expect(unsigned(other.pdf)).toBe(unsigned(one.pdf));
      expect(other.digest).toEqual(one.digest);
    }),
  );
});

it('a value that cannot be drawn is refused from there as from here, and the next is drawn', async () => {
  const [slug = ''] = slugs;
  const signer = await shop.signer(slug);
  const content = await shop.content(slug);
  const wrong = { ...content, fields: { ...content.fields, name: '\u{13000}' } };
  for (const renderer of [here, elsewhere]) {
    await expect(renderer.mint(wrong, signer)).rejects.toMatchObject({
      name: 'DocumentError',
      code: 'CHARACTERS_MISSING',
    });
    expect((await renderer.mint(content, signer)).pdf.length).toBeGreaterThan(10_000);
  }
});

it('a thread that ends takes nothing with it: what was asked may be asked again, of the next', async () => {
  const [slug = ''] = slugs;
  const [content, signer] = [await shop.content(slug), await shop.signer(slug)];
  const [types, away] = [join(shop.dir, 'types'), join(shop.dir, 'away')];
  await cp(inPackage('service', 'certificate-types'), types, {
    recursive: true,
  });
  const renderer = await shop.rendererWith({ types, threads: 1 });
  // Read by the thread when it starts: now it cannot.
  await rename(types, away);
  await expect(renderer.mint(content, signer)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'DRAWING_INTERRUPTED',
  });
  await rename(away, types);
  expect((await renderer.mint(content, signer)).pdf.length).toBeGreaterThan(10_000);
  await renderer.close();
});
