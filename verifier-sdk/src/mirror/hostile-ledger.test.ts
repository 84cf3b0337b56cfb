import 'reflect-metadata';

import { createPublicKey } from 'node:crypto';

import * as x509 from '@peculiar/x509';
import { beforeEach, describe, expect, it } from 'vitest';

import {
  TestNetwork,
  TestServers,
  issuerCode,
  newIssuerKey,
  typeCode,
} from '../attestation/network.fixture.js';
import type { TestKey } from '../attestation/network.fixture.js';
import { newKeys } from '../attestation/authority.fixture.js';
import { toBase64, toHex } from '../formats/bytes.js';
import { maxPageFile, parseCheckpoint, encodeCheckpoint } from '../formats/feed.js';
import { formatIdentifier } from '../formats/identifier.js';
import { importKey, keyId } from '../formats/keys.js';
import { qrDigest, signQr } from '../formats/qr.js';
import type { QrClaims } from '../formats/qr.js';
import { encodeQrText } from '../formats/qr-text.js';
import { createVerifier } from '../verify/index.js';
import { MemoryStore, openMirror, syncMirror } from './index.js';
import type { Mirror, SyncReport } from './index.js';

/*
 * Every attack, and every lawful act, that once stopped a mirror for good: what one province writes, or one server
 * does, harms what it is about and nothing else, now and after a restart.
 */

const other = '11340000MB0000001Q';
const certId = new Uint8Array(16).fill(0x11);

let key: TestKey;
let world: TestNetwork;
let store: MemoryStore;
let mirror: Mirror;

beforeEach(async () => {
  key = await newIssuerKey();
  world = await TestNetwork.withIssuer(key);
  store = new MemoryStore();
  mirror = await openMirror(store, { trustAnchor: world.anchor, clock: world.clock });
});

async function sync(feeds: TestServers['feeds'] = { a: world }): Promise<SyncReport> {
  const urls = Object.keys(feeds).map((host) => `http://${host}/`);
  return syncMirror(mirror, { urls, fetch: new TestServers(feeds).fetch });
}

/** Publishes, syncs without a problem, and closes and opens the mirror. */
async function update(): Promise<void> {
  world.now += 60_000;
  world.beat();
  await world.publish();
  expect(await sync()).toMatchObject({ outcome: 'updated', problems: [] });
  mirror = await openMirror(store, { trustAnchor: mirror.trustAnchor, clock: world.clock });
  expect(mirror.damage).toBeUndefined();
}

async function qrOf(
  issuer = issuerCode,
  by = key,
  type = typeCode,
): Promise<{ text: string; digest: Uint8Array }> {
  const identifier = formatIdentifier({ type, issuer, serial: '1', version: '001' });
  const holder = { holderName: '张三', holderNumber: '330***********0017' };
  const claims: QrClaims = {
    ...{ issuer, identifier, certId, name: '居住证', ...holder },
    ...{ validFrom: '2024-01-01', validUntil: null },
  };
  const cose = await signQr(claims, by);
  // The signature is not the same twice.
  const known = signed.get(`${identifier} ${toHex(by.kid)}`) ?? cose;
  signed.set(`${identifier} ${toHex(by.kid)}`, known);
  return { text: (await encodeQrText(known, 'h')).text, digest: await qrDigest(known) };
}

const signed = new Map<string, Uint8Array>();

async function verdict(issuer = issuerCode, by = key, type = typeCode): Promise<string> {
  const { text } = await qrOf(issuer, by, type);
  const verifier = createVerifier({ trustAnchor: mirror.trustAnchor, mirror, clock: world.clock });
  const report = await verifier.verifyQr(text);
  return `${report.verdict} ${report.code}`;
}

/** An issuer of Anhui with a key, which must stay as it is whatever is done about Zhejiang's. */
async function neighbour(): Promise<TestKey> {
  const its = await newIssuerKey();
  const of = { issuer: other };
  await world.province('AnhuiMSP', { kind: 'issuer', ...of, name: '安徽', types: [typeCode] });
  await world.province('AnhuiMSP', keyRecord(its, of));
  return its;
}

const keyRecord = ({ kid, spki }: Pick<TestKey, 'kid' | 'spki'>, of: object, use = 'certificate') => ({
  ...{ kind: 'key', kid: toHex(kid), alg: 'ES256', use, spki: toBase64(spki) },
  ...of,
});

