import { describe, expect, it } from 'vitest';

import { makeFile, makeObjects, makeParty, signFile } from './handmade.fixture.js';
import { isEncrypted, signatureLoss } from './signature-loss.js';

const signed = Buffer.from(
  signFile(makeFile(makeObjects('a.b.c~')), await makeParty('示例市民政局')),
).toString('latin1');
const lossOf = (text: string) => signatureLoss(Buffer.from(text, 'latin1'));

describe('a PDF', () => {
  it('with a signature that encloses itself lost none, whatever else is changed or added', () => {
    expect(lossOf(signed)).toBeUndefined();
    expect(lossOf(signed.replace('(certificate)', '(CERTIFICATE)'))).toBeUndefined();
    expect(lossOf(`${signed}junk`)).toBeUndefined();
  });

  it.each([
    ['moved', (text: string) => text.replace('%PDF-1.7\n', '%PDF-1.7\n\n')],
    ['renamed', (text: string) => text.replace('/ByteRange', '/ByteRang3')],
    ['escaped', (text: string) => text.replace('/ByteRange', '/Byte#52ange')],
    ['given a range that ends elsewhere', (text: string) => text.replace('/ByteRange [0 ', '/ByteRange [1 ')],
    [
      'given a range that goes on elsewhere',
      (text: string) =>
        text.replace(
          /(\/ByteRange \[\d+ \d+ )(\d+)/u,
          (_, before: string, next: string) => `${before}${Number(next) - 1}`,
        ),
    ],
    ['without its range', (text: string) => text.replace(/\/ByteRange ?\[[^\]]*\]/u, '')],
  ])('with one that was %s has a damaged one', (_, change) => {
    const changed = change(signed);
    expect(changed).not.toBe(signed);
    expect(lossOf(changed)).toBe('damaged');
  });

  it.each([
    '/ByteRange[0 9 99 9]',
    '/Byte#52ange[]',
    '/SubFilter/ETSI.CAdES.detached',
    '/SubFilter/adbe.pkcs7.detached',
    '/Filter/Adobe.PPKLite',
  ])('with nothing left of one but %s has a damaged one', (left) => {
    expect(lossOf(`%PDF-1.7\n1 0 obj\n<<${left}>>\nendobj\n%%EOF\n`)).toBe('damaged');
  });

  it('with an empty field has none', () => {
    expect(lossOf('%PDF-1.4\n1 0 obj\n<</FT/Sig/T(a)>>\nendobj\n%%EOF\n')).toBe('gone');
  });

  it('is not what does not begin like one', () => {
    expect(lossOf('hello')).toBeUndefined();
    expect(lossOf('%PDF-1.7\n%%EOF')).toBe('gone');
    expect(lossOf(`${' '.repeat(1030)}%PDF-1.7\n%%EOF`)).toBeUndefined();
  });

  it('that ends before its end was cut short, wherever that is, and whatever fills it up', () => {
    expect(lossOf('')).toBe('cut');
    for (let end = 1; end <= signed.length - 3; end += end < signed.length - 1100 ? 97 : 1) {
      expect(lossOf(signed.slice(0, end)), `${end}`).toBe('cut');
      expect(lossOf(signed.slice(0, end).padEnd(signed.length, '\0')), `${end} and zeros`).toBe('cut');
    }
  });

  it('as long as its signature says is not cut short, whatever it ends with', () => {
    expect(lossOf(signed.replace(/%%EOF\n$/u, '%%FOE\n'))).toBeUndefined();
    expect(lossOf(`${signed}${' '.repeat(1030)}`)).toBeUndefined();
  });
});

describe('a password', () => {
  const encrypted = (text: string) => isEncrypted(Buffer.from(text, 'latin1'));

  it('is named in the trailer, in one way or another', () => {
    expect(encrypted('trailer <</Size 9/Encrypt 8 0 R/Root 1 0 R>>')).toBe(true);
    expect(encrypted('<</Type/XRef/Encrypt<</Filter/Standard>>>>')).toBe(true);
    expect(encrypted('<</EncryptMetadata false>>')).toBe(false);
    expect(encrypted(signed)).toBe(false);
  });
});
