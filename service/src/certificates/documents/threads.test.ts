import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatIdentifier } from '@certbridge/verifier-sdk/formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KeyStore } from '../signing/index.js';
import type { Signer } from '../signing/index.js';
import { EmbeddedTimestampAuthority } from '../timestamps/index.js';
import { loadCertificateTypes } from '../types/index.js';
import { openDocumentRenderer } from './index.js';
import type { DocumentContent, DocumentRenderer, DocumentRendererOptions } from './index.js';

const shipped = fileURLToPath(new URL('../../../certificate-types', import.meta.url));
const types = await loadCertificateTypes();
const slugs = types.list().map(({ slug }) => slug);

let folder: string;
let keys: KeyStore;
let timestamps: EmbeddedTimestampAuthority;
let here: DocumentRenderer;
let elsewhere: DocumentRenderer;

const rendererWith = (options: Partial<DocumentRendererOptions>): Promise<DocumentRenderer> =>
  openDocumentRenderer({
    timestamps,
    validationData: (signer) => keys.validationData(signer),
    receiptReserve: 6144,
    ...options,
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-threads-'));
  keys = await KeyStore.open(join(folder, 'keys'), { caBaseUrl: 'http://ca.example' });
  timestamps = await EmbeddedTimestampAuthority.create({
    signer: keys.timestampSigner,
    validationData: () => keys.validationData(keys.timestampSigner),
  });
  const clock = (): Date => new Date('2026-11-24T08:00:00Z');
  here = await rendererWith({ clock });
  elsewhere = await rendererWith({ clock, threads: 2 });
});
afterAll(async () => {
  await elsewhere.close();
  await rm(folder, { recursive: true });
});

/** The sample of a type. Its symbol and its credential need not hold: documents only carry them. */
async function sample(slug: string): Promise<[DocumentContent, Signer]> {
  const type = types.newest(slug);
  const held = types.sample(type);
  if (!held) throw new TypeError(`${slug} has no sample`);
  const { issuer, issuedOn, validFrom, validUntil, fields } = held;
  const identifier = formatIdentifier({
    type: type.code,
    issuer: issuer.code,
    serial: '000000001',
    version: '001',
  });
  const content = {
    type,
    layoutVersion: type.layout,
    identifier,
    certId: new Uint8Array(randomBytes(16)),
    fields,
    issuer,
    issuedOn,
    validFrom,
    validUntil,
    qr: { prefix: 'https://certbridge.example/v#', digits: '7'.repeat(600) },
    credential: 'header.claims.signature~',
  };
  return [content, await keys.createIssuerKey(issuer, 'certificate', 'ES256')];
}

const photo = await readFile(new URL('../intake/cases/ff-fill.jpg', import.meta.url));

/** A file but for its signature. */
const unsigned = (pdf: Uint8Array): string =>
  Buffer.from(pdf)
    .toString('latin1')
    .replace(/\/Contents <[0-9a-f]+>/, '');

it('a file written on another thread is the same, whichever type it is of', async () => {
  await Promise.all(
    slugs.map(async (slug) => {
      const [content, signer] = await sample(slug);
      const [one, other] = await Promise.all([here.mint(content, signer), elsewhere.mint(content, signer)]);
      expect(unsigned(other.pdf)).toBe(unsigned(one.pdf));
      expect(other.digest).toEqual(one.digest);
    }),
  );
});

it('a photo comes from there as from here, and is refused so', async () => {
  const plain = await elsewhere.plainPhoto(photo);
  expect(Buffer.from(plain!)).toEqual(Buffer.from((await here.plainPhoto(photo))!));
  for (const renderer of [here, elsewhere])
    expect(await renderer.plainPhoto(photo.subarray(0, 60))).toBeUndefined();
});

it('a value that cannot be drawn is refused from there as from here, and the next is drawn', async () => {
  const [slug = ''] = slugs;
  const [content, signer] = await sample(slug);
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
  const [content, signer] = await sample(slug);
  const [folderOfTypes, away] = [join(folder, 'types'), join(folder, 'away')];
  await cp(shipped, folderOfTypes, { recursive: true });
  const renderer = await rendererWith({ types: folderOfTypes, threads: 1 });
  // Read by the thread when it starts: now it cannot.
  await rename(folderOfTypes, away);
  const interrupted = { kind: 'unavailable', code: 'DRAWING_INTERRUPTED' };
  await expect(renderer.mint(content, signer)).rejects.toMatchObject(interrupted);
  // Photos are read there too, never here.
  await expect(renderer.plainPhoto(photo)).rejects.toMatchObject(interrupted);
  await rename(away, folderOfTypes);
  expect((await renderer.mint(content, signer)).pdf.length).toBeGreaterThan(10_000);
  await renderer.close();
});
