import { describe, expect, it } from 'vitest';

import { makeFile, makeObjects, makeParty, signFile } from './handmade.fixture.js';
import { signatureLoss } from './signature-loss.js';

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

  it('is not what does not begin like one, or was cut short', () => {
    expect(lossOf('hello')).toBeUndefined();
    expect(lossOf('%PDF-1.7\n%%EOF')).toBe('gone');
    expect(lossOf('%PDF-1.7\n%%EO')).toBeUndefined();
    expect(lossOf(`${' '.repeat(1030)}%PDF-1.7\n%%EOF`)).toBeUndefined();
  });
});
