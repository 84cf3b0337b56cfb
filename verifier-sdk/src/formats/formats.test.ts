import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import * as f from './index.js';
import type { Cbor, FormatErrorCode, Json } from './index.js';

const hex = (text: string): Uint8Array => f.fromHex(text.replaceAll(/\s/g, '').toLowerCase());

function codeOf(action: () => unknown): FormatErrorCode | 'accepted' {
  try {
    action();
    return 'accepted';
  } catch (error) {
    if (error instanceof f.FormatError) return error.code;
    throw error;
  }
}

async function asyncCodeOf(action: () => Promise<unknown>): Promise<FormatErrorCode | 'accepted'> {
  try {
    await action();
    return 'accepted';
  } catch (error) {
    if (error instanceof f.FormatError) return error.code;
    throw error;
  }
}

describe('bytes', () => {
  it('base64 and base64url as in RFC 4648 §10, strict', () => {
    const vectors = {
      '': '',
      f: 'Zg==',
      fo: 'Zm8=',
      foo: 'Zm9v',
      foob: 'Zm9vYg==',
      fooba: 'Zm9vYmE=',
      foobar: 'Zm9vYmFy',
    };
    for (const [text, base64] of Object.entries(vectors)) {
      expect(f.toBase64(f.utf8(text))).toBe(base64);
      expect(f.fromUtf8(f.fromBase64(base64))).toBe(text);
      expect(f.toBase64Url(f.utf8(text))).toBe(base64.replaceAll('=', ''));
    }
    for (const bad of ['Zg', 'Zh==', 'Zm9=', 'Z g=', 'Zg==\n', '===='])
      expect(codeOf(() => f.fromBase64(bad))).toBe('BYTES_MALFORMED');
    for (const bad of ['Zh', 'Zg==', 'Z', '+/'])
      expect(codeOf(() => f.fromBase64Url(bad))).toBe('BYTES_MALFORMED');
    for (const bad of ['AB', 'a', 'zz', '0x']) expect(codeOf(() => f.fromHex(bad))).toBe('BYTES_MALFORMED');
  });

  it('round trips', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        expect(f.fromHex(f.toHex(bytes))).toEqual(bytes);
        expect(f.fromBase64(f.toBase64(bytes))).toEqual(bytes);
        expect(f.fromBase64Url(f.toBase64Url(bytes))).toEqual(bytes);
        expect(f.fromDigits(f.toDigits(bytes.subarray(0, 2900)))).toEqual(bytes.subarray(0, 2900));
      }),
    );
  });

  it('refuses UTF-8 that is none', () => {
    for (const bad of ['c0af', 'eda080', 'ff', 'e4b8'])
      expect(codeOf(() => f.fromUtf8(hex(bad)))).toBe('BYTES_MALFORMED');
  });
});

