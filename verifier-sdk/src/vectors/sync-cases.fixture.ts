/** Syncs from several servers, and what a sync makes of what an earlier one held. */
import { toHex, utf8 } from '../formats/bytes.js';
import { sha256 } from '../pdf/handmade.fixture.js';
import { codeOf } from './codes.fixture.js';
import { day, issuerCode, minute, otherIssuer } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type { VectorServer, VectorSync } from './manifest.fixture.js';
import { must } from './must.fixture.js';
import { instant } from './set.fixture.js';
import type { VectorSet } from './set.fixture.js';

const equivocation = 'LEDGER_EQUIVOCATION';

/** What `syncs` make of a certificate that all of these ledgers have. */
export async function addSyncs(set: VectorSet): Promise<void> {
  const { cast, good } = set;
  const { text } = await codeOf(cast.issuer, 'good');
  const start = set.ledger.now;
  const sync = (
    servers: readonly VectorServer[],
    outcome: VectorSync['expect']['outcome'] = 'updated',
    problems: readonly string[] = [],
    now = start + minute,
  ): VectorSync => {
    const isForked = problems.includes(equivocation);
    return { servers, now: instant(now), expect: { outcome, problems, equivocation: isForked } };
  };
  const add = (id: string, expect: string, syncs: readonly VectorSync[], now = start + minute): void => {
    const mirror = set.mirror(`sync-${id}`, 'Feed', syncs);
    const input = { kind: 'qr', text } as const;
    set.case({ id: `sync/${id}`, section: 'Feed', mirror, now: instant(now), input, expect });
  };
  const serverOf = (mirror: string, at = 0): VectorServer =>
    must(must(must(set.mirrors[mirror]?.syncs)[at]).servers[0]);
  // Where it is revoked, where the last entry is another, and where one province more has a log.
  const newer = serverOf('history-older');
  const forked = serverOf('history-another-record', 1);
  const more = serverOf('replay-record-of-a-stranger-without-a-version');
  const anew = set.server('sync-attested-anew', await set.ledger.publishLater());
  const revoked = 'invalid REVOKED';
  add('of-two-the-newer-second', revoked, [sync([good, newer], 'updated', ['CHECKPOINT_OLDER'])]);
  add('of-two-the-newer-first', revoked, [sync([newer, good], 'updated', ['CHECKPOINT_OLDER'])]);
  add('of-two-alike', 'valid OK', [sync([good, good])]);
  add('of-two-histories', `indeterminate ${equivocation}`, [sync([good, forked], 'updated', [equivocation])]);
  add('one-that-is-held-and-one-that-has-more', revoked, [sync([anew]), sync([anew, newer])]);
  add('a-log-is-left-out', 'valid OK', [sync([more]), sync([anew], 'failed', ['CHECKPOINT_OLDER'])]);
  const soon = start + 24 * 60 * minute + minute / 2;
  add('the-same-attested-anew', 'valid OK', [sync([good]), sync([anew])], soon);
  const page = `feed/i/${issuerCode}/1.json`;
  const withoutLog = { ...good, without: [page] };
  add('another-record-of-a-log-that-is-not-here', `indeterminate ${equivocation}`, [
    sync([withoutLog], 'updated', ['FEED_SHORT']),
    sync([forked], 'failed', [equivocation]),
  ]);
  const withoutNetwork = { ...good, without: ['feed/n/1.json'] };
  add('network-page-missing', 'indeterminate STATUS_STALE', [
    sync([withoutNetwork], 'updated', ['FEED_SHORT']),
  ]);
  await addLacking(set, add, sync);
  const broken = 'feeds/sync-page-no-json';
  set.put(`${broken}/${page}`, utf8('{'));
  add('page-no-json-since', 'indeterminate STATUS_STALE', [
    sync([good]),
    sync([{ folders: [...newer.folders, broken] }], 'updated', ['FEED_MALFORMED JSON_MALFORMED']),
  ]);
  await addOldAnchor(set, sync);
  const held = must(must(set.mirrors['history-two-trust-anchors']?.syncs)[0]);
  const rival = set.server('sync-rival-and-one-more', await rivalOf(set.ledger));
  add('two-trust-anchors-and-one-more', `indeterminate ${equivocation}`, [
    held,
    sync([rival], 'failed', [equivocation]),
  ]);
}

type Add = (id: string, expect: string, syncs: readonly VectorSync[], now?: number) => void;
type MakeSync = (
  servers: readonly VectorServer[],
  outcome?: VectorSync['expect']['outcome'],
  problems?: readonly string[],
  now?: number,
) => VectorSync;

