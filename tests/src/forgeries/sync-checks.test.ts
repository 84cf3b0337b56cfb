import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as sdk from '@certbridge/verifier-sdk';
import {
  cutPages,
  encodePage,
  encodeQrText,
  formatIdentifier,
  pagePath,
  parsePage,
  qrDigest,
  recordHash,
  signQr,
  toBase64,
  utf8,
} from '@certbridge/verifier-sdk/formats';
import type { LogRecord } from '@certbridge/verifier-sdk/formats';
import {
  Authority,
  TestNetwork,
  TestServers,
  issuerCode,
  newIssuerKey,
  typeCode,
} from '@certbridge/verifier-sdk-fixtures';
import type { TestKey } from '@certbridge/verifier-sdk-fixtures';
import { Mutants } from './mutants.js';
import type { Mutation } from './mutants.js';

/*
 * What a sync checks of servers and of the provinces' signatures: for each check a server, or provinces, to whom a
 * mirror with just that check taken out gives another answer.
 */

type Sdk = typeof sdk;
interface Feed {
  readonly files: ReadonlyMap<string, Uint8Array>;
}
type Observe = (sdk: Sdk) => Promise<unknown>;

const minute = 60_000;
const cert = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);
const page = `feed/i/${issuerCode}/1.json`;
const list = `feed/i/${issuerCode}/qr/2`;

let mutants: Mutants;
beforeAll(async () => (mutants = await Mutants.open()));
afterAll(() => mutants.close());

let key: TestKey;
let world: TestNetwork;

beforeEach(async () => {
  key = await newIssuerKey();
  world = await TestNetwork.withIssuer(key);
  await world.change(cert(1), 'suspended');
  await world.publish();
});

/** A window with this SDK. */
class Window {
  readonly #sdk: Sdk;
  readonly store: InstanceType<Sdk['MemoryStore']>;
  readonly #pinned: TestNetwork['anchor'];
  mirror!: Awaited<ReturnType<Sdk['openMirror']>>;

  private constructor(its: Sdk, pinned: TestNetwork['anchor']) {
    this.#sdk = its;
    this.store = new its.MemoryStore();
    this.#pinned = pinned;
  }

  static async open(its: Sdk, pinned = world.anchor): Promise<Window> {
    const window = new Window(its, pinned);
    await window.restart();
    return window;
  }

