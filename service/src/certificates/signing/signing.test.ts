import 'reflect-metadata';
import { X509Certificate, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate as X509, X509Crl } from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dateAt, startOfDate } from '@certbridge/verifier-sdk/formats';
import { KeyStore } from './index.js';

const ISSUER = { code: '11330000MB1234567X', name: '浙江省示例市场监督管理局' };
const OPTIONS = { caBaseUrl: 'http://ca.example/ca' };
const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

let dir: string;
let store: KeyStore;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cb-keys-'));
  store = await KeyStore.open(dir, OPTIONS);
});
afterAll(() => rm(dir, { recursive: true }));

describe('key store', () => {
  it('makes P-256 and RSA-3072 keys whose chains hold and name where to fetch issuers and lists', async () => {
    for (const algorithm of ['ES256', 'RS256'] as const) {
      const signer = await store.createIssuerKey(ISSUER, 'certificate', algorithm);
      const [leaf, issuing, root] = signer.chain.map((der) => new X509Certificate(der));
      expect(leaf!.verify(issuing!.publicKey)).toBe(true);
      expect(issuing!.verify(root!.publicKey)).toBe(true);
      expect(leaf!.checkIssued(issuing!)).toBe(true);
      expect(leaf!.infoAccess).toContain('http://ca.example/ca/issuing.cer');
      expect(leaf!.subject).toContain(ISSUER.name);
      expect(leaf!.subject).toContain('NTRCN-11330000MB1234567X');
      const data = Buffer.from('证照');
      const key = createPublicKey({ key: Buffer.from(signer.spki), format: 'der', type: 'spki' });
      expect(verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, await signer.sign(data))).toBe(true);
    }
  });

  it('certifies from the day on which it does: a certificate of that day is not older than its signer', async () => {
    const today = startOfDate(dateAt(Date.now()));
    const signer = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    for (const der of signer.chain) {
      expect(new X509Certificate(der).validFromDate.getTime()).toBeLessThanOrEqual(today);
    }
  });

  it('names addresses in every certificate once a public address is set, and lets a revoked one be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cb-keys-'));
    const before = await KeyStore.open(folder, { caBaseUrl: undefined });
    const [good, revoked] = [
      await before.createIssuerKey(ISSUER, 'certificate', 'ES256'),
      await before.createIssuerKey(ISSUER, 'certificate', 'ES256'),
    ];
    await before.revoke(revoked.kid, true);
    const after = await KeyStore.open(folder, OPTIONS);
    const { kid, chain } = after.signer(good.kid);
    expect(kid).toBe(good.kid);
    for (const [leaf, issuing] of [chain, after.timestampSigner.chain].map((ders) =>
      ders.map((der) => new X509Certificate(der)),
    )) {
      expect(leaf!.infoAccess).toContain('http://ca.example/ca/issuing.cer');
      expect(issuing!.infoAccess).toContain('http://ca.example/ca/root.cer');
      expect(leaf!.verify(issuing!.publicKey)).toBe(true);
      expect(Buffer.from(leaf!.raw).includes('http://ca.example/ca/issuing.crl')).toBe(true);
    }
    expect(new X509Certificate(chain[0]!).subject).toBe(new X509Certificate(good.chain[0]!).subject);
    expect(after.signer(revoked.kid).chain).toEqual(revoked.chain);
    expect((await KeyStore.open(folder, OPTIONS)).signer(good.kid).chain).toEqual(chain);
    await rm(folder, { recursive: true });
  });

  it('always signs with the lower s', async () => {
    const signer = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    for (let n = 0; n < 64; n++) {
      const signature = Buffer.from(await signer.sign(Buffer.of(n)));
      expect(BigInt(`0x${signature.subarray(32).toString('hex')}`)).toBeLessThanOrEqual(HALF_ORDER);
    }
  });

  it('finds its keys again after a restart, and keeps them from other users', async () => {
    const signer = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    const again = await KeyStore.open(dir, OPTIONS);
    expect(again.signer(signer.kid).chain).toEqual(signer.chain);
    expect(again.documentRootsPem()).toBe(store.documentRootsPem());
    const keys = (await readdir(dir, { recursive: true })).filter((file) => file.endsWith('.key.pem'));
    expect(keys.length).toBeGreaterThan(3);
    for (const key of keys) expect((await stat(join(dir, key))).mode & 0o077).toBe(0);
  });

  it('lists every certificate that a revoked key has had: before a rename, and before its lists moved', async () => {
    const owner = { ...ISSUER, code: '11330000MB1000012N' };
    const { kid } = await store.createIssuerKey(owner, 'certificate', 'ES256');
    const first = serialOf(store, kid);
    await store.rename({ ...owner, name: '浙江省示例经营主体登记局' });
    const second = serialOf(store, kid);
    const moved = await KeyStore.open(dir, { caBaseUrl: 'http://other.example/ca' });
    const third = serialOf(moved, kid);
    expect(new Set([first, second, third].map((serial) => serial.toString('hex'))).size).toBe(3);
    await moved.revoke(kid, true);
    const list = Buffer.from((await moved.publicFile('issuing.crl'))!);
    for (const serial of [first, second, third]) expect(list.includes(serial)).toBe(true);
  });

  it('lists a revoked certificate', async () => {
    const signer = await store.createIssuerKey(ISSUER, 'certificate', 'ES256');
    const before = Buffer.from((await store.publicFile('issuing.crl'))!);
    await store.revoke(signer.kid, true);
    const after = Buffer.from((await store.publicFile('issuing.crl'))!);
    const serial = serialOf(store, signer.kid);
    expect(before.includes(serial)).toBe(false);
    expect(after.includes(serial)).toBe(true);
  });

  it('loses nothing that another store on its folder revoked, and certifies none of it again', async () => {
    const owner = { ...ISSUER, code: '11330000MB1000020H' };
    const kids: string[] = [];
    for (let n = 0; n < 3; n++) kids.push((await store.createIssuerKey(owner, 'certificate', 'ES256')).kid);
    const [first, second, third] = kids as [string, string, string];
    const replica = await KeyStore.open(dir, OPTIONS);
    await store.rename({ ...owner, name: '浙江省示例经营主体登记局' });
    await store.revoke(first, true);
    await replica.revoke(second, false);
    await replica.rename(owner);
    expect(() => replica.usable(first)).toThrow(expect.objectContaining({ code: 'KEY_REVOKED' }) as Error);
    const again = await KeyStore.open(dir, OPTIONS);
    expect(again.describe(owner.code).map(({ state }) => state)).toEqual(['revoked', 'revoked', 'ready']);
    const listed = [first, second].map((kid) => serialOf(again, kid));
    for (const keys of [store, replica, again]) {
      const served = Buffer.from((await keys.publicFile('issuing.crl'))!);
      const { crls } = await keys.validationData(again.signer(third));
      for (const list of [served, Buffer.from(crls[0]!)]) {
        expect(listed.map((serial) => list.includes(serial))).toEqual([true, true]);
        expect(list.includes(serialOf(again, third))).toBe(false);
      }
    }
  });

  it('keeps a key revoked, with all its certificates, that another store changes at the same moment', async () => {
    const owner = { ...ISSUER, code: '11330000MB1000039A' };
    const replica = await KeyStore.open(dir, OPTIONS);
    for (let n = 0; n < 5; n++) {
      const { kid } = await store.createIssuerKey({ ...owner, name: `第${n}局` }, 'certificate', 'ES256');
      await replica.refresh();
      const first = serialOf(store, kid);
      await Promise.all([replica.rename(owner), store.revoke(kid, true)]);
      const second = serialOf(replica, kid);
      const again = await KeyStore.open(dir, OPTIONS);
      const state = again.describe(owner.code).find((key) => key.kid === kid)?.state;
      const list = Buffer.from((await again.publicFile('issuing.crl'))!);
      expect([state, list.includes(first), list.includes(second)]).toEqual(['revoked', true, true]);
    }
  });

  it('numbers its revocation lists so that each is later than all before, whichever store made it', async () => {
    const replica = await KeyStore.open(dir, OPTIONS);
    const kids: string[] = [];
    for (let n = 0; n < 6; n++) kids.push((await store.createIssuerKey(ISSUER, 'certificate', 'ES256')).kid);
    const served: { readonly number: bigint; readonly list: string }[] = [];
    const look = async (keys: KeyStore): Promise<void> => {
      const list = new X509Crl((await keys.publicFile('issuing.crl'))!);
      served.push({ number: numberOf(list), list: list.toString('hex') });
    };
    for (const [at, kid] of kids.entries()) {
      await (at % 2 === 0 ? store : replica).revoke(kid, true);
      await Promise.all([look(store), look(replica)]);
    }
    await look(await KeyStore.open(dir, OPTIONS));
    const numbers = served.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => Number(a - b)));
    expect(new Set(numbers).size).toBe(kids.length);
    expect(new Set(served.map(({ list }) => list)).size).toBe(kids.length);
  });

  it('has a list no older than the certificate that it tells of', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cb-keys-'));
    const ahead = Date.now() + 5 * 86_400_000;
    const keys = await KeyStore.open(folder, OPTIONS);
    vi.useFakeTimers({ now: ahead, toFake: ['Date'] });
    try {
      const signer = await keys.createIssuerKey(ISSUER, 'certificate', 'ES256');
      const { notBefore } = new X509(signer.chain[0]!);
      const { crls } = await keys.validationData(signer);
      expect(new X509Crl(crls[0]!).thisUpdate.getTime()).toBeGreaterThanOrEqual(notBefore.getTime());
    } finally {
      vi.useRealTimers();
      await rm(folder, { recursive: true });
    }
  });

  it('says which key it does not have', () => {
    expect(() => store.signer('0011223344556677')).toThrow(
      expect.objectContaining({ code: 'KEY_UNKNOWN' }) as Error,
    );
  });
});

const serialOf = (keys: KeyStore, kid: string): Buffer =>
  Buffer.from(new X509Certificate(keys.signer(kid).chain[0]!).serialNumber, 'hex');

/** CRLNumber (RFC 5280 §5.2.3): a DER INTEGER. */
const numberOf = (list: X509Crl): bigint =>
  BigInt(`0x${Buffer.from(list.getExtension('2.5.29.20')!.value).subarray(2).toString('hex')}`);
