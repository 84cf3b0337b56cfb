import 'reflect-metadata';

import { X509Certificate, webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';

import { DerError, DerReader, TAG, decodePem, openDer, parseCertificate, readDer } from './index.js';
import * as value from './values.js';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('DER', () => {
  it.each([
    ['an indefinite length', '3080 0000'],
    ['a long form that short form could say', '048105 0102030405'],
    ['a length with a leading zero', '04820080'.padEnd(8 + 256, '0')],
    ['a length beyond the end', '0405 01'],
    ['a tag of two octets', '1f8101 00'],
    ['bytes after the element', '0500 00'],
    ['nothing at all', ''],
  ])('refuses %s', (_, bytes) => {
    expect(() => readDer(hex(bytes))).toThrow(DerError);
  });

  it.each([
    ['an integer that is not minimal', '0202 0001', value.integerBytes],
    ['an empty integer', '0200', value.integerBytes],
    ['a boolean of 1', '0101 01', value.boolean],
    ['unused bits that are set', '0302 0101', value.bitString],
    ['an arc that is not minimal', '0603 2a8001', value.oid],
    ['a UTCTime without seconds', '170b 323631313234303335385a', value.time],
    ['the 30th of February', `170d ${Buffer.from('260230000000Z').toString('hex')}`, value.time],
    [
      'a fraction that ends with zero',
      `1812 ${Buffer.from('20261124035800.10Z').toString('hex')}`,
      value.time,
    ],
  ])('refuses %s', (_, bytes, read: (node: ReturnType<typeof readDer>) => unknown) => {
    expect(() => read(readDer(hex(bytes)))).toThrow(DerError);
  });

  it('reads object identifiers with arcs of 128 bits', () => {
    // 2.25.<UUID> (X.667): the receipt attribute's.
    const arcs = 311470394283957432880192237014850187361n;
    const digits = [Number(arcs & 0x7fn)];
    for (let rest = arcs >> 7n; rest > 0n; rest >>= 7n) digits.unshift(Number(rest & 0x7fn) | 0x80);
    const contents = [0x69, ...digits];
    expect(value.oid(readDer(Uint8Array.from([6, contents.length, ...contents])))).toBe(`2.25.${arcs}`);
    expect(value.oid(readDer(hex('0608 2a8648ce3d030107')))).toBe('1.2.840.10045.3.1.7');
  });

  it('bounds how many elements it reads', () => {
    expect(() => new DerReader(hex('0500 0500 0500')).rest(2)).toThrow(DerError);
  });
});

describe('parseCertificate', () => {
  let certificate: x509.X509Certificate;
  let der: Uint8Array;

  beforeAll(async () => {
    x509.cryptoProvider.set(webcrypto as unknown as Crypto);
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: '00c0ffee',
      name: 'C=CN, O=示例市民政局, OU=peer, OU=浙江, CN=peer0.example',
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2056-01-01T00:00:00Z'),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      keys: keys as unknown as CryptoKeyPair,
      extensions: [
        new x509.BasicConstraintsExtension(true, 1, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature,
          true,
        ),
      ],
    });
    der = new Uint8Array(certificate.rawData);
  });

  it('reads what node:crypto reads', () => {
    const parsed = parseCertificate(der);
    const node = new X509Certificate(der);
    expect(Buffer.from(parsed.serial).toString('hex').replace(/^00/, '')).toBe(
      node.serialNumber.toLowerCase(),
    );
    expect(parsed.spki).toEqual(new Uint8Array(node.publicKey.export({ type: 'spki', format: 'der' })));
    expect(parsed.notBefore).toEqual(new Date(node.validFrom));
    expect(parsed.notAfter).toEqual(new Date('2056-01-01T00:00:00Z'));
    expect(parsed).toMatchObject({
      isCa: true,
      pathLength: 1,
      signatureAlgorithm: 'ES256',
      organizationalUnits: ['peer', '浙江'],
      keyUsage: new Set(['digitalSignature', 'keyCertSign']),
    });
    expect(parsed.subject.text).toBe('C=CN, O=示例市民政局, OU=peer, OU=浙江, CN=peer0.example');
    expect(parsed.issuer.der).toEqual(parsed.subject.der);
  });

  it('reads PEM', () => {
    expect(decodePem(`${certificate.toString('pem')}\n${certificate.toString('pem')}`)).toEqual([der, der]);
    expect(() => decodePem('-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----')).toThrow(DerError);
    expect(() => decodePem('', 'CERTIFICATE')).toThrow(DerError);
  });

  it('refuses critical extensions that it does not know', async () => {
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const strange = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=x',
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      keys: keys as unknown as CryptoKeyPair,
      extensions: [new x509.Extension('2.5.29.30', true, hex('3000').buffer as ArrayBuffer)],
    });
    expect(() => parseCertificate(new Uint8Array(strange.rawData))).toThrow(/critical/);
  });

  it('never throws anything but DerError, whatever byte is changed or wherever it is cut', () => {
    for (let at = 0; at < der.length; at += 1) {
      for (const change of [0x01, 0x80, 0xff]) {
        const changed = der.slice();
        changed[at] = (changed[at] ?? 0) ^ change;
        expectOnlyDerError(() => parseCertificate(changed));
      }
      expect(() => parseCertificate(der.subarray(0, at))).toThrow(DerError);
    }
    expect(() => openDer(der, TAG.set)).toThrow(DerError);
  });
});

function expectOnlyDerError(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(DerError);
  }
}
