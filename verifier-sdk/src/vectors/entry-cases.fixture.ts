/** PDFs whose entry was made under another version, or on another history, than it should be. */
import { Authority } from '../attestation/network.fixture.js';
import { toBase64 } from '../formats/bytes.js';
import { decodeReceipt, encodeReceipt } from '../formats/receipt.js';
import { idOf } from './codes.fixture.js';
import { anchorDocuments, documentOf } from './documents.fixture.js';
import type { DocumentOptions } from './documents.fixture.js';
import { day, foreignType, issuerCode, otherIssuer, typeCode } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import { must } from './must.fixture.js';
import { instant } from './set.fixture.js';
import type { Pdfs } from './pdf-set.fixture.js';

/** What the entry was made under: keys, types, an issuer that had ended. */
export async function addEntries(pdfs: Pdfs): Promise<void> {
  const { set } = pdfs;
  const { cast } = set;
  const more = { section: 'Records and logs' };
  const make = async (
    id: string,
    expect: string,
    prepare: (ledger: VectorLedger) => Promise<unknown>,
    options: DocumentOptions & {
      keys?: (typeof cast.issuer)[];
      after?: (ledger: VectorLedger) => Promise<unknown>;
    } = {},
  ): Promise<void> => {
    const ledger = set.ledger;
    await prepare(ledger);
    const document = await documentOf(cast, id, options);
    const { by } = options;
    const key = by === cast.revokedParty ? cast.revoked : cast.issuer;
    const [receipt] = await anchorDocuments(ledger, [document], options.keys ?? [key, cast.credential]);
    await options.after?.(ledger);
    await ledger.publishLater();
    const mirror = set.mirrorOf(`entry-${id}`, 'Records and logs', ledger);
    pdfs.add(`entry-${id}`, document, expect, { receipt }, { ...more, mirror, now: instant(ledger.now) });
  };
  const nothing = (): Promise<void> => Promise.resolve();
  await make('after-revocation', 'invalid KEY_NOT_VALID', nothing, { by: cast.revokedParty });
  await make('revoked-since', 'valid OK', nothing, { after: (ledger) => ledger.revokeKey(cast.issuer) });
  const under =
    (n: number, p: number) =>
    async (ledger: VectorLedger): Promise<void> => {
      ledger.unders.set(issuerCode, { n, p });
      await Promise.resolve();
    };
  await make('before-its-keys', 'indeterminate RECORD_UNUSABLE', under(0, 1));
  await make('under-no-version', 'indeterminate RECORD_UNUSABLE', under(0, 99));
  await make('after-retirement', 'indeterminate RECORD_UNUSABLE', (ledger) =>
    ledger.province('ZhejiangMSP', { kind: 'retire', issuer: issuerCode }),
  );
  await make('of-a-type-taken-back', 'indeterminate RECORD_UNUSABLE', (ledger) =>
    ledger.register(issuerCode, 'ZhejiangMSP', { types: [] }),
  );
  await make(
    'of-a-type-given-back-since',
    'indeterminate RECORD_UNUSABLE',
    (ledger) => ledger.register(issuerCode, 'ZhejiangMSP', { types: [] }),
    { after: (ledger) => ledger.register(issuerCode, 'ZhejiangMSP') },
  );
  await make(
    'of-a-type-taken-back-twice',
    'indeterminate RECORD_UNUSABLE',
    (ledger) => ledger.register(issuerCode, 'ZhejiangMSP', { types: [] }),
    { after: (ledger) => ledger.register(issuerCode, 'ZhejiangMSP', { types: [] }) },
  );
  // Whoever takes over a log goes on with it, though the issuer was retired.
  await make('after-retirement-and-a-succession', 'valid OK', async (ledger) => {
    await ledger.province('ZhejiangMSP', { kind: 'retire', issuer: issuerCode });
    const passes = { kind: 'succession', from: issuerCode, to: otherIssuer };
    const under = { from: ledger.under(), to: ledger.under(otherIssuer) };
    await ledger.decide([{ ...passes, under }], { [issuerCode]: 'moved', [otherIssuer]: 'stays' });
  });
  const renew = (ledger: VectorLedger): Promise<unknown> => ledger.register(issuerCode, 'ZhejiangMSP');
  const change = (ledger: VectorLedger): Promise<unknown> => ledger.change(idOf('somebody'), 'revoked');
  /** Renewed, an entry of the new version, and then back to the one before. */
  const back =
    (entry: (ledger: VectorLedger) => Promise<unknown>) =>
    async (ledger: VectorLedger): Promise<void> => {
      const before = ledger.under();
      await renew(ledger);
      await entry(ledger);
      ledger.unders.set(issuerCode, before);
    };
  await make('under-an-earlier-version-than-before', 'indeterminate RECORD_UNUSABLE', back(change));
  const later = (ledger: VectorLedger): Promise<unknown> =>
    ledger.entryOf(issuerCode, { v: 2, about: { type: foreignType } });
  await make('under-an-earlier-version-than-later-software', 'indeterminate RECORD_UNUSABLE', back(later));
  await make('before-one-under-a-later-version', 'valid OK', nothing, {
    after: async (ledger) => {
      await renew(ledger);
      await change(ledger);
    },
  });
  // Of several items of a decision about one issuer the last makes its version, and there is no other.
  await make('under-a-version-within-a-decision', 'indeterminate RECORD_UNUSABLE', async (ledger) => {
    const item = {
      kind: 'issuer',
      issuer: issuerCode,
      name: '示例局',
      types: [typeCode],
      under: ledger.under(),
    };
    const items = ['ZhejiangMSP', 'SichuanMSP'].map((mspId) => ({ ...item, mspId }));
    await ledger.decide(items, { [issuerCode]: 'stays' });
  });
  await addUnreached(pdfs);
  // Attested anew after its issuer was renamed: it has the name of the version that it was made under.
  const renamed = set.ledger;
  const former = await documentOf(cast, 'entry-of-a-former-name');
  const keys = [cast.issuer, cast.credential];
  const { entry, receipts } = await renamed.anchorTree([former.leaf], keys);
  const name = '示例市民政和社会工作局';
  await renamed.register(issuerCode, 'ZhejiangMSP', { name });
  const attestation = renamed.attest(await renamed.entryStatement(entry, keys, { name }));
  await renamed.publishLater();
  pdfs.add(
    'entry-of-a-former-name',
    former,
    'valid OK',
    { receipt: encodeReceipt({ ...decodeReceipt(must(receipts[0])), attestation }) },
    {
      ...{ ...more, now: instant(renamed.now) },
      mirror: set.mirrorOf('entry-of-a-former-name', 'Records and logs', renamed),
    },
  );
  // Two histories: the entry that the receipt proves is not the one that the mirror has at this place.
  const evil = set.ledger;
  const document = await documentOf(cast, 'entry-of-another-history');
  const [receipt] = await anchorDocuments(evil, [document], [cast.issuer, cast.credential]);
  const honest = set.ledger;
  await honest.change(idOf('somebody'), 'revoked');
  await honest.publishLater();
  const mirror = set.mirrorOf('one-entry-more', 'Evidence', honest);
  pdfs.add(
    'entry-of-another-history',
    document,
    'indeterminate LEDGER_EQUIVOCATION',
    { receipt },
    {
      section: 'Evidence',
      mirror,
      now: instant(honest.now),
    },
  );
  // A trust anchor whose province changed its authority: the mirror covers what the one before bore.
  const moved = set.ledger;
  const authority = await Authority.create('ca.AnhuiMSP.2', {}, await cast.keys.pair('ca.AnhuiMSP.2'));
  const provinces = moved.anchor.provinces.map((one) =>
    one.mspId === 'AnhuiMSP' ? { ...one, roots: [toBase64(authority.der)] } : one,
  );
  await moved.succeed({ provinces });
  moved.peers.set(
    'AnhuiMSP',
    await authority.peer('AnhuiMSP', 'peer', {}, await cast.keys.pair('peer.AnhuiMSP.2')),
  );
  await moved.publishLater();
  set.anchor('second', moved.anchor);
  const second = set.mirrorOf('second-anchor', 'Trust anchor', moved);
  const now = instant(moved.now);
  const short = moved.fork();
  short.files.delete(`feed/i/${issuerCode}/1.json`);
  // What the mirror does not have must be attested under the anchor that is in force.
  pdfs.again('of-the-anchor-before-and-not-in-the-mirror', 'pdf', 'indeterminate RECEIPT_UNUSABLE', {
    ...{ section: 'Trust anchor', now },
    mirror: set.mirrorOf('second-anchor-without-a-log', 'Trust anchor', short, ['FEED_SHORT']),
  });
  pdfs.again('of-the-anchor-before', 'pdf', 'valid OK', { section: 'Trust anchor', mirror: second, now });
  pdfs.again('of-the-anchor-before-alone', 'pdf', 'indeterminate RECEIPT_UNUSABLE', {
    ...{ section: 'Trust anchor', mirror: null, trustAnchor: 'second', now },
  });
}

