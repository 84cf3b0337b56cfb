import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore, createVerifier, openMirror, syncMirror } from '@certbridge/verifier-sdk';
import type { Report, Verifier } from '@certbridge/verifier-sdk';
import type { Browser } from 'playwright-core';
import QRCode from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing } from '../requirements.js';
import { IssuedCertificates, forgedDigits } from '../verify-page/certificates.js';
import type { SampleCertificate } from '../verify-page/certificates.js';
import { launch } from '../verify-page/phone.js';
import { Resaver, htmlOfPicture } from './resaved.js';

let issued: IssuedCertificates;
let sample: SampleCertificate;
let revoked: SampleCertificate;
let verifier: Verifier;
let whole: Report;
let folder: string;
let browser: Browser | undefined;
let resaver: Resaver;

const short = ({ verdict, code }: Report): string => `${verdict} ${code}`;
const integrity = ({ checks }: Report): string => checks[0]?.code ?? '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certbridge-resaved-'));
  issued = await IssuedCertificates.start();
  const all = await issued.all();
  [sample, revoked] = [all[0]!, all[1]!];
  await issued.revoke(revoked);
  const { trustAnchor, feed } = issued;
  const mirror = await openMirror(new MemoryStore(), { trustAnchor });
  await syncMirror(mirror, {
    urls: ['http://a'],
    fetch: async (url) => {
      const file = await feed.file(new URL(url).pathname.slice('/feed/'.length));
      return file ? new Response(new Uint8Array(file.bytes)) : new Response(null, { status: 404 });
    },
  });
  verifier = createVerifier({ trustAnchor, mirror });
  whole = await verifier.verifyPdf(sample.pdf);
  resaver = new Resaver(folder, async () => (browser ??= await launch()));
});
afterAll(async () => {
  await browser?.close();
  await issued.close();
  await rm(folder, { recursive: true, force: true });
});

/** A page with the sample's QR code and a text of somebody's choice, printed by a browser. */
async function madeUp(text: string, digits = sample.digits): Promise<Uint8Array> {
  const code = await QRCode.toDataURL(`https://cert.example/v#${digits}`, { scale: 6 });
  return resaver.browserPrint(`<img src="${code}"><pre>${text}</pre>`);
}

/** What stands on the sample's page, with changes. */
function textOf(changes: Record<string, string> = {}): string {
  const { name, identifier, validFrom, validUntil } = whole.certificate!;
  const fields = whole.certificate!.fields as Readonly<Record<string, string>>;
  const day = (date: string): string => date.replace(/^(\d+)-(\d+)-(\d+)$/u, '$1年$2月$3日');
  const lines: Record<string, string> = {
    title: name,
    name: fields['name']!,
    number: fields['idNumber']!,
    term: `${day(validFrom)}至${validUntil === null ? '长期' : day(validUntil)}`,
    identifier,
    ...changes,
  };
  return Object.values(lines).join('\n');
}