/** What servers lack, or fail to serve. */
async function addLacking(set: VectorSet, add: Add, sync: MakeSync): Promise<void> {
  const { good } = set;
  const short = 'FEED_SHORT';
  const stale = 'indeterminate STATUS_STALE';
  const page = `feed/i/${issuerCode}/1.json`;
  const without = (...paths: readonly string[]): VectorServer => ({ ...good, without: paths });
  add('what-is-lacking-still', stale, [
    sync([without(page)], 'updated', [short]),
    sync([without(page)], 'current', [short]),
  ]);
  const ofAnhui = 'feed/p/AnhuiMSP/1.json';
  const servers = [without(page, ofAnhui), without(ofAnhui)];
  add('one-that-lacks-less', 'valid OK', [sync(servers, 'updated', [short, short, short])]);
  const unreachable = 'FEED_UNREACHABLE';
  const failing = (server: VectorServer, paths: readonly string[]): VectorServer => ({
    ...{ ...server, failing: paths },
  });
  add('page-that-fails', stale, [sync([failing(good, [page])], 'updated', [unreachable])]);
  const pages = [...set.ledger.files.keys()].filter((path) =>
    /^feed\/[nip]\/(?:\w+\/)?\d+\.json$/.test(path),
  );
  const failures = [...pages, 'and none came'].map(() => unreachable);
  add('all-pages-fail', 'indeterminate STATUS_UNKNOWN', [sync([failing(good, pages)], 'failed', failures)]);
  const newer = must(must(must(set.mirrors['history-older']?.syncs)[0]).servers[0]);
  add('all-pages-that-are-new-fail', 'valid OK', [
    sync([good]),
    sync([failing(newer, [page])], 'failed', [unreachable, unreachable]),
  ]);
  // A log that never began as one does proves no second history to who has nothing of it.
  const headless = set.ledger;
  await headless.append('i', otherIssuer, {
    ...{ issuer: otherIssuer, under: headless.under(otherIssuer), prev: 'ab'.repeat(32) },
    changes: [{ cert: 'cd'.repeat(16), state: 'revoked', reason: 'unspecified' }],
  });
  await headless.publishLater();
  const server = set.server('sync-log-without-a-beginning', headless);
  const outOfChain = ['FEED_MISMATCH RECORD_OUT_OF_CHAIN'];
  add('log-without-a-beginning', 'valid OK', [sync([server], 'updated', outOfChain)]);
  const empty = set.ledger;
  empty.logs.clear();
  await empty.publishLater();
  add('no-logs', stale, [sync([set.server('sync-no-logs', empty)])]);
}

/** Peers of two provinces whose keys were stolen, and replaced: they sign under the trust anchor of before. */
async function addOldAnchor(set: VectorSet, sync: MakeSync): Promise<void> {
  const { cast, ledger } = set;
  const { anhui, zhejiang } = ledger.peersOf;
  const provinces = ledger.anchor.provinces.map((one) => {
    const peer = [anhui, zhejiang].find(({ mspId }) => mspId === one.mspId);
    const revoked = peer ? [toHex(sha256(new Uint8Array(peer.certificate.rawData)))] : [];
    return { ...one, revoked };
  });
  await ledger.succeed({ provinces });
  for (const { mspId } of [anhui, zhejiang]) {
    const keys = await cast.keys.pair(`peer.${mspId}.2`);
    ledger.peers.set(mspId, await ledger.authority(mspId).peer(mspId, 'peer', {}, keys));
  }
  await ledger.publishLater();
  const held = set.server('sync-keys-replaced', ledger);
  const thief = await cast.keys.key('thief');
  const notOnLedger = 'ANCHOR_REFUSED ANCHOR_NOT_ON_LEDGER';
  const add = (id: string, expect: string, syncs: readonly VectorSync[], text: string, at: number): void => {
    const mirror = set.mirror(`sync-${id}`, 'Feed', syncs);
    const now = instant(at);
    set.case({ id: `sync/${id}`, section: 'Feed', mirror, now, input: { kind: 'qr', text }, expect });
  };
  const forged = (await codeOf(thief, 'forged')).text;
  const stolen = async (name: string, other: VectorLedger): Promise<VectorServer> => {
    await other.publishLater();
    const checkpoint = await other.checkpoint({ endorsers: [anhui, zhejiang] }, { anchor: 1 });
    other.files.set('feed/checkpoint.json', checkpoint);
    return set.server(`sync-${name}`, other);
  };
  const more = ledger.fork();
  await more.addKey(thief);
  const withMore = await stolen('old-trust-anchor-of-more', more);
  const later = more.now;
  add(
    'old-trust-anchor-of-more',
    'invalid KEY_NOT_VALID',
    [sync([held], 'updated', [], ledger.now), sync([withMore], 'failed', [notOnLedger], later)],
    forged,
    later,
  );
  add(
    'old-trust-anchor-of-more-beside-its-successor',
    'invalid KEY_NOT_VALID',
    [sync([withMore, held], 'updated', [notOnLedger], later)],
    forged,
    later,
  );
  // Nor do they make what is held more recent: a day after the last beat it is old.
  const asMuch = ledger.fork();
  asMuch.now += day;
  const withAsMuch = await stolen('old-trust-anchor-of-as-much', asMuch);
  const { text } = await codeOf(cast.issuer, 'good');
  add(
    'old-trust-anchor-of-as-much',
    'indeterminate STATUS_STALE',
    [sync([held], 'updated', [], ledger.now), sync([withAsMuch], 'failed', [notOnLedger], asMuch.now)],
    text,
    asMuch.now,
  );
  // The network's log, which names another trust anchor, is got from another server than its checkpoint.
  const withheld = { ...withMore, without: ['feed/n/1.json'] };
  add(
    'old-trust-anchor-without-its-log-beside-its-successor',
    'invalid KEY_NOT_VALID',
    [sync([withheld, held], 'updated', [notOnLedger], later)],
    forged,
    later,
  );
  add(
    'old-trust-anchor-and-its-log-elsewhere',
    'indeterminate STATUS_STALE',
    [sync([withheld, withMore], 'updated', [notOnLedger, 'FEED_SHORT'], later)],
    text,
    later,
  );
}

/** A second trust anchor of other names, and a third one after it. */
async function rivalOf(ledger: VectorLedger): Promise<VectorLedger> {
  const [first, ...rest] = ledger.anchor.provinces;
  await ledger.succeed({ provinces: [{ ...must(first), name: '另一省' }, ...rest] });
  await ledger.succeed({});
  return ledger.publishLater();
}
