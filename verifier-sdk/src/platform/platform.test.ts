import { createECDH, generateKeyPairSync, sign } from 'node:crypto';
import { deflateSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { ordinate } from '../formats/device-key.js';
import { FormatError } from '../formats/error.js';
import { platform as node } from './node.js';
import type { SignatureAlgorithm } from './platform.js';
import { platform as web } from './web.js';

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * i) % 251);

interface Case {
  readonly algorithm: SignatureAlgorithm;
  readonly spki: Uint8Array;
  readonly signature: Uint8Array;
}

const data = bytes(1000);

function make(algorithm: SignatureAlgorithm): Case {
  const hash = `sha${algorithm.slice(2)}`;
  const { privateKey, publicKey } = algorithm.startsWith('ES')
    ? generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'P-256' : 'P-384' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signature = sign(hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { algorithm, spki: new Uint8Array(spki), signature: new Uint8Array(signature) };
}

describe.each([
  ['node:crypto', node],
  ['WebCrypto', web],
])('%s', (_, platform) => {
  it.each(['SHA-256', 'SHA-384', 'SHA-512'] as const)(
    '%s of parts is that of the whole',
    async (algorithm) => {
      const whole = await node.digest(algorithm, [bytes(300)]);
      expect(await platform.digest(algorithm, [bytes(300)])).toEqual(whole);
      expect(await platform.digest(algorithm, [bytes(300).subarray(0, 7), bytes(300).subarray(7)])).toEqual(
        whole,
      );
      expect((await platform.digest(algorithm, [])).length).toBe(Number(algorithm.slice(4)) / 8);
    },
  );

  it.each(['ES256', 'ES384', 'RS256', 'RS384', 'RS512'] as const)(
    'verifies %s and nothing else',
    async (algorithm) => {
      const { spki, signature } = make(algorithm);
      const key = await platform.importKey(algorithm, spki);
      expect(await key.verify(data, signature)).toBe(true);
      expect(await key.verify(data.subarray(1), signature)).toBe(false);
      expect(
        await key.verify(
          data,
          signature.map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
        ),
      ).toBe(false);
      expect(await key.verify(data, signature.subarray(1))).toBe(false);
    },
  );

  it('tells bytes that are the same from others', () => {
    expect(platform.equal(bytes(300), Buffer.from(bytes(300)))).toBe(true);
    expect(platform.equal(bytes(0), bytes(0))).toBe(true);
    for (const other of [bytes(299), bytes(300).fill(1, 299), Uint8Array.of(...bytes(299), 0, 0)])
      expect(platform.equal(bytes(300), other)).toBe(false);
  });

  it('refuses keys that do not fit', async () => {
    const p256 = make('ES256').spki;
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    await expect(platform.importKey('ES384', p256)).rejects.toThrow();
    await expect(platform.importKey('RS256', p256)).rejects.toThrow();
    await expect(platform.importKey('RS256', new Uint8Array(small))).rejects.toThrow();
    await expect(platform.importKey('ES256', p256.subarray(0, 40))).rejects.toThrow();
  });

  it('inflates what it deflated, and never beyond the limit', async () => {
    const packed = await platform.deflate(bytes(5000));
    expect(await platform.inflate(packed, 5000)).toEqual(bytes(5000));
    await expect(platform.inflate(packed, 4999)).rejects.toThrow();
    const bomb = new Uint8Array(deflateSync(new Uint8Array(64 << 20)));
    const before = process.memoryUsage().arrayBuffers;
    await expect(platform.inflate(bomb, 4096)).rejects.toThrow();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
  });

  it('refuses zlib that is broken, cut, or followed by anything', async () => {
    const packed = await platform.deflate(bytes(300));
    for (const bad of [
      packed.subarray(0, -1),
      packed.subarray(0, 2),
      Uint8Array.of(...packed, 0),
      packed.map((byte, i) => (i === packed.length - 1 ? byte ^ 1 : byte)),
      new Uint8Array(),
    ]) {
      await expect(platform.inflate(bad, 1000)).rejects.toThrow();
    }
  });
});

describe('a compressed point', () => {
  it('has the same y by node:crypto and by arithmetic, or none by either', () => {
    const even = 2;
    for (let n = 0; n < 40; n += 1) {
      const key = createECDH('prime256v1');
      key.generateKeys();
      const [point, whole] = [key.getPublicKey(null, 'compressed'), key.getPublicKey()];
      const y = new Uint8Array(whole.subarray(33));
      expect(node.ordinate!(point)).toEqual(y);
      expect(new Uint8Array(ordinate(point.subarray(1), point[0]!))).toEqual(y);
    }
    let off = 0;
    for (let x = 0; x < 40; x += 1) {
      const point = Uint8Array.of(even, ...new Uint8Array(31), x);
      const found = node.ordinate!(point);
      const arithmetic = (): Uint8Array => ordinate(point.subarray(1), even);
      if (found) expect(new Uint8Array(arithmetic())).toEqual(found);
      else expect(arithmetic).toThrow(FormatError);
      off += found ? 0 : 1;
    }
    expect(off).toBeGreaterThan(5);
    const beyond = Uint8Array.of(even, ...new Uint8Array(32).fill(0xff));
    expect(node.ordinate!(beyond)).toBeUndefined();
    expect(() => ordinate(beyond.subarray(1), even)).toThrow(FormatError);
  });
});
