import { readFileSync } from 'node:fs';

import { beforeAll, describe, expect, it } from 'vitest';

import {
  TestNetwork,
  TestServers,
  issuerCode,
  newIssuerKey,
  typeCode,
} from '../attestation/network.fixture.js';
import { fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex, utf8 } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import {
  encodeHallSuccession,
  encodeWindowCertificate,
  encodeWindowRevocations,
} from '../formats/hall-tokens.js';
import { formatIdentifier } from '../formats/identifier.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import { jwkThumbprint, parseWindowKeys } from '../formats/jwk.js';
import { signQr } from '../formats/qr.js';
import { encodeQrText } from '../formats/qr-text.js';
import { sha256Hex } from '../formats/hash.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import { MemoryStore, openMirror, syncMirror } from '../mirror/index.js';
import { createVerifier } from '../verify/index.js';
import type { Report } from '../verify/index.js';
import {
  HallWindows,
  checkVerificationReceipt,
  createWindowKey,
  issueVerificationReceipt,
  parsePrivateWindowKey,
  publicWindowKey,
  receiptCodes,
  receiptMessageOf,
  windowSigner,
} from './index.js';
import type { PrivateJwk, ReceiptReport, VerificationRecord } from './index.js';
import { software } from './software.js';

const holder = { holderName: '阿卜杜热西提·麦麦提', holderNumber: '330***********1234' };
const place = '杭州市市民中心 12 号窗口';
const at = Date.parse('2026-11-24T04:00:00.750Z');

let world: TestNetwork;
let key: PrivateJwk;
let stranger: PrivateJwk;
let text: string;
let report: Report;
let receipt: string;

async function issue(change: Partial<VerificationRecord> = {}, by = key): Promise<string> {
  const { anchor: trustAnchor } = world;
  const shown = { kind: 'qr', content: text } as const;
  const record = { report, shown, trustAnchor, place, purpose: '办理落户', at, ...change };
  return issueVerificationReceipt(record, await windowSigner(by));
}

beforeAll(async () => {
  const issuerKey = await newIssuerKey();
  world = await TestNetwork.withIssuer(issuerKey);
  await world.publish();
  const mirror = await openMirror(new MemoryStore(), { trustAnchor: world.anchor, clock: world.clock });
  await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: world }).fetch });
  const identifier = formatIdentifier({ type: typeCode, issuer: issuerCode, serial: '1', version: '001' });
  const claims = { issuer: issuerCode, identifier, certId: new Uint8Array(16), name: '居住证', ...holder };
  const cose = await signQr({ ...claims, validFrom: '2026-11-24', validUntil: null }, issuerKey);
  ({ text } = await encodeQrText(cose, 'x'));
  report = await createVerifier({ trustAnchor: world.anchor, mirror, clock: world.clock }).verifyQr(text);
  [key, stranger] = [await createWindowKey(), await createWindowKey()];
  receipt = await issue();
});

const pinned = () => [publicWindowKey(stranger), { ...publicWindowKey(key), name: '12 号窗口' }];
const check = (of: string, options = {}): Promise<ReceiptReport> =>
  checkVerificationReceipt(of, { windowKeys: pinned(), ...options });
const codeOf = async (of: string, options = {}): Promise<string> => {
  const { verdict, code, receipt: authenticated } = await check(of, options);
  // Nothing is shown that no pinned key signed.
  expect(authenticated === null).toBe(!['OK', 'SHOWN_MISMATCH', 'WINDOW_KEY_NOT_CURRENT'].includes(code));
  return `${verdict} ${code}`;
};

/** The receipt's parts, changed, with its old signature or signed anew. */
async function remade(
  change: (parts: { header: Record<string, Json>; payload: Record<string, Json> }) => void,
  by?: PrivateJwk,
  write: (value: Json) => string = canonicalJson,
): Promise<string> {
  const [header = '', payload = '', signature = ''] = receipt.split('.');
  const read = (part: string) => JSON.parse(fromUtf8(fromBase64Url(part))) as Record<string, Json>;
  const parts = { header: read(header), payload: read(payload) };
  change(parts);
  const input = [parts.header, parts.payload].map((part) => toBase64Url(utf8(write(part)))).join('.');
  return `${input}.${by ? toBase64Url(await (await windowSigner(by)).sign(utf8(input))) : signature}`;
}

