import { webcrypto } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { deflate } from './hash.js';
import { toDigits } from './qr-text.js';
import { deliveriesOf, spoiledDeliveriesOf } from './deliveries.fixture.js';
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

let packed: string;
beforeAll(async () => {
  const signature = [0x58, 64, ...Buffer.alloc(64)];
  const text = Uint8Array.of(
    ...[0xd2, 0x84, 0x43, 0xa1, 0x01, 0x26, 0xa0],
    ...[0x58, 200, ...Buffer.alloc(200), ...signature],
  );
  packed = `https://cert.example.gov.cn/v#${toDigits(await deflate(text))}`;
});

describe('a text as it is delivered', () => {
  it.each(deliveriesOf(plain))('%s is read like the plain one', async (_, text) => {
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

  it('cut short where its signature’s length stands is read again, though the rest be one item', async () => {
    for (const length of [0x40, 0x41]) {
      const rest = Uint8Array.of(...cose.subarray(0, 109), length, ...new Uint8Array(length - 0x40));
      expect(await readQrText(`https://cert.example.gov.cn/v#${toDigits(rest)}`)).toEqual({ kind: 'again' });
    }
  });

  it('run together with another or spoiled otherwise is read again', async () => {
    for (const [how, text] of spoiledDeliveriesOf(plain, packed))
      expect(await readQrText(text), how).toEqual({ kind: 'again' });
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
