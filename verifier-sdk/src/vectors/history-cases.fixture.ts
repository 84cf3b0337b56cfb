/** Trust anchors after the pinned one, two histories, and older ones. */
import { Authority, issuerCode } from '../attestation/network.fixture.js';
import { fromUtf8, toBase64, toHex, utf8 } from '../formats/bytes.js';
import { encodePage, parsePage } from '../formats/feed.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import { recordHash } from '../formats/records.js';
import { codeOf, idOf } from './codes.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type { VectorSync } from './manifest.fixture.js';
import { instant } from './set.fixture.js';
import type { VectorSet } from './set.fixture.js';
import { sha256 } from '../pdf/handmade.fixture.js';
import { must } from './must.fixture.js';

/** A trust anchor that is refused leaves a window without a mirror. */
export const anchorRefused =
  (set: VectorSet, text: string) =>
  (id: string, ledger: VectorLedger, problem: string): void => {
    const section = 'Trust anchor';
    const mirror = set.mirrorOf(`anchor-${id}`, section, ledger, [problem], { outcome: 'failed' });
    const expect = 'indeterminate STATUS_UNKNOWN';
    set.case({ id: `anchor/${id}`, section, mirror, input: { kind: 'qr', text }, expect });
  };

/** Trust anchors after the pinned one. */
export async function addAnchors(set: VectorSet): Promise<void> {
  const { cast } = set;
  const { text } = await codeOf(cast.issuer, 'good');
  const section = 'Trust anchor';
  const path = 'feed/anchor/2.json';
  const moved = async (change: Parameters<VectorLedger['succeed']>[0], more = {}): Promise<VectorLedger> => {
    const ledger = set.ledger;
    await ledger.succeed(change, more);
    await ledger.publishLater();
    return ledger;
  };
  const add = anchorRefused(set, text);
  const ledger = await moved({ threshold: 3 });
  const { anhui, sichuan, zhejiang } = ledger.peersOf;
  const three = { endorsers: [anhui, sichuan, zhejiang] };
  // Of the raised threshold: what was enough before is not.
  add('threshold-raised', ledger, 'CHECKPOINT_REFUSED THRESHOLD_MISSED');
  const good = ledger.fork();
  good.files.set('feed/checkpoint.json', await good.checkpoint(three));
  const mirror = set.mirrorOf('anchor-followed', section, good);
  const now = instant(good.now);
  set.case({ id: 'anchor/followed', section, mirror, now, input: { kind: 'qr', text }, expect: 'valid OK' });
  const missing = good.fork();
  missing.files.delete(path);
  add('missing', missing, 'ANCHOR_REFUSED ANCHOR_MISSING');
  const change = (
    id: string,
    problem: string,
    by: (file: { anchor: Record<string, Json>; v: Json }) => void,
  ): void => {
    const other = good.fork();
    const file = JSON.parse(fromUtf8(other.files.get(path) ?? utf8(''))) as {
      anchor: Record<string, Json>;
      v: Json;
    };
    by(file);
    other.files.set(path, utf8(canonicalJson(file)));
    add(id, other, problem);
  };
  change('changed', 'ANCHOR_REFUSED SUBJECT_MISMATCH', ({ anchor }) => (anchor['threshold'] = 1));
  change('of-another-network', 'ANCHOR_REFUSED ANCHOR_OF_ANOTHER_NETWORK', ({ anchor }) => {
    anchor['network'] = 'f'.repeat(32);
  });
  change('of-a-later-version', 'UPDATE_NEEDED VERSION_UNKNOWN', (file) => (file.v = 2));
  const later = set.ledger;
  const tag = { $tag: 'certbridge/anchor/2' };
  await later.succeed({ threshold: 3 }, {}, {}, tag);
  later.files.set('feed/checkpoint.json', await later.checkpoint(three));
  add('of-a-later-statement', later, 'UPDATE_NEEDED STATEMENT_VERSION');
  change('malformed', 'ANCHOR_REFUSED TRUST_ANCHOR_MALFORMED', ({ anchor }) => (anchor['threshold'] = 9));
  // A peer that the next trust anchor revokes signs no checkpoint under it.
  const certificate = new Uint8Array(anhui.certificate.rawData);
  const revoked = [toHex(sha256(certificate))];
  const provinces = set.ledger.anchor.provinces.map((one) =>
    one.mspId === 'AnhuiMSP' ? { ...one, revoked } : one,
  );
  add('peer-revoked', await moved({ provinces }), 'CHECKPOINT_REFUSED ENDORSER_REVOKED');
  const pinned = set.anchor('followed', good.anchor);
  const before = set.ledger;
  const older = set.mirrorOf(
    'anchor-before-pinned',
    section,
    before,
    ['CHECKPOINT_OLDER ANCHOR_BEFORE_PINNED'],
    {
      ...{ outcome: 'failed', trustAnchor: pinned },
    },
  );
  set.case({
    ...{ id: 'anchor/before-pinned', section, mirror: older, trustAnchor: pinned },
    ...{ input: { kind: 'qr', text }, expect: 'indeterminate STATUS_UNKNOWN' },
  });
  const many = set.ledger;
  for (let n = 0; n < 33; n += 1) await many.succeed({});
  await many.publishLater();
  many.files.delete(`feed/n/1.json`);
  add('too-many-at-once', many, 'ANCHOR_REFUSED TOO_MANY_ANCHORS');
  // The network's log must name the very anchor that the checkpoint was verified under.
  const unlogged = set.ledger;
  await unlogged.succeed({});
  unlogged.logs.set(`n ${unlogged.network}`, (unlogged.logs.get(`n ${unlogged.network}`) ?? []).slice(0, -1));
  await unlogged.publishLater();
  add('not-on-the-ledger', unlogged, 'ANCHOR_REFUSED ANCHOR_NOT_ON_LEDGER');
  const unbegun = set.ledger;
  unbegun.logs.delete(`n ${unbegun.network}`);
  await unbegun.decide([{ kind: 'feature', feature: 'later' }]);
  await unbegun.publishLater();
  add('of-a-ledger-that-names-none', unbegun, 'ANCHOR_REFUSED ANCHOR_NOT_ON_LEDGER');
}

