/** Mirrors as the folders that windows keep, good ones and damaged ones. */
import { MemoryStore, openMirror, syncMirror } from '../mirror/index.js';
import { TestServers } from '../attestation/servers.fixture.js';
import { fromUtf8, toHex, utf8 } from '../formats/bytes.js';
import { parsePage } from '../formats/feed.js';
import type { Page } from '../formats/feed.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { codeOf } from './codes.fixture.js';
import { issuerCode, minute, otherIssuer } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type { VectorSync } from './manifest.fixture.js';
import { must } from './must.fixture.js';
import { instant, json } from './set.fixture.js';
import type { VectorSet } from './set.fixture.js';

type Kept = ReadonlyMap<string, Uint8Array>;
const section = 'Mirror’s folder';

/** What a window that pinned this trust anchor keeps of a ledger. */
async function keptOf(ledger: VectorLedger, trustAnchor = ledger.anchor): Promise<Kept> {
  const store = new MemoryStore();
  const mirror = await openMirror(store, { trustAnchor, clock: ledger.clock });
  await syncMirror(mirror, { urls: ['http://a'], fetch: new TestServers({ a: ledger }).fetch });
  const files = new Map<string, Uint8Array>();
  for (const name of (await store.list('')).toSorted()) files.set(name, must(await store.get(name)));
  return files;
}

/** Puts a folder among the vectors; gives the name of its mirror. */
function putFolder(set: VectorSet, id: string, kept: Kept, damage?: string): string {
  const folder = `folders/${id}`;
  for (const [name, bytes] of kept) set.put(`${folder}/${name}`, bytes);
  set.put(`${folder}/files.json`, json([...kept.keys()]));
  const about = { section, trustAnchor: 'good', store: folder };
  set.mirrors[`folder-${id}`] = { ...about, ...(damage !== undefined && { damage }) };
  return `folder-${id}`;
}

/** A trust anchor whose peers' certificates have ended since, and a checkpoint under it whose have not. */
async function addLapsed(set: VectorSet, text: string): Promise<void> {
  const { ledger } = set;
  const pinned = ledger.anchor;
  const { anhui } = ledger.peersOf;
  const keys = await set.cast.keys.pair('peer.AnhuiMSP');
  const span = { notAfter: '2026-11-24T04:30:00Z' };
  ledger.peers.set('AnhuiMSP', await ledger.authority('AnhuiMSP').peer('AnhuiMSP', 'peer', span, keys));
  await ledger.succeed({});
  ledger.peers.set('AnhuiMSP', anhui);
  await ledger.publishLater();
  const mirror = putFolder(set, 'anchor-lapsed', await keptOf(ledger, pinned));
  const input = { kind: 'qr', text } as const;
  const before = instant(ledger.now);
  set.case({ id: 'folder/anchor-before-it-lapses', section, mirror, now: before, input, expect: 'valid OK' });
  const now = '2026-11-24T05:00:00.000Z';
  const expect = 'indeterminate STATUS_STALE';
  set.case({ id: 'folder/anchor-that-lapsed', section, mirror, now, input, expect });

  await addRenewed(set, { ledger, pinned, text });
}

