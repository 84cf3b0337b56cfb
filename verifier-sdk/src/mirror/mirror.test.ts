import { beforeEach, describe, expect, it, vi } from 'vitest';
import { gzipSync } from 'node:zlib';

import {
  Authority,
  TestNetwork,
  TestServers,
  issuerCode,
  newIssuerKey,
  typeCode,
} from '../attestation/network.fixture.js';
import type { Peer, TestKey } from '../attestation/network.fixture.js';
import { verifyAttestation } from '../attestation/index.js';
import { toBase64, toHex, utf8 } from '../formats/bytes.js';
import { parsePage, encodePage } from '../formats/feed.js';
import { headsRoot } from '../formats/heads.js';
import { encodeCheckpoint, parseAnchorFile, parseCheckpoint } from '../formats/feed.js';
import { sha256Hex } from '../formats/hash.js';
import { parseJson } from '../formats/json.js';
import type { Json, JsonObject } from '../formats/json.js';
import { readRecord, recordHash } from '../formats/records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MemoryStore, openMirror, syncMirror, wasAnchored } from './index.js';
import type { Fetch, Mirror, MirrorStore, SyncReport } from './index.js';
import { storedFeed } from './stored-feed.js';

let key: TestKey;
let world: TestNetwork;
let store: MemoryStore;
const cert = new Uint8Array(16).fill(1);
const other = new Uint8Array(16).fill(2);

beforeEach(async () => {
  key = await newIssuerKey();
  world = await TestNetwork.withIssuer(key);
  store = new MemoryStore();
  await world.change(cert, 'suspended');
  await world.publish();
});

const open = (on: MirrorStore = store, trustAnchor = world.anchor): Promise<Mirror> =>
  openMirror(on, { trustAnchor, clock: world.clock });

const sync = (
  mirror: Mirror,
  feeds: TestServers['feeds'] = { a: world },
  options = {},
): Promise<SyncReport> =>
  syncMirror(mirror, {
    urls: Object.keys(feeds).map((host) => `http://${host}/`),
    fetch: new TestServers(feeds).fetch,
    ...options,
  });

const codes = ({ problems }: SyncReport): string[] => problems.map(({ code }) => code);

function pass(ms: number): void {
  world.now += ms;
  world.beat();
}

const registration = { kind: 'issuer', issuer: issuerCode, name: '示例市民政局', types: [typeCode] };

/** Records of a province's log, more than a page or two. */
async function grow(on: TestNetwork, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1)
    await on.province('ZhejiangMSP', { ...registration, name: `第 ${i} 局` });
}

