import { ECDH, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { create } from 'qrcode';
import { describe, expect, it } from 'vitest';

import { issuerCode, newIssuerKey, typeCode } from '../attestation/network.fixture.js';
import { newDevice, walletClaims } from '../verify/wallet.fixture.js';
import { fromHex, toHex } from './bytes.js';
import { CborTag, decodeCbor, encodeCbor } from './cbor.js';
import type { Cbor } from './cbor.js';
import { compressedPoint, pointSpki } from './device-key.js';
import { FormatError } from './error.js';
import { formatIdentifier } from './identifier.js';
import { importKey } from './keys.js';
import type { PublicJwk } from './jwk.js';
import { liveCodeText, parseLiveCode, signLiveCode } from './live-code.js';
import type { Showing } from './live-code.js';
import { parseQr, signQr } from './qr.js';
import type { DelegateClaims, QrClaims } from './qr.js';
import { readQrText } from './qr-delivery.js';
import { decodeQrText } from './qr-text.js';

const network = '5a'.repeat(16);
const at = new Date('2026-11-29T09:30:00.000Z');
const phone = await newDevice();
const key = await newIssuerKey();
const cose = await signQr(walletClaims(phone), key);
const by = { network, sign: phone.sign };

async function refusal(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
  return 'none';
}

describe('a device key', () => {
  it('is one key, compressed and whole (SEC 1 §2.3.3), as node:crypto has it', () => {
    for (let i = 0; i < 8; i += 1) {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
      const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
      const point = compressedPoint(publicKey.export({ format: 'jwk' }) as unknown as PublicJwk);
      const theirs = ECDH.convertKey(spki.subarray(26), 'prime256v1', undefined, 'hex', 'compressed');
      expect(toHex(point)).toBe(theirs);
      expect(pointSpki(point)).toEqual(spki);
      expect(() =>
        createPublicKey({ key: Buffer.from(pointSpki(point)), format: 'der', type: 'spki' }),
      ).not.toThrow();
    }
  });

  it('off the curve, of another form or not in the field is refused', async () => {
    const [, ...x] = phone.deviceKey;
    // y² = x³ − 3x + b has no root for x = 1.
    const one = Uint8Array.of(2, ...new Uint8Array(31), 1);
    for (const point of [
      Uint8Array.of(4, ...x),
      phone.deviceKey.subarray(1),
      new Uint8Array(33).fill(0xff).fill(2, 0, 1),
      one,
    ])
      expect(await refusal(() => pointSpki(point)), toHex(point)).toBe('KEY_REFUSED');
  });
});

describe('a wallet credential', () => {
  it('round trips, with a delegation and without', async () => {
    const delegate = { name: '李小红', number: '330***********5678', items: ['330100-0042'] };
    const wallet = { ...walletClaims(phone).wallet!, keyKind: 'attested', delegate } as const;
    for (const claims of [walletClaims(phone), { ...walletClaims(phone), wallet }])
      expect(parseQr(await signQr(claims, key)).claims).toEqual(claims);
  });

  it.each<[string, Partial<QrClaims>]>([
    ['of 31 days', { validUntil: '2026-12-24' }],
    ['without an end', { validUntil: null }],
    [
      'with a key of another length',
      { wallet: { ...walletClaims(phone).wallet!, deviceKey: new Uint8Array(32) } },
    ],
    [
      'with an original of another length',
      { wallet: { ...walletClaims(phone).wallet!, of: new Uint8Array(15) } },
    ],
    ['that is a copy too', { copy: { of: new Uint8Array(16), purpose: '租房', user: '示例中介' } }],
    [
      'for an item that has no code',
      { wallet: { ...walletClaims(phone).wallet!, delegate: { name: '李', number: '1', items: ['落户'] } } },
    ],
  ])('%s is refused', async (_, change) => {
    expect(await refusal(() => signQr({ ...walletClaims(phone), ...change }, key))).toBe('QR_MALFORMED');
  });
});

describe('a live code', () => {
  it.each<[string, Showing]>([
    ['with time and item', { at, item: '330100-0042' }],
    ['with a challenge that was typed', { at, item: '330100-0042', challenge: '0007' }],
    ['with one that was scanned', { at, item: 'x', challenge: '0007', asker: '0123456789abcdef' }],
  ])('%s reads as it was signed', async (_, showing) => {
    const bytes = await signLiveCode(cose, showing, by);
    const { text } = liveCodeText(bytes, 'zheng.example.gov.cn');
    expect(await readQrText(` ]Q1${text}\r\n`)).toEqual({ kind: 'live', bytes });
    const live = await parseLiveCode(bytes);
    expect([live.cose, live.showing]).toEqual([cose, showing]);
    const device = await importKey('ES256', pointSpki(phone.deviceKey));
    expect(await device.verify(await live.toBeSigned(network), live.signature)).toBe(true);
    expect(await device.verify(await live.toBeSigned('5b'.repeat(16)), live.signature)).toBe(false);
  });

  it('cut short anywhere is read again', async () => {
    const { text } = liveCodeText(await signLiveCode(cose, { at, item: 'x' }, by), 'h.example');
    for (let end = text.indexOf('#'); end < text.length; end += 1)
      expect(await readQrText(text.slice(0, end)), `${end}`).toEqual({ kind: 'again' });
  });

  it('for no item, or a challenge that is not four digits, is not signed', async () => {
    for (const showing of [
      { at, item: '' },
      { at, item: '落户' },
      { at, item: 'x'.repeat(33) },
      { at, item: 'x', challenge: '12345' },
      { at, item: 'x', asker: '0123456789abcdef' },
      { at, item: 'x', challenge: '1234', asker: '01' },
      { at: new Date(-1000), item: 'x' },
    ])
      expect(await refusal(() => signLiveCode(cose, showing, by)), JSON.stringify(showing)).toBe(
        'QR_MALFORMED',
      );
  });

  it('with other parts is refused, of a later version is told apart', async () => {
    const { value } = decodeCbor(await signLiveCode(cose, { at, item: 'x' }, by)) as CborTag;
    const parts = value as readonly Cbor[];
    const made = (...changed: readonly Cbor[]): Uint8Array => encodeCbor(new CborTag(20, changed));
    const [said = 0, signature = 0, packed = 0] = parts;
    expect(await refusal(() => parseLiveCode(made(...parts.slice(0, 3))))).toBe('QR_MALFORMED');
    expect(await refusal(() => parseLiveCode(made(...parts, 1)))).toBe('QR_MALFORMED');
    expect(await refusal(() => parseLiveCode(made(said, new Uint8Array(64).fill(0xff), packed, 1)))).toBe(
      'QR_MALFORMED',
    );
    expect(await refusal(() => parseLiveCode(made(said, signature, said, 1)))).toBe('QR_MALFORMED');
    expect(await refusal(() => parseLiveCode(made(said, signature, packed, 2)))).toBe('VERSION_UNKNOWN');
  });

  it('is at most a version 17 code at level M and 1,100 characters, with long names and a delegation too', async () => {
    const longest: QrClaims = {
      ...walletClaims(phone),
      identifier: formatIdentifier({
        type: typeCode,
        issuer: issuerCode,
        serial: '2026112400000001',
        version: '001',
      }),
      name: '中华人民共和国残疾人证',
      holderName: '阿卜杜热西提·麦麦提依明',
    };
    const showing = { at, item: '330100-00420017', challenge: '0042', asker: '0123456789abcdef' };
    const measure = async (
      claims: QrClaims,
      shown: Showing = showing,
    ): Promise<[version: number, characters: number]> => {
      const live = await signLiveCode(await signQr(claims, key), shown, by);
      const { prefix, digits, text } = liveCodeText(live, 'zhengzhao.hangzhou.zhejiang.gov.cn');
      expect(await decodeQrText(text)).toEqual(live);
      const { version } = create(
        [
          { data: new Uint8ClampedArray(Buffer.from(prefix)), mode: 'byte' },
          { data: digits, mode: 'numeric' },
        ],
        { errorCorrectionLevel: 'M' },
      );
      return [version, text.length];
    };
    const delegate = { name: '古丽巴哈尔·阿卜杜热西提', number: '650***********5678', items: [showing.item] };
    const acting = (claims: QrClaims, by: DelegateClaims): QrClaims => ({
      ...claims,
      wallet: { ...walletClaims(phone).wallet!, delegate: by },
    });
    for (const claims of [walletClaims(phone), longest, acting(walletClaims(phone), delegate)]) {
      const [version, characters] = await measure(claims);
      expect(version).toBeLessThanOrEqual(17);
      expect(characters).toBeLessThanOrEqual(1100);
    }
    // For the longest item that there is, as a wallet shows it: with a challenge that was typed.
    const longestItem = { at, item: 'residence-permit-for-newcomers-x', challenge: '0042' };
    const [least, fewest] = await measure(walletClaims(phone), longestItem);
    expect([least <= 17, fewest <= 1100]).toEqual([true, true]);
    // Names of up to twenty characters cannot hold these bounds: one version more, and a second to type.
    const named = { ...longest, holderName: '阿卜杜热西提·麦麦提依明·艾力江·古丽' };
    const [more, longer] = await measure(named, longestItem);
    expect([more <= 18, longer > 1100, longer <= 1200]).toEqual([true, true, true]);
    // Where certificate, holder and helper all have the longest names there are, one version more.
    const [version, characters] = await measure(acting(longest, delegate));
    expect(version).toBeLessThanOrEqual(18);
    expect(characters).toBeLessThanOrEqual(1200);
  });

  it('stays readable: one that was recorded, its network and its device', async () => {
    const path = new URL('../../vectors/live-code.json', import.meta.url);
    const recorded = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    const live = await parseLiveCode(await decodeQrText(recorded['text'] ?? ''));
    const { claims } = parseQr(live.cose);
    expect(live.showing).toEqual({
      at: new Date(recorded['at'] ?? ''),
      item: recorded['item'],
      challenge: recorded['challenge'],
      asker: recorded['asker'],
    });
    expect(toHex(claims.wallet?.deviceKey ?? new Uint8Array())).toBe(recorded['deviceKey']);
    const device = await importKey('ES256', pointSpki(fromHex(recorded['deviceKey'] ?? '')));
    expect(toHex(await live.toBeSigned(recorded['network'] ?? ''))).toBe(recorded['toBeSigned']);
    expect(await device.verify(fromHex(recorded['toBeSigned'] ?? ''), live.signature)).toBe(true);
  });
});