describe('a verification receipt', () => {
  it('says what was shown, what was found, when, where and for what, signed by the window', async () => {
    const found = await check(await issue({ fields: 'all', reference: '2026-0571-001' }), { shown: text });
    expect(found).toMatchObject({
      verdict: 'valid',
      code: 'OK',
      keyId: await jwkThumbprint(key),
      signedBy: { name: '12 号窗口' },
      checks: [
        { name: 'signature', outcome: 'pass' },
        { name: 'key', outcome: 'pass' },
        { name: 'shown', outcome: 'pass' },
      ],
    });
    expect(found.receipt).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      at: '2026-11-24T04:00:00.000Z',
      place,
      purpose: '办理落户',
      reference: '2026-0571-001',
      shown: { kind: 'qr', sha256: await sha256Hex(utf8(text)) },
      trustAnchor: await trustAnchorId(world.anchor),
      report,
      withheld: [],
      software,
    });
    expect(report.verdict).toBe('valid');
  });

  it('keeps no field of the certificate unless the window chose it, and names those left out', async () => {
    const payload = fromUtf8(fromBase64Url(receipt.split('.')[1]!));
    for (const value of Object.values(holder)) expect(payload).not.toContain(value);
    expect((await check(receipt)).receipt).toMatchObject({
      report: { certificate: { name: '居住证', fields: {} } },
      withheld: ['holderName', 'holderNumber'],
    });
    const some = await check(await issue({ fields: ['holderName', 'sex'] }));
    expect(some.receipt).toMatchObject({
      report: { certificate: { fields: { holderName: holder.holderName } } },
      withheld: ['holderNumber'],
    });
  });

  it('records a forgery as well, and what was no certificate at all', async () => {
    const verifier = createVerifier({ trustAnchor: world.anchor });
    const refused = await verifier.verifyPdf(utf8('no PDF'));
    const content = utf8('no PDF');
    const found = await check(await issue({ report: refused, shown: { kind: 'pdf', content } }), {
      shown: content,
    });
    expect(found).toMatchObject({ verdict: 'valid', receipt: { report: { code: 'NOT_A_CERTIFICATE' } } });
  });

  it('is of pixels as well as of files', async () => {
    const pixels = { data: Uint8ClampedArray.of(1, 2, 3, 4), width: 1, height: 1 };
    const made = await issue({ shown: { kind: 'image', content: pixels } });
    expect(await codeOf(made, { shown: pixels })).toBe('valid OK');
    expect(await codeOf(made, { shown: Uint8Array.of(1, 2, 3, 4) })).toBe('valid OK');
    expect(await codeOf(made, { shown: Uint8Array.of(1, 2, 3, 5) })).toBe('invalid SHOWN_MISMATCH');
  });

  it('holds for ever, for a key that was good when it was signed', async () => {
    const seconds = Math.floor(at / 1000);
    const life = async (nbf: number, exp: number): Promise<string> =>
      codeOf(receipt, { windowKeys: [{ ...publicWindowKey(key), nbf, exp }] });
    expect(await life(seconds, seconds + 1)).toBe('valid OK');
    expect(await life(seconds + 1, seconds + 2)).toBe('invalid WINDOW_KEY_NOT_CURRENT');
    expect(await life(0, seconds)).toBe('invalid WINDOW_KEY_NOT_CURRENT');
  });

  it('may be signed by a smart card that knows nothing of low s', async () => {
    const { publicKey, sign } = await windowSigner(key);
    const card = { publicKey, sign: async (bytes: Uint8Array) => twin(await sign(bytes)) };
    const shown = { kind: 'qr', content: text } as const;
    const record = { report, shown, trustAnchor: world.anchor, place, purpose: 'x' };
    expect(await codeOf(await issueVerificationReceipt(record, card))).toBe('valid OK');
  });

  it('is refused before it is made where it could not be read', async () => {
    for (const change of [{ place: '' }, { purpose: 'x'.repeat(201) }, { reference: 'a\nb' }]) {
      await expect(issue(change)).rejects.toThrow(FormatError);
    }
    const fields = { photo: 'x'.repeat(300_000) };
    const large = { ...report, certificate: { ...report.certificate!, fields } };
    await expect(issue({ report: large, fields: 'all' })).rejects.toThrow(FormatError);
    expect(await codeOf(await issue({ report: large }))).toBe('valid OK');
  });

  it('names the version that verified', () => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    ) as Record<string, string>;
    expect(software).toBe(`certbridge-verifier-sdk/${version}`);
  });
});

/** The other signature that the same key would verify: r and the order less s. */
function twin(raw: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = order - BigInt(`0x${toHex(raw.subarray(32))}`);
  return Uint8Array.of(...raw.subarray(0, 32), ...fromHex(s.toString(16).padStart(64, '0')));
}