describe('a mirror', () => {
  it('knows nothing until it is synced, then registry, statuses and how fresh they are', async () => {
    const mirror = await open();
    expect(mirror.asOf).toBeUndefined();
    const report = await sync(mirror);
    expect(report).toMatchObject({ outcome: 'updated', problems: [], equivocation: false });
    expect(report.bytes).toBeGreaterThan(1000);
    expect(report.asOf).toEqual({ beat: world.time, checkpoint: world.time, received: world.time });
    expect(mirror.ledger?.status(issuerCode, toHex(cert))).toEqual({
      state: 'suspended',
      reason: 'unspecified',
      seq: 1,
      time: world.time,
    });
    const issuer = mirror.ledger?.registry.issuers.get(issuerCode);
    expect(issuer).toMatchObject({ name: '示例市民政局', mspId: 'ZhejiangMSP', types: new Set([typeCode]) });
    expect(issuer?.keys.get(toHex(key.kid))?.spki).toEqual(key.spki);
  });

  it('is the same after it was opened again', async () => {
    await sync(await open());
    const again = await open();
    expect(again.damage).toBeUndefined();
    expect(again.asOf?.beat).toBe(world.time);
    expect(again.ledger?.status(issuerCode, toHex(cert))?.state).toBe('suspended');
  });

  it('fetches only what is new, over many pages', async () => {
    await grow(world, 600);
    await world.publish();
    const mirror = await open();
    await sync(mirror);
    pass(60_000);
    await world.change(cert, 'reinstated');
    await grow(world, 1);
    await world.publish();
    const servers = new TestServers({ a: world });
    const report = await syncMirror(mirror, { urls: ['http://a'], fetch: servers.fetch });
    expect(report.outcome).toBe('updated');
    expect(servers.asked.map((url) => new URL(url).pathname)).toEqual([
      '/feed/checkpoint.json',
      `/feed/i/${issuerCode}/1.json`,
      '/feed/p/ZhejiangMSP/513.json',
    ]);
    expect(mirror.ledger?.status(issuerCode, toHex(cert))?.state).toBe('reinstated');
    expect((await open()).ledger?.count('p', 'ZhejiangMSP')).toBe(world.logs.get('p ZhejiangMSP')?.length);
    expect((await store.list('')).filter((name) => name.startsWith('checkpoints/'))).toHaveLength(1);
    expect((await store.list('logs/p/')).length).toBe(3);
  });

  it('fetches of a page that has grown only what came after its last record', async () => {
    await grow(world, 200);
    await world.publish();
    const mirror = await open();
    await sync(mirror);
    pass(60_000);
    await grow(world, 1);
    await world.publish();
    const servers = new TestServers({ a: world });
    const { fetch } = servers;
    expect(await syncMirror(mirror, { urls: ['http://a'], fetch })).toMatchObject({ problems: [] });
    const whole = world.files.get('feed/p/ZhejiangMSP/1.json')?.length ?? 0;
    expect(servers.parts).toHaveLength(1);
    expect(servers.parts[0]).toBeLessThan(whole / 100);
    expect(await store.get('logs/p/ZhejiangMSP/1.203.json')).toEqual(
      world.files.get('feed/p/ZhejiangMSP/1.json'),
    );
    expect((await open()).damage).toBeUndefined();
    expect((await open()).ledger?.count('p', 'ZhejiangMSP')).toBe(203);
  });

  it.each<[string, Fetch]>([
    ['gives nonsense as a part', () => Promise.resolve(new Response('nonsense', { status: 206 }))],
    ['refuses parts', () => Promise.resolve(new Response(null, { status: 416 }))],
  ])('is brought up to date by a server that %s, with the whole page', async (_, answerParts) => {
    const mirror = await open();
    await sync(mirror);
    pass(60_000);
    await world.change(other, 'revoked');
    await world.publish();
    const whole = new TestServers({ a: world });
    const fetch: Fetch = (url, init) => (init.headers ? answerParts(url, init) : whole.fetch(url));
    const report = await syncMirror(mirror, { urls: ['http://a'], fetch });
    expect(report).toMatchObject({ outcome: 'updated', problems: [] });
    expect(mirror.ledger?.status(issuerCode, toHex(other))?.state).toBe('revoked');
  });

  it('fetches the logs of the issuers that are wanted, and leaves the others stale until they are', async () => {
    const neighbour = '11340000MB0000001Q';
    const registered = { ...registration, issuer: neighbour, name: '安徽' };
    await world.province('AnhuiMSP', registered);
    await world.append('i', neighbour, {
      ...{ issuer: neighbour, under: world.under(neighbour) },
      changes: [{ cert: toHex(other), state: 'revoked', reason: 'lost' }],
    });
    await world.publish();
    const mirror = await open();
    await sync(mirror, { a: world }, { issuers: (code: string) => code.slice(2, 4) === '33' });
    for (const one of [mirror, await open()]) {
      expect(one.ledger?.logState('i', issuerCode)).toBe('current');
      expect(one.ledger?.logState('i', neighbour)).toBe('short');
      expect(one.ledger?.registry.issuers.get(neighbour)?.name).toBe('安徽');
      expect(one.ledger?.status(neighbour, toHex(other))).toBeUndefined();
    }
    await sync(mirror);
    expect(mirror.ledger?.logState('i', neighbour)).toBe('current');
    expect(mirror.ledger?.status(neighbour, toHex(other))?.state).toBe('revoked');
  });

  it('goes on where a sync was cut, and is stale meanwhile only in what was cut off', async () => {
    const mirror = await open();
    await sync(mirror);
    const replaced = '第 599 局';
    await grow(world, 600);
    await world.publish();
    const servers = new TestServers({ a: world });
    const cut: Fetch = (url) =>
      url.endsWith('/p/ZhejiangMSP/513.json') ? Promise.reject(new TypeError('cut')) : servers.fetch(url);
    const failed = await syncMirror(mirror, { urls: ['http://a'], fetch: cut });
    expect(codes(failed)).toContain('FEED_UNREACHABLE');
    expect((await open()).ledger?.registry.issuers.get(issuerCode)?.name).toBe('示例市民政局');
    expect((await open()).damage).toBeUndefined();
    servers.asked.length = 0;
    expect((await syncMirror(mirror, { urls: ['http://a'], fetch: servers.fetch })).outcome).toBe('updated');
    expect(servers.asked).not.toContain('http://a/feed/p/ZhejiangMSP/1.json');
    expect((await open()).ledger?.registry.issuers.get(issuerCode)?.name).toBe(replaced);
  });

  it('survives a store whose write fails at any point', async () => {
    await sync(await open());
    pass(60_000);
    await world.change(other, 'revoked');
    await world.publish();
    for (let allowed = 0; ; allowed += 1) {
      let left = allowed;
      const failing: MirrorStore = {
        get: (name) => store.get(name),
        list: (prefix) => store.list(prefix),
        delete: (name) => store.delete(name),
        put: (name, bytes) => (left-- > 0 ? store.put(name, bytes) : Promise.reject(new Error('disk full'))),
      };
      const done = await sync(await open(failing)).then(
        ({ outcome }) => outcome === 'updated',
        () => false,
      );
      const after = await open();
      expect(after.damage).toBeUndefined();
      expect(after.ledger?.status(issuerCode, toHex(other))?.state).toBe(done ? 'revoked' : undefined);
      if (done) break;
    }
  });

  it('tells damage on disk, which harms the log that it is in, and mends it by syncing', async () => {
    await sync(await open());
    const [page] = await store.list('logs/i/');
    await store.put(
      page!,
      (await store.get(page!))!.map((byte, i) => (i === 200 ? byte ^ 1 : byte)),
    );
    const mirror = await open();
    expect(mirror.damage?.code).toBe('STORE_DAMAGED');
    expect(mirror.ledger?.logState('i', issuerCode)).toBe('short');
    expect(mirror.ledger?.registry.issuers.get(issuerCode)?.name).toBe('示例市民政局');
    expect((await sync(mirror)).outcome).toBe('updated');
    expect((await open()).damage).toBeUndefined();
    expect(mirror.ledger?.status(issuerCode, toHex(cert))?.state).toBe('suspended');
  });
});

