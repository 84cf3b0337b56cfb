/** Forgeries that one check alone stands in the way of. */
import { toHex } from '../formats/bytes.js';
import { encodeAnchorFile } from '../formats/feed.js';
import { encodeLeaf } from '../formats/leaf.js';
import { leafHash } from '../formats/merkle.js';
import { qrList } from '../formats/qr-list.js';
import { qrDigest } from '../formats/qr.js';
import { encodeReceipt } from '../formats/receipt.js';
import type { Entry } from '../formats/entry.js';
import type { LogRecord } from '../formats/records.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import { codeOf, idOf } from './codes.fixture.js';
import { anchorDocuments, documentOf, sign } from './documents.fixture.js';
import { addEndorsers } from './endorser-cases.fixture.js';
import { anchorRefused } from './history-cases.fixture.js';
import { day, issuerCode, otherIssuer, typeCode } from './ledger.fixture.js';
import { withRecords } from './mirror-cases.fixture.js';
import { must } from './must.fixture.js';
import { instant } from './set.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';

export async function addIsolatedCases(set: VectorSet): Promise<void> {
  await addAnchorings(set);
  await addFeeds(set);
  await addEndorsers(set);
  await addSuccessors(set);
}

const pdfCase = (
  set: VectorSet,
  id: string,
  bytes: Uint8Array,
  expect: string,
  more: Partial<CaseOf>,
): void => {
  const file = set.put(`pdf/${id}.pdf`, bytes);
  set.case({ id: `pdf/${id}`, input: { kind: 'pdf', file }, expect, ...more });
};

async function addAnchorings(set: VectorSet): Promise<void> {
  const { cast } = set;
  // Another department registers the same keys as its own, and anchors what this one never anchored.
  const hostile = set.ledger;
  for (const [key, use] of [
    [cast.issuer, 'certificate'],
    [cast.credential, 'credential'],
  ] as const)
    await hostile.addKeyTo('AnhuiMSP', otherIssuer, key, { use });
  const document = await documentOf(cast, 'anchored-by-another-issuer');
  const input = await leafHash(encodeLeaf(document.leaf));
  const keys = [cast.issuer, cast.credential];
  const entry = (await hostile.entryOf(otherIssuer, {
    ...{ root: toHex(input), size: 1, keys: keys.map(({ kid }) => toHex(kid)).sort(), types: [typeCode] },
    qr: (await qrList([])).hash,
  })) as Entry;
  const statement = await hostile.entryStatement(entry, keys, { mspId: 'AnhuiMSP' });
  const attestation = hostile.attest(statement);
  const receipt = encodeReceipt({ ...document.leaf, index: 0, path: [], entry, attestation });
  await hostile.publishLater();
  const mirror = set.mirrorOf('anchored-by-another-issuer', 'Leaf, tree, receipt', hostile);
  const signed = sign(cast, document, { receipt });
  pdfCase(set, 'anchored-by-another-issuer', signed, 'indeterminate RECEIPT_UNUSABLE', {
    ...{ section: 'Leaf, tree, receipt', mirror, now: instant(hostile.now) },
  });

  // A stolen key that was revoked, and a list in an entry that was made after that.
  const late = set.ledger;
  const forged = await codeOf(cast.revoked, 'good', { holderName: '李四' });
  await late.anchorTree([{ certId: idOf('good'), qr: await qrDigest(forged.cose) }], [cast.revoked]);
  await late.publishLater();
  const section = 'Anchoring of QR codes';
  set.case({
    ...{ id: 'qr-anchoring/listed-after-revocation', section, expect: 'invalid NOT_ANCHORED' },
    ...{ mirror: set.mirrorOf('listed-after-revocation', section, late), now: instant(late.now) },
    input: { kind: 'qr', text: forged.text },
  });
  set.case({
    ...{ id: 'qr-anchoring/not-listed-and-two-histories', section, mirror: 'history-another-record' },
    ...{ input: { kind: 'qr', text: forged.text }, expect: 'indeterminate LEDGER_EQUIVOCATION' },
  });

  // A key that was added after the version that the entry names.
  const early = set.ledger;
  const before = early.under();
  await early.addKeyTo('ZhejiangMSP', issuerCode, cast.stranger);
  early.unders.set(issuerCode, before);
  const unborn = await documentOf(cast, 'entry-before-its-key', { by: cast.strangerParty });
  const [own] = await anchorDocuments(early, [unborn], [cast.stranger, cast.credential]);
  await early.publishLater();
  pdfCase(
    set,
    'entry-before-its-key',
    sign(cast, unborn, { receipt: own }),
    'indeterminate RECORD_UNUSABLE',
    {
      ...{ section: 'Records and logs', now: instant(early.now) },
      mirror: set.mirrorOf('entry-before-its-key', 'Records and logs', early),
    },
  );

  // The credential's key was revoked, and nothing proves that this was there before.
  const ended = set.ledger;
  await ended.revokeKey(cast.credential);
  await ended.publishLater();
  set.case({
    ...{ id: 'pdf/credential-key-revoked', section: 'In a PDF', policy: { requireAnchoring: false } },
    ...{ input: { kind: 'pdf', file: 'pdf/without-receipt.pdf' }, expect: 'indeterminate RECEIPT_MISSING' },
    ...{ mirror: set.mirrorOf('credential-key-revoked', 'In a PDF', ended), now: instant(ended.now) },
  });
}