describe('a PDF that lost its signature', () => {
  it('was valid with it', () => {
    expect(short(whole)).toBe('valid OK');
    expect(whole.notes).toEqual([]);
  });

  it
    .skipIf(missing('gs') || missing('pdftocairo') || missing('pdftoppm'))
    .each<[string, (pdf: Uint8Array) => Promise<Uint8Array>]>([
      ['printed by Ghostscript', (pdf) => resaver.ghostscript(pdf)],
      ['printed by poppler', (pdf) => resaver.cairo(pdf)],
      ['made of a picture', (pdf) => resaver.rasterised(pdf)],
      [
        'printed by a browser',
        async (pdf) => resaver.browserPrint(htmlOfPicture(await resaver.picture(pdf))),
      ],
      ['saved anew after it was printed', async (pdf) => resaver.edited(await resaver.ghostscript(pdf))],
      ['saved by an office program that emptied its field', (pdf) => resaver.byOffice(pdf, 'emptied')],
      ['saved by an office program that left out its form', (pdf) => resaver.byOffice(pdf, 'left out')],
    ])('because it was %s, is judged by the QR code on its page, and says so', async (_, resave) => {
    const report = await verifier.verifyPdf(await resave(sample.pdf));
    expect(short(report)).toBe('valid OK');
    expect(report.notes).toEqual(['QR_CODE_ONLY']);
    // The masked number: only what the QR code says is shown.
    const { digits } = sample;
    expect(report.certificate).toEqual((await verifier.verifyQr(digits)).certificate);
    expect(short(await verifier.verifyPdf(await resave(revoked.pdf)))).toBe('invalid REVOKED');
  });

  it.skipIf(missing('qpdf')).each<[string, (pdf: Uint8Array) => Promise<Uint8Array>]>([
    ['by flattening', (pdf) => resaver.flattened(pdf)],
    ['by an editor', (pdf) => resaver.edited(pdf)],
    ['by an editor that locked it for changes', (pdf) => resaver.locked(pdf, '')],
    ['by pdf-lib', (pdf) => resaver.rewritten(pdf)],
  ])('%s that left its remains, is never valid, and never called forged', async (_, resave) => {
    const report = await verifier.verifyPdf(await resave(sample.pdf));
    expect(short(report)).toBe('indeterminate SIGNATURE_DAMAGED');
    expect(report.notes).toEqual(['QR_CODE_ONLY']);
    expect(report.certificate?.identifier).toBe(sample.identifier);
    expect(short(await verifier.verifyPdf(await resave(revoked.pdf)))).toBe('invalid REVOKED');
  });

  it('compares the holder as for a QR code', async () => {
    const pdf = await madeUp(textOf());
    expect(short(await verifier.verifyPdf(pdf, { holder: { name: '王五' } }))).toBe(
      'invalid HOLDER_NAME_MISMATCH',
    );
  });
});

describe('a PDF that cannot be looked at is never called forged:', () => {
  it.skipIf(missing('qpdf'))('one with a password', async () => {
    expect(short(await verifier.verifyPdf(await resaver.locked(sample.pdf, 'secret')))).toBe(
      'indeterminate PDF_LOCKED',
    );
  });

  it('one that a transfer cut short, wherever, with zeros up to its length or without', async () => {
    const { pdf } = sample;
    const ends = [
      0,
      3,
      5,
      1000,
      ...Array.from({ length: 20 }, (_, at) => Math.round((pdf.length * at) / 20)),
    ];
    for (const end of [...ends, pdf.length - 3]) {
      const part = pdf.slice(0, end);
      const filled = new Uint8Array(pdf.length);
      filled.set(part);
      for (const bytes of [part, filled])
        expect(short(await verifier.verifyPdf(bytes)), `${end}`).toBe('indeterminate PDF_UNREADABLE');
    }
  });

  it('one that is larger than what is read', async () => {
    const large = new Uint8Array(32 * 1024 * 1024 + 1);
    large.set(sample.pdf);
    expect(short(await verifier.verifyPdf(large))).toBe('indeterminate PDF_TOO_LARGE');
  });

  it('one that says that it is a PDF and opens nowhere', async () => {
    const damaged = Buffer.from('%PDF-1.7\nwhat a disk left of it\n%%EOF\n');
    expect(short(await verifier.verifyPdf(damaged))).toBe('indeterminate PDF_UNREADABLE');
  });
});

