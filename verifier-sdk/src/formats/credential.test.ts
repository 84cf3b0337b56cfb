import { createHash, generateKeyPairSync, sign as signNow } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { fromBase64Url, toBase64Url, toHex, utf8 } from './bytes.js';
import {
  credentialDigest,
  disclosureDigest,
  issueCredential,
  parseCredential,
  verifyCredential,
} from './credential.js';
import type { CredentialClaims } from './credential.js';
import { toLowS } from './ecdsa.js';
import { FormatError } from './error.js';
import { formatIdentifier } from './identifier.js';
import { jwkSpki } from './jwk.js';
import type { PublicJwk } from './jwk.js';
import { readJws } from './jws.js';
import { importKey } from './keys.js';
import { signJws } from './jws.js';
import type { JsonObject } from './json.js';
import { bindPresentation, presentationHash, selectDisclosures, verifyHolder } from './presentation.js';

const issuerKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const holder = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = new Uint8Array(issuerKey.publicKey.export({ type: 'spki', format: 'der' }));
const holderKey = holder.publicKey.export({ format: 'jwk' }) as unknown as PublicJwk;

const signer =
  (key: KeyObject) =>
  (bytes: Uint8Array): Promise<Uint8Array> =>
    Promise.resolve(toLowS(signNow('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })));
const sign = signer(issuerKey.privateKey);

const issuer = '11330100MB0000001A';
const typeCode = '11100000MB0000019L002';
const claims: CredentialClaims = {
  issuer,
  kid: '0123456789abcdef',
  typeCode,
  typeVersion: 1,
  typeName: '居住证',
  identifier: formatIdentifier({ type: typeCode, issuer, serial: '202611240001', version: '001' }),
  certId: new Uint8Array(16).fill(7),
  issuedOn: '2026-11-24',
  validFrom: '2026-11-24',
  validUntil: '2036-11-23',
  fields: { name: '买买提·艾则孜', idNumber: '33010219900101001X', birthDate: '1990-01-01' },
};

const counting = (): (() => Uint8Array) => {
  let n = 0;
  return () => new Uint8Array(16).fill((n += 1));
};
const issue = (changes: Partial<CredentialClaims> = {}) =>
  issueCredential({ ...claims, ...changes }, sign, { salt: counting() });

/** Re-signs a credential with its payload, header or disclosures changed: a lying issuer's. */
async function forged(
  change: (parts: {
    header: Record<string, unknown>;
    payload: Record<string, unknown>;
    disclosures: string[];
  }) => void,
): Promise<string> {
  const { text } = await issue();
  const [jwt = '', ...rest] = text.split('~');
  const [header, payload] = jwt
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
  const parts = { header: header!, payload: payload!, disclosures: rest.slice(0, -1) };
  change(parts);
  const input = [parts.header, parts.payload]
    .map((part) => toBase64Url(utf8(JSON.stringify(part))))
    .join('.');
  return [`${input}.${toBase64Url(await sign(utf8(input)))}`, ...parts.disclosures, ''].join('~');
}

const jsonOf = (jwt: string): unknown =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
const disclose = (...parts: unknown[]): string => toBase64Url(utf8(JSON.stringify(parts)));
const digest = (encoded: string): string => createHash('sha256').update(encoded).digest('base64url');

describe('a credential', () => {
  it('says again what was put in', async () => {
    const copy = { of: new Uint8Array(16).fill(9), purpose: '入学', user: '示例小学' };
    const { text, jwt } = await issue({ holderKey, copy });
    const read = await parseCredential(text);
    expect(read).toMatchObject({
      ...claims,
      jwt,
      hidden: 0,
      holderKey: { kty: 'EC', crv: 'P-256', x: holderKey.x, y: holderKey.y },
      copy,
    });
    expect(await verifyCredential(jwt, spki)).toBe(true);
    expect(toHex(await credentialDigest(jwt))).toBe(createHash('sha256').update(jwt).digest('hex'));
  });

  it('keeps every field out of what is signed in the clear', async () => {
    const { jwt } = await issue();
    const signed = Buffer.from(jwt.split('.')[1]!, 'base64url').toString();
    for (const [name, value] of Object.entries(claims.fields)) {
      expect(signed).not.toContain(`"${name}"`);
      expect(signed).not.toContain(value);
    }
  });

  it('says which fields name and number the holder, and must have them', async () => {
    const holder = { name: 'name', number: 'idNumber' };
    const { text, jwt } = await issue({ holder });
    expect((await parseCredential(text)).holder).toEqual(holder);
    expect(jsonOf(jwt)).toMatchObject({ holder });
    await expect(issue({ holder: { ...holder, number: 'uscc' } })).rejects.toMatchObject({
      code: 'CREDENTIAL_MALFORMED',
      message: expect.stringContaining('uscc') as string,
    });
  });

  it.each<[string, unknown]>([
    ['by a field of a reserved name', { name: 'name', number: 'sub' }],
    ['by a field of a name that RFC 9493 reserves', { name: 'name', number: 'sub_id' }],
    ['by a field of a name that SD-JWT VC reserves', { name: 'aka_vcts', number: 'name' }],
    ['by half', { name: 'name' }],
    ['by more', { name: 'name', number: 'idNumber', birthDate: 'birthDate' }],
    ['by something else than a name', { name: 'name', number: 7 }],
  ])('that names its holder %s is refused', async (_, holder) => {
    const text = await forged(({ payload }) => Object.assign(payload, { holder }));
    await expect(parseCredential(text)).rejects.toMatchObject({ code: 'CREDENTIAL_MALFORMED' });
  });

  it('has another salt for every field, and the same payload for the same salts', async () => {
    const payloadOf = (text: string) => text.split('.')[1];
    const [a, b, random] = [await issue(), await issue(), await issueCredential(claims, sign)];
    expect(payloadOf(a.text)).toBe(payloadOf(b.text));
    expect(payloadOf(random.text)).not.toBe(payloadOf(a.text));
    const salts = (await parseCredential(random.text)).disclosures.map(
      ({ encoded }) => (JSON.parse(Buffer.from(encoded, 'base64url').toString()) as string[])[0]!,
    );
    expect(new Set(salts).size).toBe(3);
    expect(salts.every((salt) => fromBase64Url(salt).length === 16)).toBe(true);
  });

  it('keeps dates before 1970 and certificates without expiry', async () => {
    const { text } = await issue({ validFrom: '1949-10-01', validUntil: null });
    expect(await parseCredential(text)).toMatchObject({ validFrom: '1949-10-01', validUntil: null });
  });

  // RFC 9901 §4.2.3 and §5.1.
  it.each([
    [
      'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0',
      'X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0',
    ],
    [
      'WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd',
      'jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4',
    ],
  ])('hashes disclosures as RFC 9901 does', async (encoded, expected) => {
    expect(await disclosureDigest(encoded)).toBe(expected);
  });

  it.each<[string, Parameters<typeof forged>[0]]>([
    [
      'a disclosure that was not signed',
      ({ disclosures }) => disclosures.push(disclose('a'.repeat(22), 'sex', '女')),
    ],
    ['a disclosure twice', ({ disclosures }) => disclosures.push(disclosures[0]!)],
    [
      'a field of a claim’s name',
      ({ disclosures, payload }) => {
        const encoded = disclose('a'.repeat(22), 'iss', 'x');
        disclosures.push(encoded);
        payload['_sd'] = [...(payload['_sd'] as string[]), digest(encoded)].sort();
      },
    ],
    [
      'a field twice',
      ({ disclosures, payload }) => {
        const encoded = disclose('a'.repeat(22), 'name', '另一人');
        disclosures.push(encoded);
        payload['_sd'] = [...(payload['_sd'] as string[]), digest(encoded)].sort();
      },
    ],
    [
      'a disclosure within a disclosure',
      ({ disclosures, payload }) => {
        const encoded = disclose('a'.repeat(22), 'address', { _sd: [] });
        disclosures.push(encoded);
        payload['_sd'] = [...(payload['_sd'] as string[]), digest(encoded)].sort();
      },
    ],
    [
      'a short salt',
      ({ disclosures, payload }) => {
        const encoded = disclose('a', 'sex', '女');
        disclosures.push(encoded);
        payload['_sd'] = [...(payload['_sd'] as string[]), digest(encoded)].sort();
      },
    ],
    ['an unknown claim', ({ payload }) => (payload['name'] = '明文')],
    ['another digest', ({ payload }) => (payload['_sd_alg'] = 'sha-512')],
    ['no algorithm', ({ header }) => (header['alg'] = 'none')],
    ['another type', ({ header }) => (header['typ'] = 'JWT')],
    ['an embedded key', ({ header }) => (header['jwk'] = {})],
    ['an identifier of another issuer', ({ payload }) => (payload['iss'] = '11340100MB0000001A')],
    ['a validity of part of a day', ({ payload }) => (payload['exp'] = 1_900_000_001)],
    [
      'a holder key of another curve',
      ({ payload }) => (payload['cnf'] = { jwk: { ...holderKey, crv: 'P-384' } }),
    ],
    [
      'a private holder key',
      ({ payload }) => (payload['cnf'] = { jwk: holder.privateKey.export({ format: 'jwk' }) }),
    ],
  ])('is refused with %s', async (_, change) => {
    await expect(parseCredential(await forged(change))).rejects.toThrow(FormatError);
  });

  it('does not verify with a changed payload, a high s or another key', async () => {
    const { jwt } = await issue();
    const [header, payload, signature = ''] = jwt.split('.');
    const raw = fromBase64Url(signature);
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const s = order - BigInt(`0x${Buffer.from(raw.subarray(32)).toString('hex')}`);
    const twin = Buffer.concat([raw.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
    const flipped = `${header}.${payload}.${toBase64Url(twin)}`;
    await expect(verifyCredential(flipped, spki)).rejects.toThrow('64 bytes with low s');
    await expect(parseCredential(`${flipped}~`)).rejects.toThrow('64 bytes with low s');
    const other = await issue({ typeName: '别的' });
    expect(await verifyCredential(`${header}.${other.jwt.split('.')[1]}.${signature}`, spki)).toBe(false);
    const stranger = new Uint8Array(holder.publicKey.export({ type: 'spki', format: 'der' }));
    expect(await verifyCredential(jwt, stranger)).toBe(false);
  });

  it('throws nothing but FormatError, whatever character is changed', async () => {
    const { text } = await issue({ holderKey });
    for (let at = 0; at < text.length; at += 3) {
      const changed = `${text.slice(0, at)}${text[at] === 'A' ? '~' : 'A'}${text.slice(at + 1)}`;
      await parseCredential(changed).catch((error: unknown) => expect(error).toBeInstanceOf(FormatError));
    }
  });
});

/** RFC 9901 §5.1: the issuer-signed JWT, and §5.2: the disclosures that its holder presents. */
const rfc9901 = [
  'eyJhbGciOiAiRVMyNTYiLCAidHlwIjogImV4YW1wbGUrc2Qtand0In0.eyJfc2QiOiBbIkNyUWU3UzVrcUJBSHQtbk1ZWGdj',
  'NmJkdDJTSDVhVFkxc1VfTS1QZ2tqUEkiLCAiSnpZakg0c3ZsaUgwUjNQeUVNZmVadTZKdDY5dTVxZWhabzdGN0VQWWxTRSIs',
  'ICJQb3JGYnBLdVZ1Nnh5bUphZ3ZrRnNGWEFiUm9jMkpHbEFVQTJCQTRvN2NJIiwgIlRHZjRvTGJnd2Q1SlFhSHlLVlFaVTlV',
  'ZEdFMHc1cnREc3JaemZVYW9tTG8iLCAiWFFfM2tQS3QxWHlYN0tBTmtxVlI2eVoyVmE1TnJQSXZQWWJ5TXZSS0JNTSIsICJY',
  'ekZyendzY002R242Q0pEYzZ2Vks4QmtNbmZHOHZPU0tmcFBJWmRBZmRFIiwgImdiT3NJNEVkcTJ4Mkt3LXc1d1BFemFrb2I5',
  'aFYxY1JEMEFUTjNvUUw5Sk0iLCAianN1OXlWdWx3UVFsaEZsTV8zSmx6TWFTRnpnbGhRRzBEcGZheVF3TFVLNCJdLCAiaXNz',
  'IjogImh0dHBzOi8vaXNzdWVyLmV4YW1wbGUuY29tIiwgImlhdCI6IDE2ODMwMDAwMDAsICJleHAiOiAxODgzMDAwMDAwLCAi',
  'c3ViIjogInVzZXJfNDIiLCAibmF0aW9uYWxpdGllcyI6IFt7Ii4uLiI6ICJwRm5kamtaX1ZDem15VGE2VWpsWm8zZGgta284',
  'YUlLUWM5RGxHemhhVllvIn0sIHsiLi4uIjogIjdDZjZKa1B1ZHJ5M2xjYndIZ2VaOGtoQXYxVTFPU2xlclAwVmtCSnJXWjAi',
  'fV0sICJfc2RfYWxnIjogInNoYS0yNTYiLCAiY25mIjogeyJqd2siOiB7Imt0eSI6ICJFQyIsICJjcnYiOiAiUC0yNTYiLCAi',
  'eCI6ICJUQ0FFUjE5WnZ1M09IRjRqNFc0dmZTVm9ISVAxSUxpbERsczd2Q2VHZW1jIiwgInkiOiAiWnhqaVdXYlpNUUdIVldL',
  'VlE0aGJTSWlyc1ZmdWVjQ0U2dDRqVDlGMkhaUSJ9fX0.MczwjBFGtzf-6WMT-hIvYbkb11NrV1WMO-',
  'jTijpMPNbswNzZ87wY2uHz-CXo6R04b7jYrpj9mNRAvVssXou1iw',
].join('');
const presented = [
  'WyJlbHVWNU9nM2dTTklJOEVZbnN4QV9BIiwgImZhbWlseV9uYW1lIiwgIkRvZSJd',
  'WyJBSngtMDk1VlBycFR0TjRRTU9xUk9BIiwgImFkZHJlc3MiLCB7InN0cmVldF9hZGRyZXNzIjogIjEyMyBNYWluIFN0IiwgImxvY2FsaXR5IjogIkFueXRvd24iLCAicmVnaW9uIjogIkFueXN0YXRlIiwgImNvdW50cnkiOiAiVVMifV0',
  'WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd',
  'WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIlVTIl0',
];

describe('the example of RFC 9901', () => {
  it('is signed by the issuer’s key of appendix A.5, with a high s that our profile refuses', async () => {
    const key = {
      kty: 'EC',
      crv: 'P-256',
      x: 'b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ',
      y: 'Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8',
    } as const;
    const { input, signature } = readJws(rfc9901, 'CREDENTIAL_MALFORMED');
    expect(await (await importKey('ES256', jwkSpki(key))).verify(input, signature)).toBe(true);
    await expect(verifyCredential(rfc9901, jwkSpki(key))).rejects.toThrow('64 bytes with low s');
  });

  it('has the digests of its disclosures (§4.2.3, §4.2.4.2)', async () => {
    const payload = JSON.stringify(readJws(rfc9901, 'CREDENTIAL_MALFORMED').payload);
    for (const disclosure of presented) expect(payload).toContain(await disclosureDigest(disclosure));
  });

  it('is presented with the sd_hash of §5.2', async () => {
    expect(await presentationHash([rfc9901, ...presented, ''].join('~'))).toBe(
      '0_Af-2B-EhLWX5ydh_w2xzwmO6iM66B_2QCEanI4fUY',
    );
  });
});

describe('a presentation', () => {
  const audience = { audience: 'window-0571', nonce: 'c0ffee' };
  const at = new Date('2026-11-24T04:00:00Z');
  const now = new Date('2026-11-24T04:01:00Z');

  async function present(names: string[], key = holder.privateKey) {
    const credential = await parseCredential((await issue({ holderKey })).text);
    return bindPresentation(selectDisclosures(credential, names), { ...audience, at }, signer(key));
  }

  it('shows the chosen fields only, bound to who asked', async () => {
    const read = await parseCredential(await present(['name']));
    expect(read.fields).toEqual({ name: '买买提·艾则孜' });
    expect(read.hidden).toBe(2);
    expect(await verifyHolder(read, { ...audience, now })).toEqual({ state: 'bound', at });
  });

  it('may say more in its key binding (RFC 9901 §4.3), unless that must be understood', async () => {
    const shown = selectDisclosures(await parseCredential((await issue({ holderKey })).text), ['name']);
    const payload = {
      aud: audience.audience,
      nonce: audience.nonce,
      iat: at.getTime() / 1000,
      sd_hash: await presentationHash(shown),
    };
    const bound = async (header: JsonObject, claims: JsonObject): Promise<string> => {
      const head = { alg: 'ES256', typ: 'kb+jwt', ...header };
      const binding = await signJws(head, { ...payload, ...claims }, signer(holder.privateKey));
      return (await verifyHolder(await parseCredential(shown + binding), { ...audience, now })).state;
    };
    expect(await bound({ kid: 'phone' }, { jti: '1', transaction_data_hashes: ['x'] })).toBe('bound');
    expect(await bound({ crit: ['exp'], exp: 1 }, {})).toBe('mismatch');
  });

  it('is a mismatch without key binding where the credential names a key', async () => {
    const { text } = await issue({ holderKey });
    expect(await verifyHolder(await parseCredential(text), { ...audience, now })).toMatchObject({
      state: 'mismatch',
    });
    const bearer = await issue();
    expect(await verifyHolder(await parseCredential(bearer.text), { ...audience, now })).toEqual({
      state: 'none',
    });
  });

  it('is a mismatch for another audience, nonce, time, key or set of fields', async () => {
    const text = await present(['name']);
    const read = await parseCredential(text);
    for (const other of [
      { audience: 'x' },
      { nonce: 'x' },
      { now: new Date(now.getTime() + 600_000) },
      { now: new Date(0) },
    ]) {
      expect(await verifyHolder(read, { ...audience, now, ...other })).toMatchObject({ state: 'mismatch' });
    }
    const stolen = await parseCredential(await present(['name'], issuerKey.privateKey));
    expect(await verifyHolder(stolen, { ...audience, now })).toMatchObject({ state: 'mismatch' });
    const [jwt, , binding] = text.split('~');
    const fewer = await parseCredential(`${jwt}~${binding}`);
    expect(await verifyHolder(fewer, { ...audience, now })).toMatchObject({ state: 'mismatch' });
    expect(() => selectDisclosures(read, ['idNumber'])).toThrow(FormatError);
  });
});