describe('a key', () => {
  it.each([0x06, 0x07, 0x02, 0x03])(
    'whose point begins with %i is none, in Node and with WebCrypto, and stops nothing',
    async (first) => {
      const spki = key.spki.slice();
      spki[26] = first;
      await expect(importKey('ES256', spki)).rejects.toMatchObject({ code: 'KEY_REFUSED' });
      const hybrid = { kid: await keyId(spki), spki };
      await world.province('ZhejiangMSP', keyRecord(hybrid, { issuer: issuerCode }));
      await update();
      expect(await verdict()).toBe('valid OK');
      expect(mirror.ledger?.registry.issuers.get(issuerCode)?.keys.size).toBe(1);
      expect(mirror.ledger?.registry.unusable).toMatchObject([
        { log: 'p', id: 'ZhejiangMSP', about: { key: { issuer: issuerCode } } },
      ]);
      // What that key signed cannot be judged; it is not called forged.
      const posing = { ...key, kid: hybrid.kid };
      expect(await verdict(issuerCode, posing)).toBe('indeterminate RECORD_UNUSABLE');
    },
  );

  it('in hybrid form is taken by node:crypto, which is why no platform is asked before', () => {
    const hybrid = key.spki.slice();
    hybrid[26] = 0x06 | ((hybrid[90] ?? 0) & 1);
    const { asymmetricKeyType } = createPublicKey({ key: Buffer.from(hybrid), format: 'der', type: 'spki' });
    expect(asymmetricKeyType).toBe('ec');
  });

  it('has one use: a key for credentials signs no QR code', async () => {
    const credentials = await newIssuerKey();
    await world.addKey(credentials, issuerCode, 'credential');
    await update();
    expect(await verdict(issuerCode, credentials)).toBe('invalid KEY_NOT_VALID');
    expect(await verdict()).toBe('valid OK');
  });

  it('that another province adds to, or revokes from, an issuer that was never its own, changes nothing', async () => {
    const stolen = await newIssuerKey();
    const of = { issuer: issuerCode, under: world.under() };
    await world.province('AnhuiMSP', keyRecord(stolen, of));
    await world.province('AnhuiMSP', { kind: 'revoke-key', kid: toHex(key.kid), reason: 'lost', ...of });
    await world.province('AnhuiMSP', { kind: 'levy', about: { issuer: issuerCode, type: typeCode }, ...of });
    await update();
    expect(await verdict()).toBe('valid OK');
    expect(await verdict(issuerCode, stolen)).toBe('invalid KEY_NOT_VALID');
    expect(mirror.ledger?.registry.unusable).toHaveLength(2);
  });

  it('that nobody may add is told in the order of the logs, whichever of them a mirror got first', async () => {
    const stolen = await newIssuerKey();
    const of = { issuer: issuerCode, under: { n: 0, p: 99 } };
    await world.province('ZhejiangMSP', keyRecord(stolen, of));
    await update();
    await world.province('AnhuiMSP', keyRecord(stolen, of));
    await world.publish();
    await sync();
    const fresh = await openMirror(new MemoryStore(), { trustAnchor: world.anchor, clock: world.clock });
    await syncMirror(fresh, { urls: ['http://a/'], fetch: new TestServers({ a: world }).fetch });
    expect(mirror.ledger?.registry.unusable.map(({ id }) => id)).toEqual(['AnhuiMSP', 'ZhejiangMSP']);
    expect(mirror.ledger?.registry.unusable).toEqual(fresh.ledger?.registry.unusable);
  });

  it('whose revocation does not fit leaves what it signed open, and nothing else', async () => {
    const second = await newIssuerKey();
    await world.addKey(second);
    const of = { issuer: issuerCode, under: { n: 0, p: 1 } };
    await world.province('ZhejiangMSP', { kind: 'revoke-key', kid: toHex(key.kid), reason: 'lost', ...of });
    await update();
    expect(await verdict()).toBe('indeterminate RECORD_UNUSABLE');
    expect(await verdict(issuerCode, second)).toBe('valid OK');
  });
});