describe('canonical JSON (RFC 8785)', () => {
  it('the document of §3.2.2, members sorted as in §3.2.3', () => {
    const input = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    expect(f.canonicalJson(f.parseJson(input))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts by UTF-16 code units (§3.2.3)', () => {
    const input = String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`;
    const values = f.canonicalJson(f.parseJson(input)).match(/:"[^"]+"/g);
    expect(values?.map((value) => value.slice(2, -1))).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it.each<[number, string]>([
    [0, '0'],
    [-0, '0'],
    [5e-324, '5e-324'],
    [-5e-324, '-5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e23, '1e+23'],
    [1.0000000000000001e23, '1.0000000000000001e+23'],
    [333333333.33333325, '333333333.33333325'],
    [0.000001, '0.000001'],
    [1e-7, '1e-7'],
  ])('the number %d of appendix B', (value, text) => {
    expect(f.canonicalJson(value)).toBe(text);
  });

  it('refuses what has no canonical form', () => {
    for (const bad of [NaN, Infinity, '\ud800', { '\udead': 1 }])
      expect(codeOf(() => f.canonicalJson(bad))).toBe('JSON_MALFORMED');
  });
});

describe('parseJson', () => {
  it.each([
    '{"a":1,"a":2}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"a":1}x',
    '{"a":1,}',
    '[1,]',
    '[01]',
    '[1.]',
    '[.5]',
    '[+1]',
    '[1e999]',
    '"\u0001"',
    String.raw`"\x"`,
    '"',
    '{a:1}',
    'nul',
    '',
    '\ufeff1',
    "'a'",
    '[1 2]',
    'NaN',
  ])('refuses %j', (text) => {
    expect(codeOf(() => f.parseJson(text))).toBe('JSON_MALFORMED');
  });

  it('is bounded in depth and length', () => {
    expect(codeOf(() => f.parseJson('['.repeat(1e6)))).toBe('JSON_LIMIT');
    expect(codeOf(() => f.parseJson(`${'['.repeat(32)}${']'.repeat(32)}`))).toBe('accepted');
    expect(codeOf(() => f.parseJson(' '.repeat(100), { length: 99 }))).toBe('JSON_LIMIT');
  });

  it('keeps __proto__ a member like any other', () => {
    const read = f.parseJson('{"__proto__":{"polluted":1}}') as object;
    expect(Object.hasOwn(read, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it('reads what JSON.parse reads, and nothing that it does not', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(f.parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom(...'{}[]",:\\0eE-. u\n'),
        (text, place, replacement) => {
          const at = place % (text.length + 1);
          const changed = text.slice(0, at) + replacement + text.slice(at + 1);
          if (codeOf(() => f.parseJson(changed)) === 'accepted')
            expect(f.parseJson(changed)).toEqual(JSON.parse(changed));
        },
      ),
    );
  });

  it('canonical text is its own canonical form, and any other text is refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        let text: string;
        try {
          text = f.canonicalJson(value as Json);
        } catch {
          return;
        }
        expect(f.canonicalJson(f.parseCanonicalJson(text))).toBe(text);
        expect(codeOf(() => f.parseCanonicalJson(`${text} `))).toBe('JSON_MALFORMED');
      }),
    );
  });
});

const cbor: fc.Arbitrary<Cbor> = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(fc.integer(), fc.string()), tie('value')), { maxLength: 4 })
      .map((pairs) => new Map(pairs)),
    fc.tuple(fc.nat(), tie('value')).map(([tag, value]) => new f.CborTag(tag, value)),
  ),
})).value;

describe('CBOR (RFC 8949)', () => {
  it.each<[string, Cbor]>([
    ['00', 0],
    ['01', 1],
    ['0a', 10],
    ['17', 23],
    ['1818', 24],
    ['1819', 25],
    ['1864', 100],
    ['1903e8', 1000],
    ['1a000f4240', 1000000],
    ['1b000000e8d4a51000', 1000000000000],
    ['20', -1],
    ['29', -10],
    ['3863', -100],
    ['3903e7', -1000],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['40', new Uint8Array()],
    ['4401020304', Uint8Array.of(1, 2, 3, 4)],
    ['60', ''],
    ['6161', 'a'],
    ['6449455446', 'IETF'],
    ['62225c', '"\\'],
    ['62c3bc', 'ü'],
    ['63e6b0b4', '水'],
    ['64f0908591', '𐅑'],
    ['80', []],
    ['83010203', [1, 2, 3]],
    ['8301820203820405', [1, [2, 3], [4, 5]]],
    [
      '98190102030405060708090a0b0c0d0e0f101112131415161718181819',
      Array.from({ length: 25 }, (_, i) => i + 1),
    ],
    ['a0', new Map()],
    [
      'a201020304',
      new Map([
        [1, 2],
        [3, 4],
      ]),
    ],
    [
      'a26161016162820203',
      new Map<string, Cbor>([
        ['a', 1],
        ['b', [2, 3]],
      ]),
    ],
    ['c074323031332d30332d32315432303a30343a30305a', new f.CborTag(0, '2013-03-21T20:04:00Z')],
    ['c11a514b67b0', new f.CborTag(1, 1363896240)],
    ['d74401020304', new f.CborTag(23, Uint8Array.of(1, 2, 3, 4))],
    ['d818456449455446', new f.CborTag(24, hex('6449455446'))],
    ['d82076687474703a2f2f7777772e6578616d706c652e636f6d', new f.CborTag(32, 'http://www.example.com')],
    ['c249010000000000000000', new f.CborTag(2, hex('010000000000000000'))],
    ['826161a161626163', ['a', new Map([['b', 'c']])]],
    ['a56161614161626142616361436164614461656145', new Map([...'abcde'].map((c) => [c, c.toUpperCase()]))],
  ])('appendix A: %s', (encoded, value) => {
    expect(f.toHex(f.encodeCbor(value))).toBe(encoded);
    expect(f.decodeCbor(hex(encoded))).toEqual(value);
  });

  // What our formats never hold: floats, simple values, and what has no single encoding.
  it.each(
    (
      'f90000 f98000 f93c00 fb3ff199999999999a f93e00 f97bff fa47c35000 fa7f7fffff fb7e37e43c8800759c f90001 ' +
      'f90400 f9c400 fbc010666666666666 f97c00 f97e00 f9fc00 fa7f800000 fa7fc00000 faff800000 ' +
      'fb7ff0000000000000 fb7ff8000000000000 fbfff0000000000000 f7 f0 f818 f8ff c1fb41d452d9e20000000000 ' +
      '5f42010243030405ff 7f657374726561646d696e67ff 9fff 9f018202039f0405ffff 9f01820203820405ff ' +
      '83018202039f0405ff 83019f0203ff820405 9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff ' +
      'bf61610161629f0203ffff 826161bf61626163ff bf6346756ef563416d7421ff'
    ).split(' '),
  )('refuses of appendix A: %s', (encoded) => {
    expect(['CBOR_UNSUPPORTED', 'CBOR_NOT_DETERMINISTIC', 'CBOR_MALFORMED']).toContain(
      codeOf(() => f.decodeCbor(hex(encoded))),
    );
  });

  it('sorts map keys by their encodings (§4.2.1)', () => {
    const keys = [10, 100, -1, 'z', 'aa'];
    const map = new Map<number | string, Cbor>(keys.toReversed().map((key) => [key, null]));
    expect([...(f.decodeCbor(f.encodeCbor(map)) as Map<unknown, unknown>).keys()]).toEqual(keys);
  });

  it.each<[string, string, FormatErrorCode]>([
    ['a longer head than needed', '1817', 'CBOR_NOT_DETERMINISTIC'],
    ['two bytes for one', '190018', 'CBOR_NOT_DETERMINISTIC'],
    ['four bytes for two', '1a0000ffff', 'CBOR_NOT_DETERMINISTIC'],
    ['eight bytes for four', '1b00000000ffffffff', 'CBOR_NOT_DETERMINISTIC'],
    ['a longer length than needed', '580100', 'CBOR_NOT_DETERMINISTIC'],
    ['an indefinite array', '9fff', 'CBOR_NOT_DETERMINISTIC'],
    ['an indefinite string', '5f42010243030405ff', 'CBOR_NOT_DETERMINISTIC'],
    ['map keys out of order', 'a203040102', 'CBOR_NOT_DETERMINISTIC'],
    ['a map key twice', 'a201020103', 'CBOR_NOT_DETERMINISTIC'],
    ['a float', 'f93c00', 'CBOR_UNSUPPORTED'],
    ['undefined', 'f7', 'CBOR_UNSUPPORTED'],
    ['an array as a map key', 'a18001', 'CBOR_UNSUPPORTED'],
    ['2^64 - 1', '1bffffffffffffffff', 'CBOR_UNSUPPORTED'],
    ['-2^64', '3bffffffffffffffff', 'CBOR_UNSUPPORTED'],
    ['bytes after the value', '0000', 'CBOR_MALFORMED'],
    ['a reserved length', '1c', 'CBOR_MALFORMED'],
    ['a string cut short', '6261', 'CBOR_MALFORMED'],
    ['an array of 2^32 - 1', '9affffffff', 'CBOR_MALFORMED'],
    ['a map of 2^53 - 1', 'bb001fffffffffffff', 'CBOR_MALFORMED'],
    ['nothing', '', 'CBOR_MALFORMED'],
    ['a string that is no UTF-8', '61ff', 'BYTES_MALFORMED'],
    ['arrays without end', '81'.repeat(5000), 'CBOR_LIMIT'],
  ])('refuses %s', (_, encoded, code) => {
    expect(codeOf(() => f.decodeCbor(hex(encoded)))).toBe(code);
  });

  it('of an array of any length has every value', () => {
    for (let length = 24; length <= 600; length += 1) {
      const head = length < 256 ? `98${length.toString(16)}` : `99${length.toString(16).padStart(4, '0')}`;
      expect(f.toHex(f.encodeCbor(new Array<number>(length).fill(1)))).toBe(head + '01'.repeat(length));
    }
  });

  it('round trips, and every encoding that is read is the only one', () => {
    fc.assert(
      fc.property(cbor, (value) => {
        const bytes = f.encodeCbor(value);
        expect(f.encodeCbor(f.decodeCbor(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(cbor, fc.nat(), fc.nat(255), (value, place, replacement) => {
        const bytes = f.encodeCbor(value);
        bytes[place % bytes.length] = replacement;
        if (codeOf(() => f.decodeCbor(bytes)) === 'accepted')
          expect(f.encodeCbor(f.decodeCbor(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe('Merkle tree (RFC 6962)', () => {
  // The test vectors of the reference implementation (certificate-transparency, merkle_tree_test).
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ].map(hex);
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const leaves = (count: number): Promise<Uint8Array[]> =>
    Promise.all(inputs.slice(0, count).map(f.leafHash));

  it.each(roots.map((root, i) => [i + 1, root] as const))('of %i leaves', async (count, root) => {
    expect(f.toHex((await f.merkleTree(await leaves(count))).root)).toBe(root);
  });

  it('proves inclusion as in RFC 9162 §2.1.3', async () => {
    const { proof } = await f.merkleTree(await leaves(8));
    expect(proof(0).map(f.toHex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
  });

  it('every leaf of every tree is proved, and no other, nowhere else', async () => {
    for (let size = 1; size <= 8; size += 1) {
      const hashes = await leaves(size);
      const { root, proof } = await f.merkleTree(hashes);
      for (let index = 0; index < size; index += 1) {
        const path = proof(index);
        const good = { leafHash: hashes[index]!, index, size, path, root };
        expect(await f.verifyInclusion(good)).toBe(true);
        const wrong = [
          { ...good, index: index + 1 },
          { ...good, index: index - 1 },
          { ...good, index: size },
          { ...good, leafHash: root.map((byte) => byte ^ 1) },
          { ...good, path: [...path, root] },
          { ...good, root: root.map((byte) => byte ^ 1) },
          ...(path.length > 0
            ? [
                { ...good, path: path.slice(1) },
                { ...good, path: path.slice(0, -1) },
              ]
            : []),
        ];
        for (const [i, one] of wrong.entries())
          expect(await f.verifyInclusion(one), `${size} ${index} ${i}`).toBe(false);
      }
    }
  });

  it('has no root without leaves', async () => {
    expect(await asyncCodeOf(() => f.merkleTree([]))).toBe('PROOF_MALFORMED');
  });
});

describe('numbers', () => {
  it('ISO 7064 MOD 37,36: the example of the Global Release Identifier', () => {
    expect(f.mod3736('A12425GABC1234002')).toBe('M');
  });

  it('an identifier (GB/T 36904) round trips; any changed character is found', () => {
    const parts = {
      type: '111000000000133400101',
      issuer: '11330000MB1234567A',
      serial: '20261124000001',
      version: '001',
    };
    const text = f.formatIdentifier(parts);
    expect(f.parseIdentifier(text)).toEqual({ ...parts, check: 'ok' });
    for (const [i, character] of [...text].entries()) {
      if (i < 15 || character === '.') continue;
      for (const other of '0A9Z') {
        if (other === character) continue;
        const changed = text.slice(0, i) + other + text.slice(i + 1);
        expect(f.parseIdentifier(changed).check, changed).not.toBe('ok');
      }
    }
    expect(codeOf(() => f.parseIdentifier(text.toLowerCase()))).toBe('IDENTIFIER_MALFORMED');
    expect(codeOf(() => f.formatIdentifier({ ...parts, version: '1' }))).toBe('IDENTIFIER_MALFORMED');
  });

  it('GB 32100: published codes pass, any changed character does not', () => {
    for (const code of ['91350100M000100Y43', '91110000802100433B', '91440300708461136T']) {
      expect(f.checkUscc(code), code).toBe(true);
      for (let i = 0; i < 18; i += 1) {
        const changed = code.slice(0, i) + (code[i] === '7' ? '8' : '7') + code.slice(i + 1);
        expect(f.checkUscc(changed), changed).toBe(false);
      }
    }
    expect(f.checkUscc('91350100M000100Y4')).toBe(false);
    expect(f.checkUscc('91350100I000100Y43')).toBe(false);
  });

  it('GB 11643: the examples of the standard pass, wrong digits and dates do not', () => {
    for (const good of ['11010519491231002X', '440524188001010014'])
      expect(f.checkIdNumber(good), good).toBe(true);
    for (const bad of [
      '110105194912310021',
      '11010519491231002x',
      '11010519490231002X',
      '1101051949123100',
      '',
    ]) {
      expect(f.checkIdNumber(bad), bad).toBe(false);
    }
  });

  it('masks', () => {
    expect(f.maskIdNumber('11010519491231002X')).toBe('110***********002X');
    expect(f.maskIdNumber('12345678')).toBe('*******8');
    expect(f.maskIdNumber('')).toBe('');
  });

  it('dates are days in China', () => {
    expect(new Date(f.startOfDate('2026-11-24')).toISOString()).toBe('2026-11-23T16:00:00.000Z');
    expect(f.dateAt(f.endOfDate('2028-02-29'))).toBe('2028-03-01');
    for (const bad of ['2026-02-29', '2026-1-1', '20261124', '2026-13-01', ''])
      expect(f.isDate(bad), bad).toBe(false);
    expect(
      ['2026-11-24T03:58:00.000Z', '2026-11-24T03:58:00Z', '2026-02-30T00:00:00.000Z'].map(f.isInstant),
    ).toEqual([true, false, false]);
  });
});

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = new Uint8Array(pair.publicKey.export({ type: 'spki', format: 'der' }));
const signRaw = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(sign('sha256', bytes, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }));
const signer = {
  kid: new Uint8Array(8).fill(3),
  sign: (bytes: Uint8Array) => Promise.resolve(f.toLowS(signRaw(bytes))),
};

describe('ECDSA signatures', () => {
  it('DER and raw are the same number, in one form each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (raw) => {
        raw[31] = raw[31]! | 1;
        raw[63] = raw[63]! | 1;
        expect(f.ecdsaToRaw(f.ecdsaToDer(raw))).toEqual(raw);
      }),
    );
    const der = new Uint8Array(sign('sha256', spki, pair.privateKey));
    expect(f.ecdsaToDer(f.ecdsaToRaw(der))).toEqual(der);
    for (const bad of [
      '',
      '3000',
      '30060201010201',
      '300602010102010100',
      '30070202000102 0101',
      '3006020181020101',
      '300602010002010100',
    ]) {
      expect(
        codeOf(() => f.ecdsaToRaw(hex(bad))),
        bad,
      ).toBe('SIGNATURE_MALFORMED');
    }
  });

  it('exactly one of a signature and its twin has a low s', () => {
    for (let i = 0; i < 32; i += 1) {
      const raw = signRaw(Uint8Array.of(i));
      const low = f.toLowS(raw);
      expect(f.isLowS(low)).toBe(true);
      expect(f.isLowS(raw)).toBe(f.equalBytes(raw, low));
    }
  });

  it('keys that do not fit the algorithm are refused', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    expect(await asyncCodeOf(() => f.importKey('RS256', new Uint8Array(rsa)))).toBe('KEY_REFUSED');
    expect(await asyncCodeOf(() => f.importKey('ES256', new Uint8Array(p384)))).toBe('KEY_REFUSED');
    expect(await asyncCodeOf(() => f.importKey('RS256', spki))).toBe('KEY_REFUSED');
    expect(await asyncCodeOf(() => f.importKey('ES256', spki.subarray(1)))).toBe('KEY_REFUSED');
  });
});

describe('COSE_Sign1 (RFC 9052)', () => {
  it("the Sig_structure and signature of the working group's example sign1-tests/sign-pass-02 and sign1-01", async () => {
    // github.com/cose-wg/Examples: the key "11" of RFC 9052 appendix C.7.1, payload "This is the content."
    const header = hex('a10126');
    const payload = f.utf8('This is the content.');
    const signed = f.sigStructure(header, payload);
    expect(f.toHex(signed)).toBe(
      '846a5369676e61747572653143a101264054546869732069732074686520636f6e74656e742e',
    );
    const key = await f.importKey(
      'ES256',
      p256(
        'bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff',
        '20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e',
      ),
    );
    // RFC 9052 appendix C.2.1.
    const signature = hex(
      '8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36',
    );
    expect(await key.verify(signed, signature)).toBe(true);
  });
});

/** SubjectPublicKeyInfo of a P-256 point. */
function p256(x: string, y: string): Uint8Array {
  const jwk = { kty: 'EC', crv: 'P-256', x: f.toBase64Url(hex(x)), y: f.toBase64Url(hex(y)) };
  return new Uint8Array(createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' }));
}

const issuer = '11330000MB1234567A';
const claims: f.QrClaims = {
  issuer,
  identifier: f.formatIdentifier({
    type: '111000000000133400101',
    issuer,
    serial: '20261124000001',
    version: '001',
  }),
  certId: new Uint8Array(16).fill(7),
  name: '中华人民共和国居住证',
  holderName: '阿卜杜热西提·麦麦提',
  holderNumber: f.maskIdNumber('330106199001011234'),
  validFrom: '2026-11-24',
  validUntil: '2031-11-23',
};

describe('QR payload and text', () => {
  it('round trips, originals and copies, with and without an end', async () => {
    const copy = {
      ...claims,
      validUntil: null,
      copy: { of: new Uint8Array(16).fill(8), purpose: '租房备案', user: '示例中介' },
    };
    for (const one of [claims, copy]) {
      const cose = await f.signQr(one, signer);
      expect(cose[0]).toBe(0xd2);
      const { text, prefix, digits } = await f.encodeQrText(cose, 'cert.example');
      expect(text).toBe(prefix + digits);
      expect(text).toMatch(/^https:\/\/cert\.example\/v#[0-9]+$/);
      const read = await f.decodeQrText(text);
      expect(read).toEqual(cose);
      const parsed = f.parseQr(read);
      expect(parsed.claims).toEqual(one);
      expect(await (await f.importKey('ES256', spki)).verify(parsed.toBeSigned, parsed.signature)).toBe(true);
    }
  });

  it('fits version 13 at level M for an ordinary certificate', async () => {
    // ISO/IEC 18004 table 7: 334 data codewords. Byte segment 4+16 bits, numeric 4+12 bits, 10 bits for 3 digits.
    const { prefix, digits } = await f.encodeQrText(
      await f.signQr(claims, signer),
      'certbridge.example.gov.cn',
    );
    const bits = 20 + prefix.length * 8 + 16 + Math.ceil((digits.length * 10) / 3);
    expect(bits / 8).toBeLessThan(334);
  });

  it('is plain or zlib, whichever is shorter, and the host means nothing', async () => {
    const cose = await f.signQr(
      { ...claims, copy: { of: claims.certId, purpose: 'x', user: 'y' }, holderName: '一'.repeat(60) },
      signer,
    );
    const packed = (await f.encodeQrText(cose, 'a')).digits;
    expect(packed.length).toBeLessThan(f.toDigits(cose).length);
    for (const text of [
      packed,
      f.toDigits(cose),
      `http://x#${packed}`,
      ` HTTPS://h/v#${packed}\n`.toLowerCase(),
    ]) {
      expect(await f.decodeQrText(text)).toEqual(cose);
    }
  });

  it.each<[string, () => Promise<string> | string]>([
    ['letters', () => '12a'],
    ['a length that no bytes have', () => '1'.repeat(4)],
    ['a group too large for its bytes', () => '999'],
    ['a full group too large for its bytes', () => '9'.repeat(17)],
    ['one digit too many in a version 40 code', () => '0'.repeat(7090)],
    ['other bytes', () => f.toDigits(Uint8Array.of(0x31, 1, 2))],
    ['an address with a space', () => `https://a b/v#${f.toDigits(Uint8Array.of(0xd2))}`],
    ['another scheme', () => `javascript:#${f.toDigits(Uint8Array.of(0xd2))}`],
    ['zlib of something else', async () => f.toDigits(await f.deflate(f.utf8('hello')))],
  ])('refuses %s', async (_, make) => {
    const text = await make();
    expect(await asyncCodeOf(() => f.decodeQrText(text))).toBe('QR_MALFORMED');
  });

  it('refuses broken zlib, junk after it, and a deflate bomb', async () => {
    const packed = await f.deflate(await f.signQr(claims, signer));
    for (const bytes of [
      packed.subarray(0, -1),
      f.concat(packed, Uint8Array.of(0)),
      await f.deflate(new Uint8Array(1 << 20)),
    ]) {
      expect(await asyncCodeOf(() => f.decodeQrText(f.toDigits(bytes)))).toBe('DEFLATE_REFUSED');
    }
  });

  it('refuses claims that are not ours, or not a whole day', async () => {
    const sign = (map: Map<number, Cbor>): Promise<Uint8Array> => f.signCose(f.encodeCbor(map), signer);
    const good = f.decodeCbor(f.parseQr(await f.signQr(claims, signer)).payload) as Map<number, Cbor>;
    const changes: [number, Cbor | undefined][] = [
      [1, '11340000MB1234567A0'],
      [2, 'x'],
      [4, 1],
      [5, undefined],
      [7, new Uint8Array(15)],
      [8, 1],
      [-65537, [0, 'a', 'b', 'c']],
      [-65537, [1, 'a', 'b', 'c', new Uint8Array(15), 'd']],
      [-65537, [1, 'a', 'b', 'c', claims.certId]],
    ];
    for (const [key, value] of changes) {
      const map = new Map(good);
      if (value === undefined) map.delete(key);
      else map.set(key, value);
      const cose = await sign(map);
      expect(['QR_MALFORMED', 'IDENTIFIER_MALFORMED'], `${key}`).toContain(codeOf(() => f.parseQr(cose)));
    }
  });

  it('tells claims and forms of later software, and still who signed the claims', async () => {
    const claimsOf = f.decodeCbor(f.parseQr(await f.signQr(claims, signer)).payload) as Map<number, Cbor>;
    const later = new Map(claimsOf).set(-65537, [3, new Map([['x', [1]]])]).set(99, 'new');
    const cose = await f.signCose(f.encodeCbor(later), signer);
    expect(codeOf(() => f.parseQr(cose))).toBe('VERSION_UNKNOWN');
    const { issuer: by, kid, toBeSigned, signature } = f.parseQrSigner(cose);
    expect([by, f.toHex(kid)]).toEqual([issuer, f.toHex(signer.kid)]);
    expect(await (await f.importKey('ES256', spki)).verify(toBeSigned, signature)).toBe(true);
    const form = Uint8Array.of(0xd3, ...cose.subarray(1));
    const textOf = (bytes: Uint8Array): string => `https://host/v#${f.toDigits(bytes)}`;
    expect(await asyncCodeOf(() => f.decodeQrText(textOf(form)))).toBe('VERSION_UNKNOWN');
    expect(await asyncCodeOf(() => f.decodeQrText(f.toDigits(form)))).toBe('QR_MALFORMED');
    expect(await asyncCodeOf(() => f.decodeQrText(textOf(form.subarray(0, 64))))).toBe('QR_MALFORMED');
    expect(await asyncCodeOf(() => f.decodeQrText(textOf(form.map((b, i) => (i ? b : 0x40)))))).toBe(
      'QR_MALFORMED',
    );
  });

  it('has one encoding: a changed byte is refused or changes what is signed', async () => {
    const cose = await f.signQr(claims, signer);
    const key = await f.importKey('ES256', spki);
    for (let at = 0; at < cose.length; at += 1) {
      const changed = cose.slice();
      changed[at] = changed[at]! ^ 0x01;
      let parsed: f.ParsedQr;
      try {
        parsed = f.parseQr(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(f.FormatError);
        continue;
      }
      const isSame =
        f.equalBytes(parsed.kid, signer.kid) && (await key.verify(parsed.toBeSigned, parsed.signature));
      expect(isSame, `byte ${at}`).toBe(false);
    }
  });

  it('a list of digests is sorted and found in', async () => {
    const digests = await Promise.all(Array.from({ length: 50 }, (_, i) => f.sha256(Uint8Array.of(i))));
    const { bytes, hash } = await f.qrList(digests);
    expect(bytes.length).toBe(50 * 16);
    expect(hash).toBe(await f.sha256Hex(bytes));
    expect(digests.every((digest) => f.qrListHas(bytes, digest))).toBe(true);
    expect(f.qrListHas(bytes, await f.sha256(Uint8Array.of(50)))).toBe(false);
    expect(await asyncCodeOf(() => f.qrList([digests[0]!, digests[0]!]))).toBe('FEED_MALFORMED');
  });
});