describe('a folder that somebody brings', () => {
  const brought = (): Fetch => storedFeed(store);
  const counter = (): Promise<Mirror> => open(new MemoryStore());
  const fromFolder = (mirror: Mirror, fetch = brought()): Promise<SyncReport> =>
    syncMirror(mirror, { urls: ['http://folder'], fetch });

  it('brings a mirror up to date without a network, page for page, after weeks too', async () => {
    const pinned = world.anchor;
    const ours = await counter();
    await sync(await open());
    expect(await fromFolder(ours)).toMatchObject({ outcome: 'updated', problems: [] });
    const weeks = 21 * 86_400_000;
    pass(weeks);
    await world.change(other, 'revoked');
    await grow(world, 600);
    await world.succeed({ threshold: 2 });
    const digest = new Uint8Array(32).fill(9);
    await world.anchorTree([{ certId: cert, qr: digest, credential: digest, pdf: digest }], [key]);
    await world.revokeKey(key);
    await world.publish();
    await sync(await open(store, pinned));
    expect(await fromFolder(ours)).toMatchObject({ outcome: 'updated', problems: [], qrListsLacking: 0 });
    expect(ours.asOf).toEqual((await open(store, pinned)).asOf);
    expect(ours.ledger?.status(issuerCode, toHex(other))?.state).toBe('revoked');
  });

  it('is believed no more than a server: another network’s, a changed page, an older one', async () => {
    const ours = await counter();
    await sync(await open());
    await sync(ours);
    const stranger = await TestNetwork.withIssuer(key);
    await stranger.publish();
    const theirs = new MemoryStore();
    await sync(await open(theirs, stranger.anchor), { a: stranger });
    expect((await fromFolder(ours, storedFeed(theirs))).outcome).toBe('failed');
    pass(60_000);
    await world.change(other, 'revoked');
    await world.publish();
    await sync(ours);
    expect(codes(await fromFolder(ours))).toEqual(['CHECKPOINT_OLDER']);
    expect(await fromFolder(await counter(), storedFeed(new MemoryStore()))).toMatchObject({
      outcome: 'failed',
      problems: [{ code: 'FEED_UNREACHABLE' }],
    });
  });
});