describe.skipIf(missing('chromium'))('a page around a genuine QR code', () => {
  it('that says the same as the code is valid by it', async () => {
    const report = await verifier.verifyPdf(await madeUp(textOf()));
    expect(short(report)).toBe('valid OK');
    expect(report.certificate?.missingOnPage).toBeUndefined();
  });

  it.each([
    ['name', { name: '王伪造' }, ['holderName']],
    ['number', { number: '110101199003077571' }, ['holderNumber']],
    ['term', { term: '2026年11月24日至2099年12月31日' }, ['validity']],
    ['identifier', { identifier: '1.2.156.3005.2.0.0.0' }, ['identifier']],
    ['kind of certificate', { title: '不动产权证书' }, ['name']],
  ])('with another %s is not valid, and names what differs', async (_, change, missingOnPage) => {
    const report = await verifier.verifyPdf(await madeUp(textOf(change)));
    expect(short(report)).toBe('indeterminate PAGE_DIFFERS');
    expect(report.certificate).toMatchObject({ identifier: sample.identifier, missingOnPage });
    expect(report.notes).toContain('QR_CODE_ONLY');
  });

  it('is as bad as its code: forged, not whole, or somebody else’s', async () => {
    expect(short(await verifier.verifyPdf(await madeUp('', await forgedDigits(sample))))).toBe(
      'invalid SIGNATURE_INVALID',
    );
    expect(short(await verifier.verifyPdf(await madeUp('', sample.digits.slice(0, -9))))).toBe(
      'indeterminate READ_AGAIN',
    );
    const shop = await QRCode.toDataURL('https://shop.example/');
    expect(short(await verifier.verifyPdf(await resaver.browserPrint(`<img src="${shop}">`)))).toBe(
      'invalid NOT_A_CERTIFICATE',
    );
  });

  it('of two certificates is told by the worse', async () => {
    const codes = await Promise.all(
      [sample, revoked].map(({ digits }) =>
        QRCode.toDataURL(`https://cert.example/v#${digits}`, { scale: 6 }),
      ),
    );
    const html = codes.map((code) => `<div style="break-after:page"><img src="${code}"></div>`).join('');
    expect(short(await verifier.verifyPdf(await resaver.browserPrint(html)))).toBe('invalid REVOKED');
  });

  it('that is none leaves the question open', async () => {
    expect(short(await verifier.verifyPdf(await resaver.browserPrint('<h1>No code</h1>')))).toBe(
      'indeterminate PDF_WITHOUT_SIGNATURE',
    );
  });
});

describe('a signed file that was tampered with is never valid by the QR code on its page:', () => {
  const edit = (from: RegExp, to: (found: string) => string) => (pdf: string) => {
    const changed = pdf.replace(from, to);
    expect(changed).not.toBe(pdf);
    return changed;
  };
  const escaped = (name: string): string =>
    [...name].map((sign) => `#${sign.charCodeAt(0).toString(16)}`).join('');

  it.each<[string, (pdf: string) => string, RegExp]>([
    ['a byte changed', (pdf) => `${pdf.slice(0, 2000)}~${pdf.slice(2001)}`, /^invalid SIGNATURE_INVALID$/],
    ['a revision behind it', (pdf) => `${pdf}%\n`, /^invalid STRUCTURE_REFUSED$/],
    ['its end changed', (pdf) => pdf.replace(/%%EOF\n$/u, '%%FOE\n'), /^invalid STRUCTURE_REFUSED$/],
    [
      'a password claimed in its trailer',
      edit(/trailer\n<</u, (found) => `${found}/Encrypt 1 0 R`),
      /^invalid STRUCTURE_REFUSED$/,
    ],
    ['a byte put in before the signature', (pdf) => `${pdf.slice(0, 20)} ${pdf.slice(20)}`, /^(?:in)/],
    ['a byte taken out before it', edit(/\n/u, () => ''), /^in/],
    ['/ByteRange taken for something else', edit(/\/ByteRange/u, () => '/BiteRange'), /^in/],
    ['/ByteRange written with escapes', edit(/\/ByteRange/u, () => `/${escaped('ByteRange')}`), /^in/],
    [
      'its handler and kind written with escapes and /ByteRange emptied',
      (pdf) =>
        pdf
          .replace('/Adobe.PPKLite', `/${escaped('Adobe.PPKLite')}`)
          .replace('/ETSI.CAdES.detached', `/${escaped('ETSI.CAdES.detached')}`)
          .replace(/\/ByteRange ?\[[^\]]*\]/u, '/ByteRangf []'),
      /^in/,
    ],
    ['a comment in /ByteRange', edit(/\/ByteRange ?\[/u, (found) => `${found}%x\n`), /^in/],
    ['/ByteRange that begins later', edit(/\/ByteRange ?\[0/u, (found) => `${found.slice(0, -1)}1`), /^in/],
    ['the signature emptied', edit(/\/Contents ?<[0-9a-f]+>/u, () => '/Contents <>'), /^in/],
  ])('%s', async (_, attack, expected) => {
    const attacked = Buffer.from(attack(Buffer.from(sample.pdf).toString('latin1')), 'latin1');
    const report = await verifier.verifyPdf(attacked);
    expect(short(report)).toMatch(expected);
    expect(report.verdict).not.toBe('valid');
    expect(integrity(report)).not.toBe('OK');
  });
});
