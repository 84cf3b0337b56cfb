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
import type { PublicJwk } from './jwk.js';
import { toLowS } from './ecdsa.js';
import { FormatError } from './error.js';
import { formatIdentifier } from './identifier.js';
import { bindPresentation, selectDisclosures, verifyHolder } from './presentation.js';

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

const disclose = (...parts: unknown[]): string => toBase64Url(utf8(JSON.stringify(parts)));
const digest = (encoded: string): string => createHash('sha256').update(encoded).digest('base64url');

describe('a credential', () => {
  it('says again what was put in', async () => {
    const { text, jwt } = await issue({ holderKey, copyOf: new Uint8Array(16).fill(9), purpose: '入学' });
    const read = await parseCredential(text);
    expect(read).toMatchObject({
      ...claims,
      jwt,
      hidden: 0,
      holderKey: { kty: 'EC', crv: 'P-256', x: holderKey.x, y: holderKey.y },
      copyOf: new Uint8Array(16).fill(9),
      purpose: '入学',
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
    expect(await verifyCredential(`${header}.${payload}.${toBase64Url(twin)}`, spki)).toBe(false);
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