describe('a server that lies', () => {
  /** Rewrites one file of the feed. */
  function tampered(path: string, change: (bytes: Uint8Array) => Uint8Array): TestServers['feeds'] {
    const files = new Map(world.files);
    files.set(path, change(files.get(path)!));
    return { bad: { files } };
  }

  const page = `feed/i/${issuerCode}/1.json`;

  it.each<[string, string, (records: ReturnType<typeof parsePage>['records']) => typeof records, string]>([
    ['leaves out a revocation', page, (records) => records.slice(0, -1), 'FEED_SHORT'],
    ['reorders', page, (records) => [records[1]!, records[0]!], 'FEED_MALFORMED'],
    [
      'changes a record',
      page,
      (records) => records.map((record) => ({ ...record, time: '2026-11-24T04:00:00.001Z' })),
      'FEED_MISMATCH',
    ],
    [
      'changes the last record',
      page,
      (records) => [...records.slice(0, -1), { ...records.at(-1)!, time: '2026-11-24T04:00:00.001Z' }],
      'FEED_MISMATCH',
    ],
  ])('%s', async (_, path, change, code) => {
    await world.change(other, 'revoked');
    await world.publish();
    const mirror = await open();
    const feeds = tampered(path, (bytes) => {
      const read = parsePage(bytes);
      return utf8(JSON.stringify({ ...read, records: change(read.records) }));
    });
    const report = await sync(mirror, feeds);
    expect(codes(report)).toContain(code);
    expect(mirror.ledger?.count('i', issuerCode)).toBe(0);
    expect(mirror.ledger?.logState('i', issuerCode)).toBe(code === 'FEED_SHORT' ? 'short' : 'refused');
    expect(mirror.ledger?.logState('p', 'ZhejiangMSP')).toBe('current');
    // Another server, an honest one, is enough.
    expect((await sync(mirror, { ...feeds, good: world })).outcome).toBe('updated');
    expect(mirror.ledger?.logState('i', issuerCode)).toBe('current');
    expect(mirror.ledger?.status(issuerCode, toHex(other))?.state).toBe('revoked');
  });

  it('changes a record that is here already, on the page that goes on after it', async () => {
    const mirror = await open();
    await sync(mirror);
    await world.change(other, 'revoked');
    pass(60_000);
    await world.publish();
    const feeds = tampered(page, (bytes) => {
      const read = parsePage(bytes);
      const [first, ...rest] = read.records;
      return utf8(
        JSON.stringify({ ...read, records: [{ ...first!, time: '2026-11-24T04:00:00.001Z' }, ...rest] }),
      );
    });
    expect(codes(await sync(mirror, feeds))).toEqual(['FEED_MISMATCH']);
    expect((await open()).damage).toBeUndefined();
    expect((await sync(mirror, { world })).problems).toEqual([]);
    expect((await open()).ledger?.status(issuerCode, toHex(other))?.state).toBe('revoked');
  });

  it('leaves out a head', async () => {
    const feeds = tampered('feed/checkpoint.json', (bytes) => {
      const file = parseCheckpoint(bytes);
      return encodeCheckpoint({ ...file, heads: file.heads.replace(/^i .*\n/m, '') });
    });
    expect(codes(await sync(await open(), feeds))).toEqual(['CHECKPOINT_REFUSED']);
  });

  it('cuts the checkpoint short', async () => {
    const feeds = tampered('feed/checkpoint.json', (bytes) => bytes.subarray(0, 300));
    expect(codes(await sync(await open(), feeds))).toEqual(['FEED_MALFORMED']);
  });

  it('signs with one province only', async () => {
    world.files.set(
      'feed/checkpoint.json',
      await world.checkpoint({ endorsers: [world.peers.get('AnhuiMSP')!] }),
    );
    expect(codes(await sync(await open()))).toEqual(['CHECKPOINT_REFUSED']);
  });

  it('serves an old state: refused, kept as evidence, and never taken for newer', async () => {
    const old = world.fork();
    pass(60_000);
    await world.change(other, 'revoked');
    await world.publish();
    const mirror = await open();
    await sync(mirror);
    const report = await sync(mirror, { old });
    expect(report).toMatchObject({ outcome: 'failed', equivocation: false });
    expect(codes(report)).toEqual(['CHECKPOINT_OLDER']);
    expect(await store.list('evidence/stale-')).toEqual([report.problems[0]?.evidence]);
    expect(mirror.ledger?.status(issuerCode, toHex(other))?.state).toBe('revoked');
    // Beside a server that is up to date, the old one cannot hold a fresh mirror back.
    const fresh = await open(new MemoryStore());
    expect((await sync(fresh, { old, world })).outcome).toBe('updated');
    expect(fresh.ledger?.status(issuerCode, toHex(other))?.state).toBe('revoked');
  });

  it('serves an old state that lagging peers attested just now', async () => {
    const lagging = world.fork();
    pass(60_000);
    await world.change(other, 'revoked');
    await world.publish();
    const mirror = await open();
    await sync(mirror);
    lagging.now = world.now + 1000;
    await lagging.publish();
    expect(codes(await sync(mirror, { lagging }))).toEqual(['CHECKPOINT_OLDER']);
    expect(mirror.asOf?.beat).toBe(world.time);
  });

  it('answers its checkpoint and nothing more: it is not waited for again and again', async () => {
    const logs = 200;
    for (let i = 0; i < logs; i += 1) await world.append('p', `P${i}MSP`, { log: 'p', mspId: `P${i}MSP` });
    await world.publish();
    const served = new TestServers({ a: world }).fetch;
    let unanswered = 0;
    const fetch: Fetch = (url, init) => {
      if (url.startsWith('http://a/') || url.endsWith('checkpoint.json'))
        return served(url.replace('http://slow/', 'http://a/'), init);
      unanswered += 1;
      return new Promise((_resolve, reject) =>
        init.signal.addEventListener('abort', () => reject(init.signal.reason as Error)),
      );
    };
    const mirror = await open();
    const report = await syncMirror(mirror, { urls: ['http://slow/', 'http://a/'], fetch, timeout: 1000 });
    expect(report.outcome).toBe('updated');
    expect(mirror.ledger?.logState('p', 'P0MSP')).toBe('current');
    // Some are asked at once.
    expect(unanswered).toBeLessThan(20);
  });

  it('has more of a log than is held in memory: what it invents is let go of, what is attested is replayed', async () => {
    // A record of later software, a page by itself, and what it is about.
    const later = async (i: number, about = {}): Promise<void> => {
      const long = { v: 9, issuer: issuerCode, under: world.under(), about, long: `${i}`.repeat(900_000) };
      await world.append('i', issuerCode, long);
    };
    for (let i = 0; i < 9; i += 1) await later(i, { type: typeCode });
    await world.change(other, 'revoked');
    const before = world.fork();
    for (let i = 0; i < 19; i += 1) await later(1, { type: typeCode });
    await world.change(cert, 'reinstated');
    await before.publish();
    await world.publish();
    const all = world.logs.get(`i ${issuerCode}`)!;
    const lie = world.fork();
    await lie.publish();
    const last = `feed/i/${issuerCode}/${all.length}.json`;
    const page = parsePage(lie.files.get(last)!);
    const changed = page.records.map((record) => ({
      ...record,
      time: new Date(world.now + 1).toISOString(),
    }));
    lie.files.set(last, encodePage({ ...page, records: changed }));
    const mirror = await open();
    expect((await sync(mirror, { before })).problems).toEqual([]);
    expect(mirror.ledger?.status(issuerCode, toHex(cert))).toMatchObject({ state: 'suspended' });
    const liar = new TestServers({ lie });
    const { problems } = await syncMirror(mirror, { urls: ['http://lie/'], fetch: liar.fetch });
    expect(problems).toMatchObject([{ code: 'FEED_MISMATCH', reason: 'HEAD_NOT_REACHED' }]);
    // With what was kept and without, but not a third time: what begins at our end is no other history.
    expect(liar.asked.filter((url) => url.endsWith(`/${last}`))).toHaveLength(2);
    expect(mirror.ledger?.count('i', issuerCode)).toBe(before.logs.get(`i ${issuerCode}`)!.length);
    const looked = vi.spyOn(store, 'get');
    expect((await sync(mirror)).problems).toEqual([]);
    // Once whether a page is here, and once for the page, which was not held.
    const name = `logs/i/${issuerCode}/${all.length - 1}.json`;
    expect(looked.mock.calls.filter(([one]) => one === name)).toHaveLength(2);
    for (const one of [mirror, await open()]) {
      expect(one.ledger?.count('i', issuerCode)).toBe(all.length);
      expect(one.ledger?.hash('i', issuerCode, all.length)).toBe(await recordHash(all.at(-1)!));
      expect(one.ledger?.status(issuerCode, toHex(cert))).toMatchObject({ state: 'reinstated' });
      expect(one.ledger?.status(issuerCode, toHex(other))).toMatchObject({ state: 'revoked' });
    }
  });

  it('sends a gigabyte of zeros, a deflate bomb, deep JSON, or nothing for ever', async () => {
    const mirror = await open();
    let sent = 0;
    const zeros: Fetch = () => {
      const stream = new ReadableStream({
        pull: (controller) => {
          sent += 1 << 20;
          if (sent > 1 << 30) controller.close();
          else controller.enqueue(new Uint8Array(1 << 20));
        },
      });
      return Promise.resolve(new Response(stream));
    };
    const limits = { urls: ['http://a'], maxResponseBytes: 4 << 20 };
    const impatient = { ...limits, timeout: 300 };
    expect(codes(await syncMirror(mirror, { ...limits, fetch: zeros }))).toEqual(['FEED_TOO_LARGE']);
    expect(sent).toBeLessThan(8 << 20);

    const bomb = gzipSync(new Uint8Array(64 << 20)) as Uint8Array<ArrayBuffer>;
    const inflating: Fetch = () =>
      Promise.resolve(new Response(new Blob([bomb]).stream().pipeThrough(new DecompressionStream('gzip'))));
    expect(codes(await syncMirror(mirror, { ...limits, fetch: inflating }))).toEqual(['FEED_TOO_LARGE']);

    const deep: Fetch = () => Promise.resolve(new Response('['.repeat(3 << 20)));
    expect(codes(await syncMirror(mirror, { ...limits, fetch: deep }))).toEqual(['FEED_MALFORMED']);

    const silent: Fetch = (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    expect(codes(await syncMirror(mirror, { ...impatient, fetch: silent }))).toEqual(['FEED_UNREACHABLE']);

    const dripping: Fetch = (_, { signal }) => {
      const stream = new ReadableStream({
        pull: async (controller) => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          if (signal.aborted) controller.error(signal.reason);
          else controller.enqueue(new Uint8Array(1));
        },
      });
      return Promise.resolve(new Response(stream));
    };
    expect(['FEED_UNREACHABLE', 'FEED_TOO_LARGE']).toContain(
      codes(await syncMirror(mirror, { ...impatient, fetch: dripping }))[0],
    );
    expect(mirror.ledger).toBeUndefined();
  });
});