/** What the mirror does not reach it leaves to the provinces that attested it, unless a key that it knows is revoked. */
async function addUnreached(pdfs: Pdfs): Promise<void> {
  const { set } = pdfs;
  const { cast } = set;
  const section = 'Records and logs';
  for (const [id, by, key, expect] of [
    ['beyond-the-mirror', cast.party, cast.issuer, 'valid OK'],
    ['beyond-the-mirror-by-a-revoked-key', cast.revokedParty, cast.revoked, 'indeterminate STATUS_STALE'],
  ] as const) {
    const ledger = set.ledger;
    await ledger.addKeyTo('ZhejiangMSP', issuerCode, cast.stranger);
    const document = await documentOf(cast, `entry-${id}`, { by });
    const [receipt] = await anchorDocuments(ledger, [document], [key, cast.credential]);
    pdfs.add(`entry-${id}`, document, expect, { receipt }, { section });
  }
  // A mirror that is old cannot say that there is no such key, only that the entry's version had none.
  const old = set.ledger;
  const unknown = await documentOf(cast, 'entry-of-a-key-that-nobody-added', { by: cast.strangerParty });
  const [receipt] = await anchorDocuments(old, [unknown], [cast.stranger, cast.credential]);
  await old.publishLater();
  pdfs.add(
    'entry-of-a-key-that-nobody-added',
    unknown,
    'indeterminate RECORD_UNUSABLE',
    { receipt },
    {
      ...{ section, now: instant(old.now + 2 * day) },
      mirror: set.mirrorOf('entry-of-a-key-that-nobody-added', section, old),
    },
  );
  // Its entry is here, and the version that it names not yet.
  const behind = set.ledger;
  await behind.register(issuerCode, 'ZhejiangMSP');
  const recent = await documentOf(cast, 'entry-under-a-version-to-come');
  const [its] = await anchorDocuments(behind, [recent], [cast.issuer, cast.credential]);
  await behind.publishLater();
  behind.files.delete('feed/p/ZhejiangMSP/1.json');
  const first = { servers: [set.good], now: instant(set.ledger.now) };
  const second = { servers: [set.server('entry-under-a-version-to-come', behind)], now: instant(behind.now) };
  pdfs.add(
    'entry-under-a-version-to-come',
    recent,
    'indeterminate STATUS_STALE',
    { receipt: its },
    {
      ...{ section, now: instant(behind.now) },
      mirror: set.mirror('entry-under-a-version-to-come', section, [
        { ...first, expect: { outcome: 'updated', problems: [], equivocation: false } },
        { ...second, expect: { outcome: 'updated', problems: ['FEED_SHORT'], equivocation: false } },
      ]),
    },
  );
  const ledger = set.ledger;
  ledger.files.delete('feed/p/ZhejiangMSP/1.json');
  const mirror = set.mirrorOf('province-page-missing', 'Feed', ledger, ['FEED_SHORT']);
  const stale = 'indeterminate STATUS_STALE';
  pdfs.again('of-an-issuer-that-the-mirror-lacks', 'pdf', stale, { section, mirror });
}