const network = '0123456789abcdef0123456789abcdef';
const entry: f.Entry = {
  v: 1,
  network,
  channel: 'certbridge',
  issuer,
  seq: 2,
  prev: 'ab'.repeat(32),
  time: '2026-11-24T03:58:00.000Z',
  under: { n: 0, p: 7 },
  root: 'cd'.repeat(32),
  size: 5,
  keys: ['0011223344556677'],
  types: ['111000000000133400101'],
  qr: 'ef'.repeat(32),
  changes: [
    { cert: '01'.repeat(16), state: 'revoked', reason: 'lost' },
    { cert: '02'.repeat(16), state: 'superseded', reason: 'replaced', by: { issuer, cert: '03'.repeat(16) } },
  ],
};

const superseded = (from: string) => ({
  ...{ cert: '01'.repeat(16), state: 'superseded', reason: 'replaced', from },
  by: { issuer, cert: '03'.repeat(16) },
});

describe('records', () => {
  it('an entry is read from its canonical bytes, and hashed over them', async () => {
    expect(f.parseEntry(f.recordBytes(entry))).toEqual(entry);
    expect(await f.recordHash(entry)).toBe(
      await f.sha256Hex(f.utf8(f.canonicalJson(entry as unknown as Json))),
    );
    expect(codeOf(() => f.parseEntry(JSON.stringify(entry)))).toBe('JSON_MALFORMED');
  });

  it.each<[string, object]>([
    ['no version of the registration', { under: undefined }],
    ['a version that is none', { under: { n: 0, p: -1 } }],
    ['a root without the other members of the tree', { keys: undefined }],
    [
      'neither root nor changes',
      {
        root: undefined,
        size: undefined,
        keys: undefined,
        types: undefined,
        qr: undefined,
        changes: undefined,
      },
    ],
    ['seq 0', { seq: 0 }],
    ['a time without milliseconds', { time: '2026-11-24T03:58:00Z' }],
    ['a time that does not exist', { time: '2026-02-30T03:58:00.000Z' }],
    ['an upper-case hash', { prev: 'AB'.repeat(32) }],
    ['keys out of order', { keys: ['0011223344556678', '0011223344556677'] }],
    ['no change', { changes: [] }],
    ['a certificate changed twice', { changes: [entry.changes![0], entry.changes![0]] }],
    ['an unknown state', { changes: [{ ...entry.changes![0], state: 'lost' }] }],
    ['an unknown reason', { changes: [{ ...entry.changes![0], reason: 'deceased' }] }],
    [
      'a successor where there is none',
      { changes: [{ ...entry.changes![0], by: { issuer, cert: '03'.repeat(16) } }] },
    ],
    ['no successor', { changes: [{ ...entry.changes![1], by: undefined }] }],
    [
      "another issuer's successor",
      { changes: [{ ...entry.changes![1], by: { issuer: '11340000MB1234567A', cert: '03'.repeat(16) } }] },
    ],
    [
      'more than 1000 changes',
      {
        changes: Array.from({ length: 1001 }, (_, i) => ({
          cert: i.toString(16).padStart(32, '0'),
          state: 'revoked',
          reason: 'lost',
        })),
      },
    ],
  ])('refuses %s', (_, change) => {
    expect(codeOf(() => f.parseEntry(f.canonicalJson({ ...entry, ...change } as unknown as Json)))).toBe(
      'RECORD_MALFORMED',
    );
  });

  const head = { v: 1, network, channel: 'certbridge', seq: 1, prev: f.zeroHash, time: entry.time };
  const under = { n: 0, p: 0 };
  const ofProvince = { ...head, log: 'p', mspId: 'ZhejiangMSP', issuer, under };
  const ofNetwork = { ...head, log: 'n', proposal: 'p1', approvedBy: ['AnhuiMSP'] };
  const key = { kind: 'key', kid: '0011223344556677', alg: 'ES256', use: 'certificate', spki: 'AAAA' };

  it.each<[string, Json]>([
    ['a registration', { ...ofProvince, kind: 'issuer', name: '示例', types: [] }],
    ['a key', { ...ofProvince, ...key }],
    ['a revocation', { ...ofProvince, kind: 'revoke-key', kid: key.kid, reason: 'lost' }],
    ['a retirement', { ...ofProvince, kind: 'retire' }],
    ['a member of later software', { ...ofProvince, ...key, later: [1, { x: null }] }],
  ])('of a province are read by kind, as they stand: %s', (_, record) => {
    const read = f.parseRecord('p', f.canonicalJson(record));
    expect(read).toEqual(record);
    expect(f.interpretRecord('p', read)).toEqual({ state: 'known', record });
  });

  const item = (change: object = {}) => ({
    kind: 'issuer',
    issuer,
    name: 'x',
    mspId: 'M',
    types: [],
    under,
    ...change,
  });
  it('of the network hold the items of a decision, each read by itself', () => {
    const items = [
      { kind: 'type', type: { code: '111000000000133400101', name: '居住证' } },
      item({ with: [{ issuer: '11330000MB7654321A', under }] }),
      { kind: 'succession', from: issuer, to: '11330000MB7654321A', under: { from: under, to: under } },
      { kind: 'feature', feature: 'relying-parties' },
      { kind: 'levy', about: { type: '111000000000133400101' } },
      { kind: 'levy', about: 7 },
      item({ under: { n: -1, p: 0 } }),
    ] as const;
    const record = { ...ofNetwork, kind: 'decision', items };
    const read = f.parseRecord('n', f.canonicalJson(record as unknown as Json));
    expect(read).toEqual(record);
    const readings = read.kind === 'decision' ? read.items.map(f.interpretItem) : [];
    expect(readings.map(({ state }) => state)).toEqual([
      ...['known', 'known', 'known', 'known', 'unknown', 'unknown', 'unusable'],
    ]);
    expect(readings.slice(4)).toMatchObject([
      { about: { type: '111000000000133400101' } },
      { about: undefined },
      { about: { issuer } },
    ]);
  });

  it.each<[string, 'n' | 'p' | 'i', object, object]>([
    [
      'a kind of later software',
      'p',
      { ...ofProvince, kind: 'levy' },
      { state: 'unknown', about: undefined, under },
    ],
    [
      'one that says what it is about',
      'p',
      { ...ofProvince, kind: 'toString', about: { province: 'ZhejiangMSP', key: { issuer, kid: key.kid } } },
      { state: 'unknown', about: { province: 'ZhejiangMSP', key: { issuer, kid: key.kid } } },
    ],
    [
      'a version of later software',
      'p',
      { ...ofProvince, ...key, v: 2 },
      { state: 'unknown', about: undefined },
    ],
    [
      'an entry of later software',
      'i',
      { ...head, v: 3, issuer, about: { type: '111000000000133400101' } },
      { state: 'unknown', about: { type: '111000000000133400101' } },
    ],
    ['a kind of the network’s', 'n', { ...ofNetwork, kind: 'beat' }, { state: 'unknown', about: undefined }],
    [
      'a key for what it may not be used',
      'p',
      { ...ofProvince, ...key, alg: 'RS256', use: 'credential' },
      { state: 'unusable', about: { key: { issuer, kid: key.kid } }, under },
    ],
    [
      'a registration without a name',
      'p',
      { ...ofProvince, kind: 'issuer', types: [] },
      { state: 'unusable', about: { issuer }, under },
    ],
    ['no kind at all', 'p', ofProvince, { state: 'unusable', about: { issuer } }],
    [
      'a beginning without an anchor',
      'n',
      { ...ofNetwork, kind: 'init' },
      { state: 'unusable', about: undefined },
    ],
  ])('that cannot be used are told apart: %s', (_, log, value, reading) => {
    expect(f.interpretRecord(log, f.readLogRecord(log, value as Json))).toMatchObject(reading);
  });

  it('are refused where they cannot be chained', () => {
    for (const bad of [
      { ...ofProvince, log: 'n' },
      { ...ofProvince, seq: 0 },
      { ...ofProvince, prev: 'x' },
      null,
      [],
    ])
      expect(codeOf(() => f.readLogRecord('p', bad as Json))).toBe('RECORD_MALFORMED');
  });

  it.each<[string, object[], string]>([
    [
      'a day on what has none',
      [{ cert: '01'.repeat(16), state: 'revoked', reason: 'lost', from: '2026-11-25' }],
      'RECORD_MALFORMED',
    ],
    ['today, by the entry’s time in China', [superseded('2026-11-24')], 'RECORD_MALFORMED'],
    ['tomorrow', [superseded('2026-11-25')], 'accepted'],
    ['366 days ahead', [superseded('2027-11-25')], 'accepted'],
    ['367 days ahead', [superseded('2027-11-26')], 'RECORD_MALFORMED'],
    ['a day that does not exist', [superseded('2027-02-29')], 'RECORD_MALFORMED'],
    ['a withdrawal', [{ cert: '01'.repeat(16), state: 'withdrawn', reason: 'unspecified' }], 'accepted'],
  ])('a change with a day: %s', (_, changes, outcome) => {
    expect(codeOf(() => f.readEntry({ ...entry, changes } as unknown as Json))).toBe(outcome);
  });

  it('the heads list is sorted by bytes and read back', () => {
    const heads: f.Head[] = [
      { log: 'p', id: 'ZhejiangMSP', seq: 12, hash: f.zeroHash },
      { log: 'i', id: issuer, seq: 3, hash: f.zeroHash },
      { log: 'n', id: network, seq: 1, hash: f.zeroHash },
    ];
    const text = f.headsText(heads);
    expect(text.split('\n').map((line) => line[0])).toEqual(['i', 'n', 'p', undefined]);
    expect(f.parseHeads(text)).toHaveLength(3);
    const lines = text.split('\n');
    for (const bad of [
      text.slice(0, -1),
      text + lines[0]!,
      `${lines[1]!}\n${lines[0]!}\n`,
      text.replace(' 3 ', ' 03 '),
      `${text}\n`,
    ]) {
      expect(codeOf(() => f.parseHeads(bad))).toBe('HEADS_MALFORMED');
    }
    expect(codeOf(() => f.headsText([heads[0]!, { ...heads[0]!, seq: 13 }]))).toBe('HEADS_MALFORMED');
  });
});