describe('a receipt that was tampered with is never valid:', () => {
  it('any character of it changed', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const seen = new Set<string>();
    for (let i = 0; i < receipt.length; i += 1) {
      const other = alphabet[(alphabet.indexOf(receipt[i]!) + 1 + (i % 63)) % 64]!;
      seen.add(await codeOf(receipt.slice(0, i) + other + receipt.slice(i + 1)));
    }
    expect([...seen].sort()).toEqual([
      'indeterminate WINDOW_KEY_UNKNOWN',
      'invalid VERIFICATION_RECEIPT_MALFORMED',
      'invalid WINDOW_SIGNATURE_INVALID',
    ]);
  });

  it.each<[string, (payload: Record<string, Json>) => void]>([
    ['its number', (payload) => (payload['jti'] = 'ab'.repeat(16))],
    ['its time', (payload) => (payload['iat'] = (payload['iat'] as number) - 86_400)],
    ['its place', (payload) => (payload['place'] = '别处')],
    ['its purpose', (payload) => (payload['purpose'] = '其他')],
    ['a case added', (payload) => (payload['reference'] = '1')],
    ['what was shown', (payload) => ((payload['shown'] as Record<string, Json>)['sha256'] = 'ab'.repeat(32))],
    ['how it was shown', (payload) => ((payload['shown'] as Record<string, Json>)['kind'] = 'pdf')],
    ['the trust anchor', (payload) => (payload['trust_anchor'] = 'ab'.repeat(32))],
    ['the verdict', (payload) => ((payload['report'] as Record<string, Json>)['verdict'] = 'invalid')],
    ['the code', (payload) => ((payload['report'] as Record<string, Json>)['code'] = 'REVOKED')],
    ['the certificate', (payload) => ((payload['report'] as Record<string, Json>)['certificate'] = null)],
    ['the freshness', (payload) => ((payload['report'] as Record<string, Json>)['asOf'] = null)],
    ['what was withheld', (payload) => (payload['withheld'] = [])],
    ['the software', (payload) => (payload['software'] = 'other/1')],
  ])('%s changed under the old signature', async (_, change) => {
    expect(await codeOf(await remade(({ payload }) => change(payload)))).toBe(
      'invalid WINDOW_SIGNATURE_INVALID',
    );
  });

  it('by a key that is not pinned, or under the name of one that is', async () => {
    const foreign = await createWindowKey();
    expect(await codeOf(await issue({}, foreign))).toBe('indeterminate WINDOW_KEY_UNKNOWN');
    const keyId = await jwkThumbprint(key);
    const posing = await remade(({ header }) => (header['kid'] = keyId), foreign);
    expect(await codeOf(posing)).toBe('invalid WINDOW_SIGNATURE_INVALID');
    const strangerId = await jwkThumbprint(stranger);
    const renamed = await remade(({ header }) => (header['kid'] = strangerId));
    expect(await codeOf(renamed)).toBe('invalid WINDOW_SIGNATURE_INVALID');
  });

  it.each<[string, Parameters<typeof remade>[0]]>([
    ['no algorithm', ({ header }) => (header['alg'] = 'none')],
    ['another algorithm', ({ header }) => (header['alg'] = 'HS256')],
    ['the type of another token', ({ header }) => (header['typ'] = 'kb+jwt')],
    ['no type', ({ header }) => delete header['typ']],
    ['a key of its own', ({ header }) => (header['jwk'] = { kty: 'EC' })],
    ['a member that is not known', ({ payload }) => (payload['note'] = 'x')],
    ['no verdict', ({ payload }) => delete (payload['report'] as Record<string, Json>)['verdict']],
    [
      'a verdict that is none',
      ({ payload }) => ((payload['report'] as Record<string, Json>)['verdict'] = 'ok'),
    ],
    ['a code that is none', ({ payload }) => ((payload['report'] as Record<string, Json>)['code'] = 'FINE')],
    ['another version', ({ payload }) => (payload['v'] = 2)],
  ])('signed by the window itself, and refused all the same: %s', async (_, change) => {
    expect(await codeOf(await remade(change, key))).toBe('invalid VERIFICATION_RECEIPT_MALFORMED');
  });

  it('has one text only: no other layout of the JSON, no twin of the signature', async () => {
    const loose = await remade(
      () => undefined,
      key,
      (value) => JSON.stringify(value, null, 1),
    );
    expect(await codeOf(loose)).toBe('invalid VERIFICATION_RECEIPT_MALFORMED');
    const [header, payload, signature = ''] = receipt.split('.');
    const twinned = `${header}.${payload}.${toBase64Url(twin(fromBase64Url(signature)))}`;
    expect(await codeOf(twinned)).toBe('invalid VERIFICATION_RECEIPT_MALFORMED');
    expect(await codeOf(`${receipt}\n`)).toBe('valid OK');
  });

  it.each(['', 'x', '..', 'a.b.c', '.'.repeat(1000), 'A'.repeat(1_000_000)])(
    'what is something else (%.10s) is no receipt',
    async (other) => {
      expect(await codeOf(other)).toBe('invalid VERIFICATION_RECEIPT_MALFORMED');
    },
  );
});