describe('an entry that names a revoked key', () => {
  const anchor = async (): Promise<void> => {
    const { digest } = await qrOf();
    const leaf = { certId, qr: digest };
    await world.anchorTree([leaf], [key]);
  };

  it('keeps its QR codes good if it was made under a version before the revocation', async () => {
    await anchor();
    await world.revokeKey(key);
    await update();
    expect(await verdict()).toBe('valid OK');
  });

  it.each<[string, object]>([
    ['after it', {}],
    ['before it, once an entry was made after it', { under: { n: 0, p: 2 } }],
    ['that never was', { under: { n: 0, p: 99 } }],
  ])('proves nothing if it was made under a version %s', async (_, under) => {
    await world.revokeKey(key);
    await world.change(new Uint8Array(16).fill(3), 'revoked');
    const entry = world.entry.bind(world);
    world.entry = (body) => entry({ ...body, ...under });
    await anchor();
    await update();
    expect(await verdict()).toBe('invalid NOT_ANCHORED');
  });
});

describe('an act of government', () => {
  it('that moves an issuer to another province leaves its old records good, after a restart too', async () => {
    await update();
    const item = { kind: 'issuer', issuer: issuerCode, name: '新局', mspId: 'AnhuiMSP', types: [typeCode] };
    await world.decide([{ ...item, under: world.under() }], { [issuerCode]: 'moved' });
    const second = await newIssuerKey();
    await world.province('AnhuiMSP', keyRecord(second, { issuer: issuerCode }));
    await update();
    expect(mirror.ledger?.registry.issuers.get(issuerCode)).toMatchObject({
      mspId: 'AnhuiMSP',
      name: '新局',
    });
    expect(await verdict()).toBe('valid OK');
    expect(await verdict(issuerCode, second)).toBe('valid OK');
  });

  it('that renames an issuer after its registration added a type keeps the type for what was issued', async () => {
    const added = `${typeCode.slice(0, -1)}2`;
    const of = { kind: 'issuer', issuer: issuerCode, name: '示例', types: [typeCode, added].sort() };
    await world.province('ZhejiangMSP', of);
    world.now += 60_000;
    const item = { ...of, mspId: 'ZhejiangMSP', types: [typeCode], under: world.under() };
    await world.decide([item], { [issuerCode]: 'stays' });
    await update();
    expect(await verdict(issuerCode, key, added)).toBe('valid OK');
    expect(await verdict(issuerCode, key, `${typeCode.slice(0, -1)}3`)).toBe('invalid ISSUER_NOT_ALLOWED');
  });

  it('that merges X into Y and moves Y lets the new province add a key to X', async () => {
    await neighbour();
    const under = { from: world.under(), to: world.under(other) };
    const merger = { kind: 'succession', from: issuerCode, to: other, under };
    await world.decide([merger], { [issuerCode]: 'moved', [other]: 'stays' });
    const move = { kind: 'issuer', issuer: other, name: '四川', mspId: 'SichuanMSP', types: [typeCode] };
    const along = [{ issuer: issuerCode, under: world.under() }];
    await world.decide([{ ...move, under: world.under(other), with: along }], {
      [issuerCode]: 'moved',
      [other]: 'moved',
    });
    const second = await newIssuerKey();
    await world.province('SichuanMSP', keyRecord(second, { issuer: issuerCode }));
    await update();
    expect(mirror.ledger?.registry.successorOf(issuerCode)).toBe(other);
    expect(await verdict()).toBe('valid OK');
    expect(await verdict(issuerCode, second)).toBe('valid OK');
  });

  it('that merges an issuer which does not stand as it says harms that one and not its successor', async () => {
    const its = await neighbour();
    const under = { from: { n: 0, p: 1 }, to: world.under(other) };
    const merger = { kind: 'succession', from: issuerCode, to: other, under };
    await world.decide([merger], { [other]: 'stays' });
    const second = await newIssuerKey();
    await world.province('AnhuiMSP', keyRecord(second, { issuer: other }));
    await update();
    expect(await verdict()).toBe('indeterminate RECORD_UNUSABLE');
    expect([await verdict(other, its), await verdict(other, second)]).toEqual(['valid OK', 'valid OK']);
  });

  it('that merges a department which had ended lets its successor go on with its log', async () => {
    await neighbour();
    await world.province('ZhejiangMSP', { kind: 'retire', issuer: issuerCode });
    await update();
    expect(mirror.ledger?.registry.issuers.get(issuerCode)?.retired).toBe(true);
    const under = { from: world.under(), to: world.under(other) };
    const merger = { kind: 'succession', from: issuerCode, to: other, under };
    await world.decide([merger], { [issuerCode]: 'moved', [other]: 'stays' });
    await update();
    expect(mirror.ledger?.registry.issuers.get(issuerCode)).not.toHaveProperty('retired');
    expect(await verdict()).toBe('valid OK');
  });

  it('that removes a province gives its issuers to their heirs', async () => {
    const provinces = world.anchor.provinces.filter(({ mspId }) => mspId !== 'ZhejiangMSP');
    const pinned = world.anchor;
    const heirs = [{ issuer: issuerCode, to: 'AnhuiMSP', under: world.under() }];
    world.peers.set('ZhejiangMSP', world.peer('SichuanMSP'));
    await world.succeed({ provinces }, { heirs }, { [issuerCode]: 'moved' });
    const second = await newIssuerKey();
    await world.province('AnhuiMSP', keyRecord(second, { issuer: issuerCode }));
    mirror = await openMirror(store, { trustAnchor: pinned, clock: world.clock });
    await update();
    expect(await verdict()).toBe('valid OK');
    expect(await verdict(issuerCode, second)).toBe('valid OK');
  });

  it('that puts an authority with critical name constraints into the trust anchor stops that province only', async () => {
    const constrained = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: '01',
      name: 'CN=constrained',
      keys: await newKeys(),
      signingAlgorithm: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as never,
      notBefore: new Date('2020-01-01'),
      notAfter: new Date('2036-01-01'),
      extensions: [
        new x509.BasicConstraintsExtension(true, 1, true),
        new x509.Extension('2.5.29.30', true, Buffer.from('300ca00a30088206676f762e636e', 'hex')),
      ],
    });
    const pinned = world.anchor;
    const root = Buffer.from(constrained.rawData).toString('base64');
    const provinces = pinned.provinces.map((one) =>
      one.mspId === 'SichuanMSP' ? { ...one, roots: [root] } : one,
    );
    await world.succeed({ provinces });
    await world.succeed({ threshold: 2 });
    mirror = await openMirror(store, { trustAnchor: pinned, clock: world.clock });
    await update();
    expect(mirror.anchors).toHaveLength(3);
    expect(await verdict()).toBe('valid OK');
  });
});