interface KeptEvidence {
  readonly checkpoint: Json;
  readonly other: Json;
  readonly records?: readonly Json[];
}

async function evidenceOf({ problems }: SyncReport): Promise<KeptEvidence> {
  const bytes = await store.get(problems[0]?.evidence ?? '');
  return parseJson(bytes!) as unknown as KeptEvidence;
}

/** The lines of a kept checkpoint's heads, their attested root verified. */
async function attestedHeads(checkpoint: Json, anchor = world.anchor): Promise<string[]> {
  const { heads, attestation } = parseCheckpoint(JSON.stringify(checkpoint));
  const asked = { heads: await headsRoot(heads) };
  const tag = 'certbridge/checkpoint/1';
  await verifyAttestation(attestation, { anchor, tag, rule: 'attested', now: world.now + 5000, asked });
  return heads.split('\n');
}

describe('equivocation', () => {
  it('two signed heads for one sequence number: refused, told, kept, and remembered', async () => {
    const evil = world.fork();
    world.now += 60_000;
    await world.change(other, 'revoked');
    await world.publish();
    const mirror = await open();
    await sync(mirror);
    evil.now = world.now + 1000;
    await evil.change(other, 'suspended');
    await evil.publish();
    const report = await sync(mirror, { evil });
    expect(report.equivocation).toBe(true);
    expect(codes(report)).toEqual(['LEDGER_EQUIVOCATION']);
    expect((await open()).equivocation).toBe(true);
    expect(mirror.ledger?.status(issuerCode, toHex(other))?.state).toBe('revoked');
    // Kept once, however often it is served, and enough for anybody who has the trust anchor.
    await sync(mirror, { evil });
    expect(await store.list('evidence/fork-')).toEqual([report.problems[0]?.evidence]);
    const { checkpoint, other: their } = await evidenceOf(report);
    const [ours, theirs] = [await attestedHeads(checkpoint), await attestedHeads(their)];
    const at = `i ${issuerCode} 2 `;
    expect(ours.find((line) => line.startsWith(at))).not.toBe(theirs.find((line) => line.startsWith(at)));
  });

  it('two signed states of which neither contains the other', async () => {
    const evil = world.fork();
    await world.change(other, 'revoked');
    await world.publish();
    const mirror = await open();
    await sync(mirror);
    // One log longer than ours, one shorter: no ledger ever stood at both.
    evil.now += 1000;
    await grow(evil, 1);
    await evil.publish();
    expect(await sync(mirror, { evil })).toMatchObject({
      equivocation: true,
      problems: [{ code: 'LEDGER_EQUIVOCATION' }],
    });
  });

  it('a longer signed history that leaves ours before its end', async () => {
    const evil = world.fork();
    await world.change(other, 'revoked');
    await world.publish();
    const mirror = await open();
    await sync(mirror);
    await evil.change(other, 'suspended');
    await evil.change(other, 'reinstated');
    evil.now += 1000;
    await evil.publish();
    const report = await sync(mirror, { evil });
    expect(codes(report)).toEqual(['LEDGER_EQUIVOCATION']);
    const { checkpoint, other: their, records } = await evidenceOf(report);
    const [ours, theirs] = [await attestedHeads(checkpoint), await attestedHeads(their)];
    const [first, last] = [readRecord('i', records?.[0]), readRecord('i', records?.at(-1))];
    // The records lead from something else than our head to theirs.
    expect(theirs).toContain(`i ${issuerCode} ${last.seq} ${await recordHash(last)}`);
    expect(ours).not.toContain(`i ${issuerCode} ${first.seq - 1} ${first.prev}`);
    expect(ours.some((line) => line.startsWith(`i ${issuerCode} ${first.seq - 1} `))).toBe(true);
  });

  it('between two servers of one sync', async () => {
    const evil = world.fork();
    await world.change(other, 'revoked');
    world.now += 1000;
    await world.publish();
    await evil.change(other, 'suspended');
    await evil.publish();
    const report = await sync(await open(), { world, evil });
    expect(report).toMatchObject({ outcome: 'updated', equivocation: true });
  });
});