  async restart(): Promise<void> {
    const options = { trustAnchor: this.#pinned, clock: world.clock };
    this.mirror = await this.#sdk.openMirror(this.store, options);
  }

  /** What one server did wrong, by this window. */
  async sync(feed: Feed, { parts = true } = {}): Promise<readonly string[]> {
    const { fetch } = new TestServers({ a: feed });
    const whole: typeof fetch = (url) => fetch(url);
    const options = { urls: ['http://a'], fetch: parts ? fetch : whole, qrLists: 'all-keys' as const };
    const { problems, qrListsLacking } = await this.#sdk.syncMirror(this.mirror, options);
    return [...problems.map(({ code }) => code), ...(qrListsLacking > 0 ? ['a list is lacking'] : [])];
  }
}

/** What a window that has nothing says of a server. */
const fresh =
  (feed: () => Feed): Observe =>
  async (its) =>
    (await Window.open(its)).sync(feed());

/** What a window that holds the ledger as it was says of a server. */
const following =
  (feed: () => Feed, before: Feed = world): Observe =>
  async (its) => {
    const window = await Window.open(its);
    await window.sync(before);
    return window.sync(feed());
  };

function withFile(path: string, bytes: Uint8Array): Feed {
  return { files: new Map([...world.files, [path, bytes]]) };
}

/** The page as a server has altered it. */
function altered(path: string, alter: (records: readonly LogRecord[]) => readonly LogRecord[]): Feed {
  const its = parsePage(world.files.get(path) ?? new Uint8Array());
  return withFile(path, utf8(JSON.stringify({ ...its, records: alter(its.records) })));
}

const otherTime = (record: LogRecord): LogRecord => ({ ...record, time: '2026-11-24T04:00:00.001Z' });
const revocations = (fill: number, count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({
    cert: (fill * 1000 + i).toString(16).padStart(32, '0'),
    ...{ state: 'revoked', reason: 'authority-decision' },
  }));

/** So many more entries, published. */
async function grow(on: TestNetwork, entries: number, changes = 1): Promise<void> {
  for (let i = 0; i < entries; i += 1) await on.entry({ changes: revocations(i + 1, changes) });
  on.now += minute;
  await on.publish();
}

/** A history that leaves the honest one here, and is signed as well. */
async function fork(act: (evil: TestNetwork) => Promise<unknown>): Promise<TestNetwork> {
  const evil = world.fork();
  await act(evil);
  evil.now = world.now + minute;
  await evil.publish();
  return evil;
}

const pages = 'mirror/pages.js';
const chain = 'mirror/chain.js';
const sync = 'mirror/sync.js';
const contradiction = 'mirror/contradiction.js';
const heldAnchors = 'mirror/held-anchors.js';
const anchorOnLedger = 'mirror/anchor-on-ledger.js';
const equivocation = ['LEDGER_EQUIVOCATION'];

type Check = readonly [what: string, mutation: Mutation, seen: unknown, act: () => Promise<Observe>];

const cutting: readonly Check[] = [
  [
    'a page ends where every server ends it',
    { file: pages, from: 'if (cutter.take(bytes) !== from)', to: 'if (false)' },
    ['FEED_MISMATCH'],
    async () => {
      await grow(world, 1);
      const its = parsePage(world.files.get(page) ?? new Uint8Array());
      const files = new Map(world.files);
      for (const record of its.records) {
        const alone = { ...its, from: record.seq, records: [record] };
        files.set(pagePath('i', issuerCode, record.seq), encodePage(alone));
      }
      return fresh(() => ({ files }));
    },
  ],
  [
    'a page ends before the record that makes it too long',
    { file: 'formats/pages.js', from: 'this.#bytes + bytes > PAGE_BYTES', to: 'false' },
    [],
    async () => {
      await grow(world, 4, 1000);
      return fresh(() => world);
    },
  ],
  [
    'a page ends with the record that makes it too many',
    { file: 'formats/pages.js', from: 'this.#next - this.#from >= PAGE_SIZE', to: 'false' },
    [],
    async () => {
      await grow(world, 260);
      return fresh(() => world);
    },
  ],
  [
    'what a server left unfinished keeps nobody from the truth',
    { file: pages, from: "first.wasKept && first.state !== 'short'", to: 'false' },
    [['FEED_SHORT'], []],
    async () => {
      await grow(world, 300);
      // Another log of the server's own, which chains but ends before the attested head.
      const records: LogRecord[] = [];
      for (const record of world.logs.get(`i ${issuerCode}`)?.slice(0, 270) ?? []) {
        const prev = records.at(-1);
        records.push({ ...otherTime(record), prev: prev ? await recordHash(prev) : record.prev });
      }
      const files = new Map(world.files);
      for (const cut of cutPages(records)) {
        const from = cut[0]?.seq ?? 1;
        files.set(
          pagePath('i', issuerCode, from),
          encodePage({ v: 1, log: 'i', id: issuerCode, from, records: cut }),
        );
      }
      return async (its) => {
        const window = await Window.open(its);
        const first = await window.sync({ files });
        world.now += minute;
        world.files.set('feed/checkpoint.json', await world.checkpoint());
        return [first, await window.sync(world)];
      };
    },
  ],
];

const chaining: readonly Check[] = [
  [
    'records that are here already are those on the page',
    { file: pages, from: '(await recordHash(record)) !== ledger.hash(log, id, record.seq)', to: 'false' },
    [['FEED_MISMATCH'], undefined],
    async () => {
      const before = { files: new Map(world.files) };
      await grow(world, 1);
      const liar = altered(page, ([first, ...rest]) => [...(first ? [otherTime(first)] : []), ...rest]);
      return async (its) => {
        const window = await Window.open(its);
        await window.sync(before);
        const seen = await window.sync(liar, { parts: false });
        await window.restart();
        return [seen, window.mirror.damage?.code];
      };
    },
  ],
  [
    'a record follows the one before it',
    { file: chain, from: ' || record.prev !== hash', to: '' },
    ['FEED_MISMATCH'],
    async () => {
      await grow(world, 1);
      return fresh(() =>
        altered(page, (records) => records.map((one) => (one.seq === 1 ? otherTime(one) : one))),
      );
    },
  ],
  [
    'the last record is the attested one',
    { file: pages, from: 'if (walk.end.hash !== head.hash)', to: 'if (false)' },
    ['FEED_MISMATCH'],
    () => Promise.resolve(fresh(() => altered(page, (records) => records.map(otherTime)))),
  ],
  [
    'records are of the network that the trust anchor names',
    { file: chain, from: 'if (record.network !== network || ', to: 'if (' },
    ['FEED_MISMATCH'],
    async () => {
      await world.append('i', issuerCode, {
        network: 'ab'.repeat(16),
        issuer: issuerCode,
        under: world.under(),
      });
      await world.publish();
      return fresh(() => world);
    },
  ],
];

const forks: readonly Check[] = [
  [
    'a log has one record at a number',
    { file: sync, from: 'if (known !== undefined && known !== head.hash)', to: 'if (false)' },
    equivocation,
    async () => {
      const evil = await fork((its) => its.change(cert(2), 'suspended'));
      await grow(world, 1);
      return following(() => evil);
    },
  ],
  [
    'of two states one has every log at least as long',
    { file: sync, from: 'if (isAhead && isBehind)', to: 'if (false)' },
    equivocation,
    async () => {
      const registered = { kind: 'issuer', issuer: issuerCode, name: '另一局', types: [typeCode] };
      const evil = await fork((its) => its.province('ZhejiangMSP', registered));
      await grow(world, 1);
      return following(() => evil);
    },
  ],
  [
    'a later state has every log of the earlier',
    { file: sync, from: '[...ours.keys()].some((name) => !offered.has(name))', to: 'false' },
    equivocation,
    async () => {
      await world.append('p', 'AnhuiMSP', { log: 'p', mspId: 'AnhuiMSP', kind: 'levy' });
      await world.publish();
      const evil = await fork((its) => {
        its.logs.delete('p AnhuiMSP');
        return its.change(cert(2), 'suspended');
      });
      return following(() => evil);
    },
  ],
  [
    'a longer log goes on from ours',
    { file: sync, from: "if (one.state === 'refused')", to: 'if (false)' },
    equivocation,
    async () => {
      const evil = await fork(async (its) => {
        await its.change(cert(2), 'suspended');
        await its.change(cert(2), 'reinstated');
      });
      await grow(world, 1);
      return following(() => evil);
    },
  ],
  [
    'a lie of the server alone is none of the provinces',
    { file: contradiction, from: 'return at?.hash === head.hash', to: 'return true' },
    ['FEED_MISMATCH'],
    async () => {
      const before = { files: new Map(world.files) };
      await grow(world, 1);
      const prev = '0'.repeat(64);
      const liar = altered(page, (records) =>
        records.map((one, i) => (records[i + 1] ? one : { ...one, prev })),
      );
      return following(() => liar, before);
    },
  ],
  [
    'what begins at our end is no second history, wherever its pages end',
    { file: contradiction, from: 'at?.seq === held.seq && at.hash === held.hash', to: 'false' },
    ['FEED_MISMATCH'],
    async () => {
      const before = { files: new Map(world.files) };
      await grow(world, 2);
      const its = parsePage(world.files.get(page) ?? new Uint8Array());
      const { files } = altered(page, (records) => records.slice(0, -1));
      const last = { ...its, from: its.records.length, records: its.records.slice(-1) };
      const cut = new Map([...files, [pagePath('i', issuerCode, last.from), encodePage(last)]]);
      return following(() => ({ files: cut }), before);
    },
  ],
  [
    'an older state that was attested just now is older',
    { file: sync, from: "if (isBehind)\n        return 'behind';", to: '' },
    ['CHECKPOINT_OLDER'],
    async () => {
      const lagging = world.fork();
      await grow(world, 1);
      lagging.now = world.now + minute;
      await lagging.publish();
      return following(() => lagging);
    },
  ],
  [
    'a trust anchor has one successor',
    {
      file: heldAnchors,
      from: '(await trustAnchorId(theirs)) === (await trustAnchorId(ours))',
      to: 'true',
    },
    equivocation,
    async () => {
      const pinned = world.anchor;
      const evil = world.fork();
      await world.succeed({ threshold: 2 });
      await world.publish();
      const provinces = [];
      for (const one of pinned.provinces) {
        const authority = await Authority.create(`ca.${one.mspId}.evil`);
        evil.peers.set(one.mspId, await authority.peer(one.mspId));
        provinces.push({ ...one, roots: [toBase64(authority.der)] });
      }
      // Its own peers sign under it; the pinned anchor's attest it.
      const attest = evil.attest.bind(evil);
      evil.attest = world.attest.bind(world);
      await evil.succeed({ provinces });
      evil.attest = attest;
      await evil.publish();
      return async (its) => {
        const window = await Window.open(its, pinned);
        await window.sync(world);
        return window.sync(evil);
      };
    },
  ],
];

/** A window pinned to the anchor before, and what the network's log says that the next one is. */
async function succeeded(named: Partial<TestNetwork['anchor']>): Promise<Observe> {
  const pinned = world.anchor;
  const next = await world.succeed({ threshold: 2 });
  const log = `n ${world.network}`;
  const records = world.logs.get(log) ?? [];
  const decided = { ...records.at(-1), items: [{ kind: 'anchor', anchor: { ...next, ...named } }] };
  world.logs.set(log, [...records.slice(0, -1), decided as unknown as LogRecord]);
  await world.publish();
  return async (its) => (await Window.open(its, pinned)).sync(world);
}

const anchors: readonly Check[] = [
  [
    'the network’s log names the trust anchor of the checkpoint',
    {
      file: anchorOnLedger,
      from: '!named || (await trustAnchorId(named)) !== (await trustAnchorId(anchor))',
      to: 'false',
    },
    ['ANCHOR_REFUSED'],
    () => succeeded({ threshold: 3 }),
  ],
  [
    'a network’s log that is not all here is not asked for it',
    { file: anchorOnLedger, from: ' || !ledger.isNetworkCurrent', to: '' },
    ['FEED_SHORT'],
    async () => {
      const pinned = world.anchor;
      await world.succeed({ threshold: 2 });
      await world.publish();
      const files = new Map(world.files);
      files.delete('feed/n/1.json');
      return async (its) => (await Window.open(its, pinned)).sync({ files });
    },
  ],
  [
    'a successor is attested over itself',
    { file: 'mirror/succession.js', from: 'anchor: await trustAnchorId(anchor),', to: '' },
    ['ANCHOR_REFUSED'],
    async () => {
      const pinned = world.anchor;
      const evil = world.fork();
      await evil.succeed({ threshold: 3 });
      await world.succeed({ threshold: 2 });
      await world.publish();
      const read = (its: TestNetwork): Record<string, unknown> =>
        JSON.parse(Buffer.from(its.files.get('feed/anchor/2.json') ?? []).toString()) as Record<
          string,
          unknown
        >;
      const mixed = { ...read(evil), attestation: read(world)['attestation'] };
      const feed = withFile('feed/anchor/2.json', utf8(JSON.stringify(mixed)));
      return async (its) => (await Window.open(its, pinned)).sync(feed);
    },
  ],
];

/** A QR code that the issuer's key signed and nothing anchored, and a list that says otherwise. */
async function unanchored(): Promise<{ text: string; forged: Uint8Array }> {
  const own = new Uint8Array(32).fill(9);
  await world.anchorTree([{ certId: cert(1), qr: own }], [key]);
  world.now += minute;
  await world.publish();
  const identifier = formatIdentifier({ type: typeCode, issuer: issuerCode, serial: '1', version: '001' });
  const holder = { holderName: '张三', holderNumber: '330***********0017' };
  const named = { issuer: issuerCode, identifier, certId: cert(7), name: '居住证', ...holder };
  const qr = await signQr({ ...named, validFrom: '2024-01-01', validUntil: null }, key);
  const forged = (await qrDigest(qr)).subarray(0, own.length / 2);
  return { text: (await encodeQrText(qr, 'h')).text, forged };
}

const lists: readonly Check[] = [
  [
    'a list that a server gives is the one that the entry names',
    { file: 'mirror/qr-lists.js', from: '(await sha256Hex(bytes)) === entry.qr', to: 'true' },
    ['a list is lacking'],
    async () => {
      const { forged } = await unanchored();
      return fresh(() => withFile(list, forged));
    },
  ],
  [
    'a list that is here is the one that the entry names',
    { file: 'mirror/qr-lists.js', from: '(await sha256Hex(bytes)) === qr)', to: 'true)' },
    'RECEIPT_MISSING',
    async () => {
      const { text, forged } = await unanchored();
      return async (its) => {
        const window = await Window.open(its);
        await window.sync(world);
        await window.store.put(`qr/${issuerCode}/2`, forged);
        const policy = { requireAnchoring: true };
        const options = { trustAnchor: world.anchor, mirror: window.mirror, clock: world.clock, policy };
        return (await its.createVerifier(options).verifyQr(text)).code;
      };
    },
  ],
];

describe.each([
  ['pages', cutting],
  ['records', chaining],
  ['histories', forks],
  ['trust anchors', anchors],
  ['lists of QR codes', lists],
])('of %s', (_, checks) => {
  it.each(checks)('%s', async (_what, mutation, seen, act) => {
    const observe = await act();
    expect(await observe(sdk)).toEqual(seen);
    expect(await observe(await mutants.load(mutation))).not.toEqual(seen);
  });
});