describe('a log', () => {
  /** A server whose file is another, or none. */
  function tampered(path: string, bytes: Uint8Array | undefined): TestServers['feeds'] {
    const files = new Map(world.files);
    if (bytes) files.set(path, bytes);
    else files.delete(path);
    return { bad: { files } };
  }

  it.each<[string, string, Uint8Array | undefined, string]>([
    ['is short', `feed/i/${other}/1.json`, undefined, 'short'],
    ['has a page of 43 MiB', `feed/i/${other}/1.json`, new Uint8Array(43 << 20), 'too-large'],
    ['has a page a byte too large', `feed/i/${other}/1.json`, new Uint8Array(maxPageFile + 1), 'too-large'],
    ['cannot be read', `feed/i/${other}/1.json`, new Uint8Array(100), 'refused'],
    ['of a province is missing', 'feed/p/AnhuiMSP/1.json', undefined, 'short'],
  ])('that %s makes its own issuers stale and no others', async (_, path, bytes, state) => {
    const its = await neighbour();
    await world.append('i', other, {
      ...{ issuer: other, under: world.under(other) },
      changes: [{ cert: '22'.repeat(16), state: 'revoked', reason: 'lost' }],
    });
    await world.publish();
    const report = await sync(tampered(path, bytes));
    expect(report.outcome).toBe('updated');
    expect(report.problems).toHaveLength(1);
    for (const restarted of [false, true]) {
      if (restarted) mirror = await openMirror(store, { trustAnchor: world.anchor, clock: world.clock });
      expect(await verdict()).toBe('valid OK');
      expect(await verdict(other, its)).toBe('indeterminate STATUS_STALE');
      const [, log, id = ''] = path.split('/');
      expect(mirror.ledger?.logState(log as 'i' | 'p', id)).toBe(state);
    }
    // Any other server makes it whole.
    expect((await sync()).outcome).toBe('updated');
    expect(await verdict(other, its)).toBe('valid OK');
  });

  it('of the network that is missing makes the whole registry stale, and proves no absence', async () => {
    await update();
    await world.decide([{ kind: 'type', type: { code: typeCode, name: '居住证' } }]);
    await world.publish();
    await sync(tampered('feed/n/1.json', undefined));
    expect(await verdict()).toBe('indeterminate STATUS_STALE');
    expect(await verdict('11330000MB7654321A')).toBe('indeterminate STATUS_STALE');
    await sync();
    expect(await verdict()).toBe('valid OK');
    expect(await verdict('11330000MB7654321A')).toBe('invalid ISSUER_UNKNOWN');
  });

  it('goes on over pages of 256 kB, which every server cuts alike', async () => {
    const changes = (fill: number) =>
      Array.from({ length: 1000 }, (_, i) => ({
        cert: (fill * 1000 + i).toString(16).padStart(32, '0'),
        ...{ state: 'revoked', reason: 'authority-decision' },
      }));
    for (let i = 0; i < 9; i += 1) await world.entry({ changes: changes(i) });
    await update();
    const pages = [...world.files.keys()].filter((name) => name.startsWith(`feed/i/${issuerCode}/`));
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(world.files.get(page)!.length).toBeLessThan(300_000);
    await world.entry({ changes: changes(9) });
    await world.entry({ changes: [{ cert: toHex(certId), state: 'revoked', reason: 'lost' }] });
    await update();
    expect(mirror.ledger?.changedCertificates).toBe(10_001);
    expect(await verdict()).toBe('invalid REVOKED');
  });

  it('that a server cuts otherwise is refused from it', async () => {
    for (let i = 0; i < 3; i += 1) await world.change(new Uint8Array(16).fill(i), 'revoked');
    await world.publish();
    const path = `feed/i/${issuerCode}/1.json`;
    const page = JSON.parse(Buffer.from(world.files.get(path)!).toString()) as { records: object[] };
    const files = new Map(world.files);
    const put = (from: number, records: object[]): unknown =>
      files.set(`feed/i/${issuerCode}/${from}.json`, Buffer.from(JSON.stringify({ ...page, from, records })));
    put(1, page.records.slice(0, 1));
    put(2, page.records.slice(1));
    expect((await sync({ bad: { files } })).problems).toMatchObject([{ code: 'FEED_MISMATCH' }]);
    expect(await verdict()).toBe('indeterminate STATUS_STALE');
  });
});