describe('the trust anchor', () => {
  it('passes to its attested successor, over several steps', async () => {
    const pinned = world.anchor;
    await world.succeed({ threshold: 3 });
    world.peers.delete('none');
    const threshold3 = [...world.peers.values()];
    const second = world.anchor;
    await world.publish();
    world.files.set('feed/checkpoint.json', await world.checkpoint({ endorsers: threshold3 }));
    const mirror = await open(store, pinned);
    expect(await sync(mirror)).toMatchObject({ outcome: 'updated', problems: [] });
    expect(mirror.anchors).toEqual([pinned, second]);
    expect((await open(store, pinned)).anchors).toEqual([pinned, second]);
  });

  it('does not pass to one that only one province attested', async () => {
    const pinned = world.anchor;
    const lone = world.attest.bind(world);
    world.attest = (statement, changes) =>
      lone(statement, { ...changes, endorsers: [world.peers.get('AnhuiMSP')!] });
    await world.succeed({ threshold: 1 });
    world.attest = lone;
    await world.publish();
    expect(codes(await sync(await open(store, pinned)))).toEqual(['ANCHOR_REFUSED']);
  });

  it('raises the threshold: what was enough under the one before no longer is', async () => {
    const pinned = world.anchor;
    await world.succeed({ threshold: 3 });
    await world.publish();
    expect(codes(await sync(await open(store, pinned)))).toEqual(['CHECKPOINT_REFUSED']);
  });

  it('that revokes a province’s peer, or has expired, ends what it may sign', async () => {
    const pinned = world.anchor;
    const fingerprint = await sha256Hex(new Uint8Array(world.peer('AnhuiMSP').certificate.rawData));
    const provinces = pinned.provinces.map((one) =>
      one.mspId === 'AnhuiMSP' ? { ...one, revoked: [fingerprint] } : one,
    );
    await world.succeed({ provinces });
    await world.publish();
    expect(codes(await sync(await open(store, pinned)))).toEqual(['CHECKPOINT_REFUSED']);
    world.peers.set('AnhuiMSP', await world.authority('AnhuiMSP').peer('AnhuiMSP'));
    await world.publish();
    expect((await sync(await open(store, pinned))).outcome).toBe('updated');
    world.now = Date.parse('2036-01-01T00:00:01Z');
    await world.publish();
    expect(codes(await sync(await open(new MemoryStore(), pinned)))).toEqual(['ANCHOR_REFUSED']);
  });

  it('with two successors is equivocation, whichever of them was seen first', async () => {
    const pinned = world.anchor;
    const evil = world.fork();
    await world.succeed({ threshold: 2 });
    await world.publish();
    // Attested under the same anchor, for authorities under which none of ours could sign.
    const provinces = [];
    for (const one of pinned.provinces) {
      const authority = await Authority.create(`ca.${one.mspId}.evil`);
      evil.peers.set(one.mspId, await authority.peer(one.mspId));
      provinces.push({ ...one, roots: [toBase64(authority.der)] });
    }
    const attest = evil.attest.bind(evil);
    evil.attest = world.attest.bind(world);
    await evil.succeed({ provinces });
    evil.attest = attest;
    await evil.publish();
    for (const [first, second] of [
      [world, evil],
      [evil, world],
    ] as const) {
      store = new MemoryStore();
      const mirror = await open(store, pinned);
      expect((await sync(mirror, { first })).outcome).toBe('updated');
      const report = await sync(mirror, { second });
      expect(report).toMatchObject({ equivocation: true, problems: [{ code: 'LEDGER_EQUIVOCATION' }] });
      const kept = parseJson((await store.get(report.problems[0]?.evidence ?? ''))!) as JsonObject;
      const [a, b] = [kept['ours'], kept['other']].map((file) => parseAnchorFile(JSON.stringify(file)));
      expect([a?.anchor.n, b?.anchor.n]).toEqual([2, 2]);
      expect(a?.anchor).not.toEqual(b?.anchor);
    }
  });

  it('does not skip a number, nor go back', async () => {
    const pinned = world.anchor;
    const old = world.fork();
    await old.publish();
    await world.succeed({ threshold: 2 });
    await world.publish();
    world.files.delete('feed/anchor/2.json');
    expect(codes(await sync(await open(store, pinned)))).toEqual(['ANCHOR_REFUSED']);
    expect(codes(await sync(await open(new MemoryStore(), world.anchor), { old }))).toEqual([
      'CHECKPOINT_OLDER',
    ]);
  });

  /** The provinces replaced the peers of two of them; a thief has the keys of before. */
  const stolenKeys = async (): Promise<{ pinned: TrustAnchor; thief: TestNetwork; endorsers: Peer[] }> => {
    const pinned = world.anchor;
    const endorsers = ['AnhuiMSP', 'ZhejiangMSP'].map((mspId) => world.peer(mspId));
    const revoked = await Promise.all(
      endorsers.map(({ certificate }) => sha256Hex(new Uint8Array(certificate.rawData))),
    );
    const provinces = pinned.provinces.map((one) => {
      const at = endorsers.findIndex(({ mspId }) => mspId === one.mspId);
      return at < 0 ? one : { ...one, revoked: revoked.slice(at, at + 1) };
    });
    await world.succeed({ provinces });
    for (const { mspId } of endorsers) world.peers.set(mspId, await world.authority(mspId).peer(mspId));
    await world.publish();
    return { pinned, thief: world.fork(), endorsers };
  };
  const underTheOld = (thief: TestNetwork, endorsers: readonly Peer[]): Promise<Uint8Array> =>
    thief.checkpoint({ endorsers }, { anchor: 1 });
  const notOnLedger = { code: 'ANCHOR_REFUSED', reason: 'ANCHOR_NOT_ON_LEDGER' };

  it.each(['more', 'the same'])('of before signs no state with %s than what is held', async (what) => {
    const { pinned, thief, endorsers } = await stolenKeys();
    const mirror = await open(store, pinned);
    await sync(mirror);
    const held = mirror.checkpoint;
    pass(60_000);
    thief.now = world.now;
    thief.beat();
    if (what === 'more') await thief.addKey(await newIssuerKey());
    await thief.publish();
    thief.files.set('feed/checkpoint.json', await underTheOld(thief, endorsers));
    const report = await sync(mirror, { thief });
    expect(report).toMatchObject({ outcome: 'failed', problems: [notOnLedger], equivocation: false });
    expect(mirror.checkpoint).toBe(held);
    // Nor does it where both come at once to a window that knows of neither, however late it says that it was.
    const both = await open(new MemoryStore(), pinned);
    expect(await sync(both, { thief, a: world })).toMatchObject({ outcome: 'updated', equivocation: false });
    expect(both.anchors).toHaveLength(2);
  });

  it('of before signs nothing that counts once the network’s log comes from elsewhere', async () => {
    const lagging = world.fork();
    const { pinned, thief, endorsers } = await stolenKeys();
    await thief.addKey(await newIssuerKey());
    await thief.publish();
    thief.files.set('feed/checkpoint.json', await underTheOld(thief, endorsers));
    const log = thief.files.get('feed/n/1.json')!;
    thief.files.delete('feed/n/1.json');
    // An honest server whose pages are newer than its checkpoint.
    lagging.files.set('feed/n/1.json', log);
    const mirror = await open(store, pinned);
    const { problems } = await sync(mirror, { thief, lagging });
    expect(problems.at(-1)).toMatchObject(notOnLedger);
    expect(mirror.ledger?.logState('n', world.network)).toBe('short');
    // Nor in the folder, whoever put the log there.
    const name = `logs/n/${world.network}/1.${world.logs.get(`n ${world.network}`)!.length}.json`;
    await store.put(name, log);
    const state = parseJson((await store.get('state.json'))!) as JsonObject;
    await store.put('state.json', utf8(JSON.stringify({ ...state, lagging: [] })));
    const opened = await open(store, pinned);
    expect(opened.damage).toMatchObject({ code: 'STORE_DAMAGED', reason: 'ANCHOR_NOT_ON_LEDGER' });
    expect(opened.ledger).toBeUndefined();
  });

  it('that a sync put into the folder before it was cut short leaves what is held as it is', async () => {
    const pinned = world.anchor;
    await sync(await open());
    await world.succeed({ threshold: 2 });
    await store.put('anchors/2.json', world.files.get('feed/anchor/2.json')!);
    const mirror = await open(store, pinned);
    expect(mirror.damage).toBeUndefined();
    expect(mirror.anchors).toEqual([pinned]);
  });

  it('whose authority is replaced, refuses a checkpoint of peers of the old one', async () => {
    const pinned = world.anchor;
    const authority = await Authority.create('ca.AnhuiMSP.2');
    const root = Buffer.from(authority.der).toString('base64');
    const provinces = pinned.provinces.map((one) =>
      one.mspId === 'AnhuiMSP' ? { ...one, roots: [root] } : one,
    );
    await world.succeed({ provinces });
    await world.publish();
    expect(codes(await sync(await open(store, pinned)))).toEqual(['CHECKPOINT_REFUSED']);
    world.peers.set('AnhuiMSP', await authority.peer('AnhuiMSP'));
    await world.publish();
    expect((await sync(await open(store, pinned))).outcome).toBe('updated');
  });

  it('is not another network’s', async () => {
    const stranger = await TestNetwork.withIssuer(key);
    await stranger.publish();
    expect(codes(await sync(await open(), { stranger }))).toEqual(['CHECKPOINT_REFUSED']);
  });
});