/** Two histories, and older ones. */
export async function addHistories(set: VectorSet): Promise<void> {
  const { cast } = set;
  const section = 'Evidence';
  const { text } = await codeOf(cast.issuer, 'good');
  const first = { servers: [set.good], now: instant(set.ledger.now) };
  const updated = { outcome: 'updated', problems: [], equivocation: false } as const;
  const add = (
    id: string,
    other: VectorLedger,
    expect: VectorSync['expect'],
    said: string,
    before: VectorSync = { ...first, expect: updated },
  ): void => {
    const second = { servers: [set.server(`history-${id}`, other)], now: instant(other.now), expect };
    const mirror = set.mirror(`history-${id}`, section, [before, second]);
    const now = instant(other.now);
    set.case({ id: `history/${id}`, section, mirror, now, input: { kind: 'qr', text }, expect: said });
  };
  const forked = { outcome: 'failed', problems: ['LEDGER_EQUIVOCATION'], equivocation: true } as const;
  const open = 'indeterminate LEDGER_EQUIVOCATION';
  // Another record at the same place.
  const rewritten = set.ledger;
  const records = rewritten.logs.get(`i ${issuerCode}`) ?? [];
  const last = must(records.at(-1));
  rewritten.logs.set(`i ${issuerCode}`, [
    ...records.slice(0, -1),
    { ...last, time: instant(rewritten.now + 1) },
  ]);
  await rewritten.publishLater();
  add('another-record', rewritten, forked, open);
  // A longer log that leaves ours before its end.
  const longer = set.ledger;
  const changed = { ...last, time: instant(longer.now + 1) };
  const next = { ...last, seq: last.seq + 1, prev: await recordHash(changed) };
  longer.logs.set(`i ${issuerCode}`, [...records.slice(0, -1), changed, next]);
  await longer.publishLater();
  add('longer', longer, { ...forked, problems: ['LEDGER_EQUIVOCATION'] }, open);
  // What is served beyond its head is no part of it.
  const beyond = longer.fork();
  await beyond.change(idOf('somebody'), 'revoked');
  await beyond.publish();
  beyond.files.set('feed/checkpoint.json', must(longer.files.get('feed/checkpoint.json')));
  add('longer-and-records-beyond-its-head', beyond, forked, open);
  const page = `feed/i/${issuerCode}`;
  const cut = longer.fork();
  const { records: all, ...rest } = parsePage(must(cut.files.get(`${page}/1.json`)));
  cut.files.set(`${page}/1.json`, encodePage({ ...rest, records: all.slice(0, -1) }));
  cut.files.set(`${page}/${next.seq}.json`, encodePage({ ...rest, from: next.seq, records: all.slice(-1) }));
  add('longer-and-cut-after-what-is-held', cut, forked, open);
  // Records that lead to no attested head prove nothing but a lie of the server.
  const lied = set.ledger;
  await lied.change(idOf('somebody'), 'revoked');
  await lied.publishLater();
  lied.files.set(`${page}/1.json`, must(longer.files.get(`${page}/1.json`)));
  const lie = {
    outcome: 'updated',
    problems: ['FEED_MISMATCH RECORD_CHANGED'],
    equivocation: false,
  } as const;
  add('lie-about-a-log-that-is-held', lied, lie, 'indeterminate STATUS_STALE');
  // Each log of one of them is longer.
  const one = set.ledger;
  await one.change(idOf('somebody'), 'revoked');
  await one.publishLater();
  const other = set.ledger;
  await other.province('AnhuiMSP', {
    kind: 'issuer',
    issuer: '11340000MB0000000Y',
    name: '示例局',
    types: [],
  });
  await other.publishLater();
  const held = { servers: [set.server('history-one', one)], now: instant(one.now), expect: updated };
  add('neither-contains-the-other', other, forked, open, held);
  const anchors = set.ledger;
  await anchors.succeed({ provinces: anchors.anchor.provinces });
  await anchors.publishLater();
  const rival = set.ledger;
  const more = { ...must(rival.anchor.provinces[0]), name: '另一省' };
  await rival.succeed({ provinces: [more, ...rival.anchor.provinces.slice(1)] });
  await rival.publishLater();
  const heldAnchor = {
    servers: [set.server('history-anchor', anchors)],
    now: instant(anchors.now),
    expect: updated,
  };
  add('two-trust-anchors', rival, forked, open, heldAnchor);
  // Its checkpoint does not hold under the one that is held: the trust anchors themselves are the proof.
  const moved = set.ledger;
  const authority = await Authority.create('ca.AnhuiMSP.2', {}, await cast.keys.pair('ca.AnhuiMSP.2'));
  const provinces = moved.anchor.provinces.map((province) =>
    province.mspId === 'AnhuiMSP' ? { ...province, roots: [toBase64(authority.der)] } : province,
  );
  await moved.succeed({ provinces });
  const peer = await authority.peer('AnhuiMSP', 'peer', {}, await cast.keys.pair('peer.AnhuiMSP.2'));
  moved.peers.set('AnhuiMSP', peer);
  await moved.publishLater();
  add('two-trust-anchors-of-other-authorities', moved, forked, open, heldAnchor);
  // A checkpoint that does not hold, under the same trust anchor, proves nothing.
  const alone = anchors.fork();
  alone.files.set('feed/checkpoint.json', await alone.checkpoint({ endorsers: [alone.peersOf.zhejiang] }));
  const missed = ['CHECKPOINT_REFUSED THRESHOLD_MISSED'];
  const refused = { outcome: 'failed', problems: missed, equivocation: false } as const;
  add('checkpoint-refused-since', alone, refused, 'valid OK', heldAnchor);
  const lacking = alone.fork();
  lacking.files.delete('feed/anchor/2.json');
  add('checkpoint-refused-and-no-trust-anchor', lacking, refused, 'valid OK', heldAnchor);
  const older = { outcome: 'failed', problems: ['CHECKPOINT_OLDER'], equivocation: false } as const;
  const fresh = set.ledger;
  await fresh.change(idOf('good'), 'revoked');
  await fresh.publishLater();
  const newer = { servers: [set.server('history-newer', fresh)], now: instant(fresh.now), expect: updated };
  add('older', set.ledgerAt(fresh.now), older, 'invalid REVOKED', newer);
  const same = { outcome: 'current', problems: [], equivocation: false } as const;
  add('same', set.ledger, same, 'valid OK');
}