describe('a heartbeat', () => {
  it('of one province a year ahead counts for nothing', async () => {
    world.beats.set('SichuanMSP', new Date(world.now + 365 * 86_400_000).toISOString());
    await world.publish();
    await sync();
    expect(mirror.asOf).toMatchObject({ beat: world.time, checkpoint: world.time });
    const beat = world.time;
    for (const mspId of ['SichuanMSP', 'AnhuiMSP']) {
      world.beats.set(mspId, new Date(world.now + 365 * 86_400_000).toISOString());
    }
    world.now += 1000;
    await world.publish();
    await sync();
    // Two, who are enough to lie together, are believed to live at most until the checkpoint.
    expect(mirror.asOf).toMatchObject({ beat: world.time, checkpoint: world.time });
    world.beats.set('AnhuiMSP', beat);
    world.now += 3 * 86_400_000;
    world.beats.set('SichuanMSP', new Date(world.now + 365 * 86_400_000).toISOString());
    await world.publish();
    await sync();
    expect(mirror.asOf).toMatchObject({ beat, checkpoint: world.time });
    expect(await verdict()).toBe('indeterminate STATUS_STALE');
  });

  it('of fewer provinces than the threshold, or of strangers, is none', async () => {
    world.beats.clear();
    world.beats.set('FujianMSP', world.time);
    world.beats.set('SichuanMSP', world.time);
    await world.publish();
    await sync();
    expect(mirror.asOf?.beat).toBeNull();
  });
});