describe('time', () => {
  it('a checkpoint from the future means that the clock here is behind', async () => {
    const mirror = await openMirror(store, { trustAnchor: world.anchor, clock: () => world.now - 3_600_000 });
    expect(codes(await sync(mirror))).toEqual(['CLOCK_BEHIND']);
  });

  it('what was signed by peers that have expired since is kept, but lapsed', async () => {
    const span = { notAfter: '2026-12-01T00:00:00Z' };
    world.peers.set('AnhuiMSP', await world.authorities.get('AnhuiMSP')!.peer('AnhuiMSP', 'peer', span));
    await world.publish();
    await sync(await open());
    const later = await openMirror(store, {
      trustAnchor: world.anchor,
      clock: () => Date.parse('2027-01-01T00:00:00Z'),
    });
    expect(later.damage).toBeUndefined();
    expect(later.lapsed).toBe(true);
  });
});

describe('lists of QR digests', () => {
  it('are fetched once a key is revoked, checked against the entry, and answer what stays good', async () => {
    const digest = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
    const leaf = { certId: cert, qr: digest(9), credential: digest(3), pdf: digest(4) };
    await world.anchorTree([leaf], [key]);
    await world.revokeKey(key);
    await world.publish();
    const list = `feed/i/${issuerCode}/qr/2`;
    const bytes = world.files.get(list)!;
    world.files.set(list, digest(7).subarray(0, 16));
    const mirror = await open();
    await sync(mirror);
    const revoked = mirror.ledger!.registry.issuers.get(issuerCode)!.keys.get(toHex(key.kid))!;
    expect(await wasAnchored(mirror, issuerCode, revoked, digest(9))).toBe('unknown');
    world.files.set(list, bytes);
    await sync(mirror);
    expect(await wasAnchored(mirror, issuerCode, revoked, digest(9))).toBe('listed');
    expect(await wasAnchored(mirror, issuerCode, revoked, digest(8))).toBe('not-listed');
  });
});

it('a page round trip is byte for byte', () => {
  const bytes = world.files.get(`feed/p/ZhejiangMSP/1.json`)!;
  expect(encodePage(parsePage(bytes))).toEqual(bytes);
});