/** What servers have of that trust anchor when it is asked for once more. */
async function addRenewed(
  set: VectorSet,
  {
    ledger,
    pinned,
    text,
  }: { readonly ledger: VectorLedger; readonly pinned: TrustAnchor; readonly text: string },
): Promise<void> {
  const taken = { servers: [set.server('anchor-to-lapse', ledger)], now: instant(ledger.now) };
  const add = async (
    id: string,
    said: string,
    expected: Partial<VectorSync['expect']>,
    change: (server: VectorLedger) => Promise<unknown>,
  ): Promise<void> => {
    const server = ledger.fork();
    await change(server);
    const updated = { outcome: 'updated', problems: [], equivocation: false } as const;
    const expect = { ...updated, outcome: 'current', ...expected } as const;
    const mirror = set.mirror(`anchor-${id}`, 'Feed', [
      { ...taken, expect: updated },
      { ...taken, servers: [set.server(`anchor-${id}`, server)], expect },
    ]);
    const about = { section: 'Feed', now: '2026-11-24T05:00:00.000Z', mirror };
    set.case({ id: `anchor/${id}`, input: { kind: 'qr', text }, expect: said, ...about });
  };
  const { anchor } = ledger;
  const stale = 'indeterminate STATUS_STALE';
  await add('attested-anew', 'valid OK', {}, (server) => server.attestAnchor(anchor, pinned));
  await add('not-attested-anew', stale, {}, () => Promise.resolve());
  await add('not-served-any-more', stale, {}, ({ files }) =>
    Promise.resolve(files.delete(`feed/anchor/${anchor.n}.json`)),
  );
  await add('attested-anew-by-one', stale, {}, (server) =>
    server.attestAnchor(anchor, pinned, {}, { endorsers: [server.peersOf.zhejiang] }),
  );
  const problems = ['LEDGER_EQUIVOCATION'];
  await add(
    'another-attested-since',
    'indeterminate LEDGER_EQUIVOCATION',
    { problems, equivocation: true },
    (server) => server.attestAnchor({ ...anchor, threshold: anchor.provinces.length }, pinned),
  );
}