describe('window keys', () => {
  it('are pinned by the thumbprint of RFC 7638', async () => {
    // The example of RFC 9449 §4.1, whose thumbprint its §6.1 gives.
    const example = {
      kty: 'EC',
      crv: 'P-256',
      x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
      y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
    } as const;
    expect(await jwkThumbprint(example)).toBe('0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I');
  });

  it('are read as a set or alone, and a private one is refused where a public one belongs', () => {
    const one = { ...publicWindowKey(key), name: '窗口', nbf: 1, exp: 2 };
    expect(parseWindowKeys(JSON.stringify({ keys: [one] }))).toEqual([one]);
    expect(parseWindowKeys(JSON.stringify(one))).toEqual([one]);
    for (const bad of [
      key,
      { keys: [key] },
      { keys: [] },
      { ...one, crv: 'P-384' },
      { ...one, use: 'enc' },
      1,
    ]) {
      expect(() => parseWindowKeys(JSON.stringify(bad))).toThrow(FormatError);
    }
    expect(() => parsePrivateWindowKey(JSON.stringify(one))).toThrow(FormatError);
    expect(parsePrivateWindowKey(JSON.stringify(key))).toEqual(key);
  });

  it('do not sign with parts of two', async () => {
    await expect(windowSigner({ ...key, d: stranger.d })).rejects.toThrow(FormatError);
    await expect(windowSigner({ ...key, d: 'A'.repeat(43) })).rejects.toThrow(FormatError);
  });
});

describe('a receipt of a hall’s window', () => {
  it('is checked by a list of which the report says from when it is', async () => {
    const code = '11330000MB2222222H';
    const signer = {
      keyId: await jwkThumbprint(publicWindowKey(stranger)),
      ...(await windowSigner(stranger)),
    };
    const seconds = Math.floor(at / 1000);
    const window = '01234567-89ab-4def-8123-456789abcdef';
    const certificate = await encodeWindowCertificate(
      {
        ...{ hall: code, window, name: '12 号窗口', key: publicWindowKey(key), trustAnchor: 'ab'.repeat(32) },
        ...{ notBefore: seconds - 60, notAfter: seconds + 60 },
      },
      signer,
    );
    const revoked = [{ key: await jwkThumbprint(publicWindowKey(key)), at: seconds + 10, after: 0 }];
    const hallOf = async (list: { at: number; revoked: typeof revoked }): Promise<HallWindows> => {
      const revocations = await encodeWindowRevocations(
        { hall: code, mspId: 'ZhejiangMSP', ...list },
        signer,
      );
      const keys = [publicWindowKey(stranger)];
      return HallWindows.open({ code, name: '市民中心', keys, certificates: [certificate], revocations }, [
        signer.keyId,
      ]);
    };
    const by = async (hall: HallWindows) => checkVerificationReceipt(receipt, { hall });
    expect(await by(await hallOf({ at: seconds + 20, revoked }))).toMatchObject({
      code: 'WINDOW_KEY_REVOKED',
      hall: { code, revocationsAt: '2026-11-24T04:00:20.000Z' },
    });
    // One of before is as well signed.
    expect(await by(await hallOf({ at: seconds, revoked: [] }))).toMatchObject({
      code: 'OK',
      hall: { code, revocationsAt: '2026-11-24T04:00:00.000Z' },
    });
    expect(await by(await hallOf({ at: Number.MAX_SAFE_INTEGER, revoked: [] }))).toMatchObject({
      code: 'OK',
    });
  });
});

describe('a hall whose key another took the place of', () => {
  it('is not believed by a list of revoked windows of the former key', async () => {
    const hall = '11330000MB2222222H';
    const signerOf = async (jwk: PrivateJwk) => ({
      keyId: await jwkThumbprint(publicWindowKey(jwk)),
      sign: (await windowSigner(jwk)).sign,
    });
    const [former, later] = [await signerOf(key), await signerOf(stranger)];
    const list = { hall, at: 2, mspId: 'ZhejiangMSP', revoked: [] };
    const published = async (by: typeof former) => ({
      ...{ code: hall, name: '市民中心', keys: [key, stranger].map(publicWindowKey), certificates: [] },
      successions: [await encodeHallSuccession({ hall, at: 1, next: later.keyId }, former)],
      revocations: await encodeWindowRevocations(list, by),
    });
    const pinned = [former.keyId];
    await expect(HallWindows.open(await published(later), pinned)).resolves.toMatchObject({ code: hall });
    await expect(HallWindows.open(await published(former), pinned)).rejects.toThrow('no pinned key');
  });
});

it('every code has words in both languages', () => {
  for (const code of Object.keys(receiptCodes) as (keyof typeof receiptCodes)[]) {
    for (const language of ['zh', 'en'] as const) expect(receiptMessageOf(code, language)).toMatch(/.[：:]./);
  }
});