describe('leaf and receipt', () => {
  const digest = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
  const leaf = { certId: new Uint8Array(16).fill(1), qr: digest(2), credential: digest(3), pdf: digest(4) };
  const attestation = { payload: digest(5), endorsements: [{ endorser: digest(6), signature: digest(7) }] };
  const receipt = {
    ...leaf,
    index: 1,
    path: [digest(8), digest(9)],
    entry: entry as f.AnchoringEntry,
    attestation,
  };

  it('round trip', () => {
    expect(f.decodeLeaf(f.encodeLeaf(leaf))).toEqual(leaf);
    expect(f.toHex(f.encodeLeaf(leaf)).slice(0, 8)).toBe('83025001');
    expect(f.decodeReceipt(f.encodeReceipt(receipt))).toEqual(receipt);
  });

  it('hold what is anchored, and digests of types of later software', () => {
    const { certId, credential } = leaf;
    const few: f.Leaf = { certId, credential, others: new Map([[7, digest(1)]]) };
    expect(f.decodeLeaf(f.encodeLeaf(few))).toEqual(few);
    const { qr: _, pdf: _p, ...rest } = receipt;
    const decoded = f.decodeReceipt(f.encodeReceipt({ ...rest, ...few }));
    expect(f.encodeLeaf(decoded)).toEqual(f.encodeLeaf(few));
    expect(codeOf(() => f.encodeLeaf({ certId }))).toBe('LEAF_MALFORMED');
    const versioned = (v: number): Uint8Array => f.encodeCbor([v, certId, new Map([[1, digest(2)]])]);
    expect(codeOf(() => f.decodeLeaf(versioned(3)))).toBe('VERSION_UNKNOWN');
    expect(codeOf(() => f.decodeLeaf(versioned(1)))).toBe('LEAF_MALFORMED');
    const parts = f.decodeCbor(f.encodeReceipt(receipt)) as readonly Cbor[];
    expect(codeOf(() => f.decodeReceipt(f.encodeCbor([3, ...parts.slice(1), 'new'])))).toBe(
      'VERSION_UNKNOWN',
    );
  });

  it('refuse what does not fit', () => {
    expect(codeOf(() => f.encodeLeaf({ ...leaf, pdf: digest(4).subarray(1) }))).toBe('LEAF_MALFORMED');
    expect(codeOf(() => f.encodeReceipt({ ...receipt, index: 5 }))).toBe('RECEIPT_MALFORMED');
    expect(codeOf(() => f.encodeReceipt({ ...receipt, path: Array<Uint8Array>(32).fill(digest(0)) }))).toBe(
      'RECEIPT_MALFORMED',
    );
    const { root: _, size: _s, keys: _k, types: _t, qr: _q, ...changesOnly } = entry;
    expect(codeOf(() => f.encodeReceipt({ ...receipt, entry: changesOnly }))).toBe('RECEIPT_MALFORMED');
  });

  it('every parser throws FormatError and nothing else, whatever byte is changed', () => {
    const parsers: [Uint8Array, (bytes: Uint8Array) => unknown][] = [
      [f.encodeLeaf(leaf), f.decodeLeaf],
      [f.encodeReceipt(receipt), f.decodeReceipt],
      [f.recordBytes(entry), f.parseEntry],
      [f.encodePage({ v: 1, log: 'i', id: issuer, from: 1, records: [{ ...entry, seq: 1 }] }), f.parsePage],
      [
        f.encodeCheckpoint({ v: 1, heads: `i ${issuer} 3 ${f.zeroHash}\n`, attestation, nonce: network }),
        f.parseCheckpoint,
      ],
    ];
    for (const [bytes, parse] of parsers) {
      expect(codeOf(() => parse(bytes))).toBe('accepted');
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, length) => {
          const changed = bytes.slice();
          changed[at] = byte;
          codeOf(() => parse(changed));
          codeOf(() => parse(changed.subarray(0, length)));
        }),
      );
    }
  });
});