export async function addStoreCases(set: VectorSet): Promise<void> {
  const { cast, ledger } = set;
  const files = await keptOf(ledger);
  const { text } = await codeOf(cast.issuer, 'good');
  const add = (id: string, kept: Kept, expect: string, damage?: string): void => {
    putFolder(set, id, kept, damage);
    const now = instant(ledger.now + minute);
    const common = { section, mirror: `folder-${id}`, now };
    set.case({ id: `folder/${id}`, input: { kind: 'qr', text }, expect, ...common });
  };
  const changed = (
    path: RegExp,
    change: (bytes: Uint8Array) => Uint8Array | undefined,
  ): Map<string, Uint8Array> => {
    const name = [...files.keys()].find((one) => path.test(one));
    if (name === undefined) throw new TypeError(`no ${String(path)}`);
    const bytes = change(files.get(name) ?? utf8(''));
    const all = new Map(files);
    if (bytes) all.set(name, bytes);
    else all.delete(name);
    return all;
  };
  const edited = (from: string | RegExp, to: string) => (bytes: Uint8Array) =>
    utf8(fromUtf8(bytes).replace(from, to));
  const unknown = 'indeterminate STATUS_UNKNOWN';
  const stale = 'indeterminate STATUS_STALE';
  const { certId } = set.pdf.document;
  add('good', new Map([...files, [`receipts/${toHex(certId)}`, set.pdf.receipt]]), 'valid OK');
  set.case({
    ...{ id: 'folder/receipt-that-was-kept', section, mirror: 'folder-good' },
    ...{ input: { kind: 'pdf', file: 'pdf/without-receipt.pdf' }, expect: 'valid OK' },
  });
  add('empty', new Map(), unknown);
  add(
    'without-state',
    changed(/^state/, () => undefined),
    unknown,
  );
  add(
    'state-no-json',
    changed(/^state/, () => utf8('{')),
    unknown,
    'STORE_DAMAGED JSON_MALFORMED',
  );
  add(
    'without-checkpoint',
    changed(/^checkpoints/, () => undefined),
    unknown,
    'STORE_DAMAGED FILE_MISSING',
  );
  const nonce = edited('"nonce":"abab', '"nonce":"bbab');
  add('checkpoint-changed', changed(/^checkpoints/, nonce), unknown, 'STORE_DAMAGED SUBJECT_MISMATCH');
  const renewed = set.ledger;
  await renewed.succeed({ provinces: renewed.anchor.provinces });
  await renewed.publishLater();
  const foreign = edited(`"network":"${ledger.network}"`, `"network":"${'0'.repeat(32)}"`);
  const next = must(renewed.files.get('feed/anchor/2.json'));
  const anchors = new Map(await keptOf(renewed, ledger.anchor)).set('anchors/2.json', foreign(next));
  add('anchor-of-another-network', anchors, unknown, 'STORE_DAMAGED ANCHOR_OF_ANOTHER_NETWORK');
  // A sync that is cut short leaves the successor, but not what is of it.
  add('anchor-that-its-checkpoint-is-not-of', new Map([...files, ['anchors/2.json', next]]), 'valid OK');
  // Peers of before sign that the network's log named a successor.
  const named = renewed.fork();
  named.files.set('feed/checkpoint.json', await named.checkpoint({}, { anchor: 1 }));
  named.files.delete('feed/n/1.json');
  const lacking = await keptOf(named, ledger.anchor);
  const whole = edited(/"lagging":\[.*?\]/, '"lagging":[]')(must(lacking.get('state.json')));
  const network = [...(await keptOf(renewed, ledger.anchor))].filter(([name]) => name.startsWith('logs/n/'));
  const onLedger = new Map([...lacking, ...network]).set('state.json', whole);
  add('anchor-not-on-the-ledger', onLedger, unknown, 'STORE_DAMAGED ANCHOR_NOT_ON_LEDGER');
  await addLapsed(set, text);
  const own = new RegExp(`^logs/i/${issuerCode}/`);
  add(
    'page-missing',
    changed(own, () => undefined),
    stale,
    'STORE_DAMAGED FILE_MISSING',
  );
  const record = edited('"reason":"unspecified"', '"reason":"lost"');
  add('record-changed', changed(own, record), stale, 'STORE_DAMAGED RECORD_OUT_OF_CHAIN');
  const last = (bytes: Uint8Array): Uint8Array => {
    const text = fromUtf8(bytes);
    const at = text.lastIndexOf('"seq":');
    return utf8(
      text.slice(0, at) +
        text.slice(at).replace(/"time":"2026-11-24T04:00:00.000Z"/, '"time":"2026-11-24T04:00:00.001Z"'),
    );
  };
  add('last-record-changed', changed(own, last), stale, 'STORE_DAMAGED HEAD_NOT_REACHED');
  // A list that is not the one of its entry says nothing: of a key that was revoked nothing is left that anchored it.
  const list = changed(/^qr\/.*\/3$/, (bytes) => bytes.map((byte) => byte ^ 1));
  add('list-changed', list, 'valid OK');
  const listed = await codeOf(cast.revoked, 'before-revocation');
  for (const [mirror, expect] of [
    ['good', 'valid OK'],
    ['list-changed', 'indeterminate RECEIPT_MISSING'],
  ] as const)
    set.case({
      ...{ id: `folder/listed-before-revocation-${mirror}`, section },
      ...{ mirror: `folder-${mirror}`, input: { kind: 'qr', text: listed.text }, expect },
    });
  const others = [...files.keys()].find((name) => name.startsWith('logs/p/ZhejiangMSP/')) ?? '';
  const swapped = changed(own, () => files.get(others));
  add('page-of-another-log', swapped, stale, 'STORE_DAMAGED PAGE_OF_ANOTHER_LOG');
  const damaged = (id: string, page: object, reason = 'PAGE_OF_ANOTHER_LOG'): void => {
    const bytes = utf8(canonicalJson(page as Json));
    const all = changed(own, () => bytes);
    add(id, all, stale, `STORE_DAMAGED ${reason}`);
  };
  const pageOf = (path: RegExp): Page =>
    parsePage(must(files.get(must([...files.keys()].find((name) => path.test(name))))));
  const { records, ...rest } = pageOf(own);
  damaged('page-of-another-beginning', { ...rest, from: 2, records: records.slice(1) });
  const ofProvince = pageOf(/^logs\/p\/Zhejiang/);
  const renamed = ofProvince.records.map((one) => ({ ...one, mspId: issuerCode }));
  damaged('page-of-another-kind-of-log', { ...ofProvince, id: issuerCode, records: renamed });
  const theirs = records.map((one) => ({ ...one, issuer: otherIssuer }));
  damaged('page-of-another-issuer', { ...rest, id: otherIssuer, records: theirs });
  damaged('page-no-json', [], 'FEED_MALFORMED');
  const withoutNetwork = changed(/^logs\/n\//, () => undefined);
  add('network-page-missing', withoutNetwork, stale, 'STORE_DAMAGED FILE_MISSING');
}