async function addFeeds(set: VectorSet): Promise<void> {
  const { cast } = set;
  const { text } = await codeOf(cast.issuer, 'good');
  const path = `feed/i/${issuerCode}/1.json`;
  const add = (
    id: string,
    problem: string,
    change: (page: Uint8Array) => Uint8Array,
    ledger = set.ledger,
  ): void => {
    ledger.files.set(path, change(must(ledger.files.get(path))));
    const mirror = set.mirrorOf(`page-${id}`, 'Feed', ledger, [
      problem.includes(' ') ? problem : `FEED_MISMATCH ${problem}`,
    ]);
    const expect = 'indeterminate STATUS_STALE';
    set.case({ id: `feed/${id}`, section: 'Feed', mirror, input: { kind: 'qr', text }, expect });
  };
  const cut = set.ledger;
  const rest = withRecords((records) => records.slice(3), { from: 4 });
  cut.files.set(`feed/i/${issuerCode}/4.json`, rest(must(cut.files.get(path))));
  const three = withRecords((records) => records.slice(0, 3));
  add('page-cut-elsewhere', 'PAGE_CUT_ELSEWHERE', three, cut);
  const later = withRecords((records) => records.slice(1), { from: 2 });
  add('page-of-another-beginning', 'PAGE_OF_ANOTHER_LOG', later);
  const theirs = withRecords(
    (records) => records.map((record) => ({ ...record, issuer: otherIssuer }) as LogRecord),
    { id: otherIssuer },
  );
  add('page-of-another-issuer', 'PAGE_OF_ANOTHER_LOG', theirs);
  const malformed = 'FEED_MALFORMED FEED_MALFORMED';
  const oneOf = (more: object) =>
    withRecords(([first, ...others]) => [{ ...must(first), ...more }, ...others]);
  add('record-of-another-issuer', malformed, oneOf({ issuer: otherIssuer }));
  // Its MSP id is what the page's id is.
  add('record-of-a-province', malformed, oneOf({ log: 'p', mspId: issuerCode }));
  add('record-out-of-order', malformed, oneOf({ seq: 2 }));
  const elsewhere = oneOf({ channel: 'other' });
  add('record-of-another-channel', 'RECORD_OF_ANOTHER_NETWORK', elsewhere);

  // What was taken before is told from what a server says now.
  const grown = set.ledger;
  await grown.change(idOf('somebody'), 'revoked');
  await grown.publishLater();
  const changed = withRecords(([first, ...others]) => [
    { ...must(first), time: '2026-11-24T04:00:00.001Z' },
    ...others,
  ]);
  grown.files.set(path, changed(must(grown.files.get(path))));
  const updated = { outcome: 'updated', problems: [], equivocation: false } as const;
  const first = { servers: [set.good], now: instant(set.ledger.now), expect: updated };
  const problems = ['FEED_MISMATCH RECORD_CHANGED'];
  const second = { servers: [set.server('record-taken-before-changed', grown)], now: instant(grown.now) };
  const mirror = set.mirror('record-taken-before-changed', 'Feed', [
    first,
    { ...second, expect: { ...updated, problems } },
  ]);
  set.case({
    ...{ id: 'feed/record-taken-before-changed', section: 'Feed', mirror, now: instant(grown.now) },
    ...{ input: { kind: 'qr', text }, expect: 'indeterminate STATUS_STALE' },
  });

  // What one server lacks another has.
  const lacking = set.ledger;
  // The newer checkpoint, so that it is the first.
  await lacking.publishLater();
  lacking.files.delete(path);
  const servers = [set.server('lacking', lacking), set.good];
  const two = set.mirror('two-servers', 'Feed', [
    { servers, now: instant(lacking.now), expect: { ...updated, problems: ['FEED_SHORT'] } },
  ]);
  set.case({
    id: 'feed/two-servers',
    section: 'Feed',
    now: instant(lacking.now),
    mirror: two,
    input: { kind: 'qr', text },
    expect: 'valid OK',
  });

  // Beats of the future make nothing newer than the checkpoint.
  const ahead = set.ledger;
  ahead.now += day;
  for (const mspId of ['AnhuiMSP', 'SichuanMSP']) ahead.beats.set(mspId, instant(ahead.now + 366 * day));
  await ahead.publish();
  const freshness = 'Clocks and freshness';
  set.case({
    ...{ id: 'beats/a-year-ahead-of-enough', section: freshness, now: instant(ahead.now + 2 * day) },
    ...{ input: { kind: 'qr', text }, expect: 'indeterminate STATUS_STALE' },
    mirror: set.mirrorOf('beats-a-year-ahead-of-enough', freshness, ahead),
  });
}

/** Trust anchors that are attested and do not follow. */
async function addSuccessors(set: VectorSet): Promise<void> {
  const { cast } = set;
  const { text } = await codeOf(cast.issuer, 'good');
  const refused = anchorRefused(set, text);
  const add = async (id: string, reason: string, change: object): Promise<void> => {
    const ledger = set.ledger;
    const before = ledger.anchor;
    await ledger.succeed({});
    const anchor = { ...ledger.anchor, ...change };
    const statement = ledger.statement('anchor', {
      ...{ n: 2, anchor: await trustAnchorId(anchor), previous: await trustAnchorId(before) },
    });
    const attested = { v: 1, anchor, attestation: ledger.attest(statement) } as const;
    await ledger.publishLater();
    ledger.files.set('feed/anchor/2.json', encodeAnchorFile(attested));
    refused(id, ledger, `ANCHOR_REFUSED ${reason}`);
  };
  await add('of-another-channel', 'ANCHOR_OF_ANOTHER_NETWORK', { channel: 'other' });
  await add('out-of-turn', 'ANCHOR_OUT_OF_TURN', { n: 3 });
}