describe('a record of later software', () => {
  const unknown = 'indeterminate UPDATE_NEEDED';
  let its: TestKey;
  let second: TestKey;
  beforeEach(async () => {
    its = await neighbour();
    second = await newIssuerKey();
    await world.addKey(second);
  });

  it.each<[string, object, string, string, string]>([
    ['nothing', {}, 'valid OK', 'valid OK', 'valid OK'],
    ['its issuer', { issuer: issuerCode }, unknown, unknown, 'valid OK'],
    ['its province', { province: 'ZhejiangMSP' }, unknown, unknown, 'valid OK'],
    ['another province', { province: 'AnhuiMSP' }, 'valid OK', 'valid OK', 'valid OK'],
    ['another’s issuer', { issuer: other }, 'valid OK', 'valid OK', 'valid OK'],
    ['a type, which is the network’s', { type: typeCode }, 'valid OK', 'valid OK', 'valid OK'],
  ])('in a province’s log that is about %s', async (_, about, first, also, neighbours) => {
    await world.province('ZhejiangMSP', { kind: 'levy', what: { so: ['ever'] }, about });
    await world.province('ZhejiangMSP', { kind: 'key', v: 2, about });
    await update();
    expect([await verdict(), await verdict(issuerCode, second), await verdict(other, its)]).toEqual([
      ...[first, also, neighbours],
    ]);
  });

  it('about one key leaves the others, and the registrations that follow it', async () => {
    const about = { key: { issuer: issuerCode, kid: toHex(key.kid) } };
    await world.province('ZhejiangMSP', { kind: 'pledge-key', issuer: issuerCode, about });
    const third = await newIssuerKey();
    await world.addKey(third);
    await update();
    expect([await verdict(), await verdict(issuerCode, second), await verdict(issuerCode, third)]).toEqual([
      ...[unknown, 'valid OK', 'valid OK'],
    ]);
  });

  it.each<[string, object, string, string]>([
    ['an issuer', { issuer: issuerCode }, unknown, 'valid OK'],
    ['a province', { province: 'AnhuiMSP' }, 'valid OK', unknown],
    ['a type', { type: typeCode }, unknown, unknown],
    ['nothing', {}, 'valid OK', 'valid OK'],
  ])('of the network that is about %s', async (_, about, first, neighbours) => {
    await world.append('n', world.network, { log: 'n', kind: 'holiday', about });
    await world.decide([
      { kind: 'levy', about },
      { kind: 'feature', feature: 'levy' },
    ]);
    await update();
    expect([await verdict(), await verdict(other, its)]).toEqual([first, neighbours]);
    expect(mirror.ledger?.registry.features).toEqual(new Set(['levy']));
  });

  it.each<[string, object, string, string]>([
    ['says nothing', {}, unknown, unknown],
    [
      'is about one key',
      { about: { key: { issuer: issuerCode, kid: toHex(new Uint8Array(8)) } } },
      'valid OK',
      'valid OK',
    ],
    ['is about a type of its own', { about: { type: typeCode } }, unknown, unknown],
    [
      'is about another’s key',
      { about: { key: { issuer: other, kid: toHex(new Uint8Array(8)) } } },
      'valid OK',
      'valid OK',
    ],
  ])('in an issuer’s log that %s', async (_, more, first, also) => {
    await world.entry({ v: 2, seals: [1], ...more });
    await world.change(new Uint8Array(16).fill(9), 'revoked');
    await update();
    expect([await verdict(), await verdict(issuerCode, second), await verdict(other, its)]).toEqual([
      ...[first, also, 'valid OK'],
    ]);
    expect(mirror.ledger?.status(issuerCode, '09'.repeat(16))?.state).toBe('revoked');
  });

  it('does not hide that a certificate was revoked', async () => {
    await world.entry({ v: 2 });
    await world.change(certId, 'revoked');
    await update();
    expect(await verdict()).toBe('invalid REVOKED');
  });

  it('in the statement of a checkpoint is told, and leaves what is held', async () => {
    await update();
    const statement = world.statement.bind(world);
    world.statement = (tag, body) =>
      Buffer.from(statement(tag, body)).toString().replace(`${tag}/1`, `${tag}/2`) as never;
    const later = world.statement('checkpoint', {});
    world.statement = statement;
    const file = parseCheckpoint(world.files.get('feed/checkpoint.json')!);
    const attestation = world.attest(Buffer.from(later));
    world.files.set('feed/checkpoint.json', encodeCheckpoint({ ...file, attestation }));
    expect(await sync()).toMatchObject({ outcome: 'failed', problems: [{ code: 'UPDATE_NEEDED' }] });
    expect(await verdict()).toBe('valid OK');
  });
});

describe('an entry', () => {
  it('that the contract would not have written harms its own certificate', async () => {
    await world.change(certId, 'suspended');
    await world.change(certId, 'suspended');
    await world.change(certId, 'reinstated');
    const revoked = new Uint8Array(16).fill(7);
    await world.change(revoked, 'revoked');
    await world.change(revoked, 'reinstated');
    await update();
    expect(await verdict()).toBe('indeterminate RECORD_UNUSABLE');
    expect(mirror.ledger?.status(issuerCode, toHex(revoked))?.state).toBe('revoked');
  });

  it('that cannot be read harms its issuer and no other', async () => {
    const its = await neighbour();
    await world.entry({ changes: [{ cert: 'x' }] });
    await update();
    expect(await verdict()).toBe('indeterminate RECORD_UNUSABLE');
    expect(await verdict(other, its)).toBe('valid OK');
  });
});
