import { webcrypto } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { deflate } from './hash.js';
import { toDigits } from './qr-text.js';
import { deliveredText, readQrText } from './qr-delivery.js';

/** A COSE_Sign1 of the right shape: [h'a10126', {}, h'…', h'…'], with bytes that do not deflate. */
const cose = Uint8Array.of(
  ...[0xd2, 0x84, 0x43, 0xa1, 0x01, 0x26, 0xa0],
  ...[0x58, 100, ...webcrypto.getRandomValues(new Uint8Array(100))],
  ...[0x58, 64, ...webcrypto.getRandomValues(new Uint8Array(64))],
);
const digits = toDigits(cose);
const plain = `https://cert.example.gov.cn/v#${digits}`;
const wide = (text: string): string =>
  text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const broken = (text: string, by: string): string => text.replaceAll(/(.{29})/g, `$1${by}`);

let packed: string;
beforeAll(async () => {
  const text = Uint8Array.of(0xd2, 0x84, 0x43, 0xa1, 0x01, 0x26, 0xa0, 0x58, 200, ...Buffer.alloc(200), 0x40);
  packed = `https://cert.example.gov.cn/v#${toDigits(await deflate(text))}`;
});

describe('a text as it is delivered', () => {
  it.each<[string, string]>([
    ['plainly', plain],
    ['by a keyboard with caps lock on', plain.toUpperCase()],
    ['with its scheme in capitals', plain.replace('https', 'HTTPS')],
    ['with a symbology identifier', `]Q1${plain}`],
    ['with that of another modifier, in the wrong case', `]q3${plain}`],
    ['with an extended channel', `\\000026${plain}`],
    ['with both', `]Q2\\000026${plain}`],
    ['with the channel at the second segment too', `]Q2\\000026${plain.replace('#', '#\\000003')}`],
    ['in wide characters', wide(plain)],
    ['with wide digits', plain.replace(digits, wide(digits))],
    ['with a wide ＃', plain.replace('#', '＃')],
    ['by a Chinese input method', plain.replaceAll(':', '：').replaceAll('.', '。').replaceAll('/', '、')],
    ['with a byte order mark', `\ufeff${plain}`],
    ['with a CR', `${plain}\r`],
    ['with LF and spaces around', ` \n\t${plain} \r\n`],
    ['with line breaks inside', broken(plain, '\r\n')],
    ['with spaces inside', broken(plain, ' ')],
    ['with ideographic and zero-width spaces inside', broken(plain, '\u3000\u200b')],
    ['as bare digits', digits],
    ['as bare wide digits in lines', broken(wide(digits), '\n')],
    ['with #wechat_redirect', `${plain}#wechat_redirect`],
    ['with &from=timeline', `${plain}&from=timeline&isappinstalled=0`],
    ['with ?from=… before the #', plain.replace('#', '?from=singlemessage#')],
    ['with all of these', ` ]Q1${wide(plain.toUpperCase())}#wechat_redirect\r\n`],
    ['with a host that is nobody’s', `http://192.0.2.7:8080/v#${digits}`],
  ])('%s is read like the plain one', async (_, text) => {
    expect(await readQrText(text)).toEqual({ kind: 'whole', cose });
  });

  it('packed is read like the plain one, and cut short never taken for something else', async () => {
    expect((await readQrText(`\ufeff${packed}\r\n`)).kind).toBe('whole');
    for (let end = packed.indexOf('#'); end < packed.length; end += 1) {
      expect(await readQrText(packed.slice(0, end)), packed.slice(0, end)).toEqual({ kind: 'again' });
    }
  });

  it('cut short anywhere after its host is read again, with its address and without', async () => {
    for (let end = plain.indexOf('#'); end < plain.length; end += 1)
      expect(await readQrText(plain.slice(0, end)), `${end}`).toEqual({ kind: 'again' });
    for (let end = 17; end < digits.length; end += 1)
      expect(await readQrText(digits.slice(0, end)), `${end}`).toEqual({ kind: 'again' });
  });

  it.each<[string, () => string]>([
    ['two in one line', () => plain + plain],
    ['two of them, a space between', () => `${plain} ${packed}`],
    ['two on two lines', () => `${plain}\n${packed}\n`],
    ['two of bare digits', () => digits + digits],
    ['one that lost its beginning', () => digits.slice(40)],
    ['one with a digit left out', () => plain.slice(0, 70) + plain.slice(71)],
    ['one with a letter between', () => `${plain.slice(0, 70)}x${plain.slice(70)}`],
    ['one cut inside a suffix of two', () => `${plain}#wechat_redirect${plain.slice(0, 60)}`],
  ])('%s is read again', async (_, make) => {
    expect(await readQrText(make())).toEqual({ kind: 'again' });
  });

  it.each([
    '',
    'hello',
    '12',
    '6901234567892',
    'https://example.com/',
    'https://example.com/page#12345678901234567890',
    'https://example.com/v#top',
    `https://example.com/v#${toDigits(new Uint8Array(70).fill(0x31))}`,
    'WIFI:T:WPA;S:hall;P:12345678901234567890;;',
    '9'.repeat(20_000),
  ])('something else (%.50s) is foreign', async (text) => {
    expect(await readQrText(text)).toEqual({ kind: 'foreign' });
  });

  it('gives its digits alone, without waiting for what they mean', () => {
    expect(deliveredText(` ]Q1${wide(plain)}#wechat_redirect`)).toEqual({ kind: 'digits', digits });
    expect(deliveredText(plain + plain)).toEqual({ kind: 'again' });
  });
});
