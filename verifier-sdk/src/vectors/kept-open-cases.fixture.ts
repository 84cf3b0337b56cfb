/** What a mirror that stays open makes of each sync: what it held before counts with what came since. */
import { dateAt } from '../formats/dates.js';
import { toHex } from '../formats/bytes.js';
import { qrDigest } from '../formats/qr.js';
import { codeOf, idOf, identifierOf } from './codes.fixture.js';
import { anchorDocuments, documentOf, sign } from './documents.fixture.js';
import {
  changedFiles,
  day,
  foreignType,
  issuerCode,
  minute,
  otherIssuer,
  typeCode,
} from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type { VectorInput, VectorSync } from './manifest.fixture.js';
import { must } from './must.fixture.js';
import { zhejiang } from './replays.fixture.js';
import { instant } from './set.fixture.js';
import type { CaseOf, VectorSet } from './set.fixture.js';

/** What is recorded until the next sync. */
type Step = (ledger: VectorLedger) => Promise<unknown>;

class KeptOpen {
  constructor(readonly set: VectorSet) {}

  /** A mirror that syncs after each of these steps; gives how to add cases of it. */
  async mirror(
    name: string,
    section: string,
    steps: readonly Step[],
    qrLists?: VectorSync['qrLists'],
  ): Promise<(id: string, expect: string, input: VectorInput, more?: Partial<CaseOf>) => void> {
    const { set } = this;
    const ledger = set.ledger;
    const syncs: VectorSync[] = [];
    const folders = [...set.good.folders];
    for (const [i, step] of steps.entries()) {
      const before = new Map(ledger.files);
      await step(ledger);
      await ledger.publishLater();
      const folder = `feeds/kept-open-${name}-${i + 1}`;
      for (const [path, bytes] of changedFiles(before, ledger.files))
        set.put(`${folder}/${path}`, must(bytes ?? undefined));
      folders.push(folder);
      const expect = { outcome: 'updated', problems: [], equivocation: false } as const;
      const servers = [{ folders: [...folders] }];
      syncs.push({ servers, now: instant(ledger.now), expect, ...(qrLists && { qrLists }) });
    }
    const mirror = set.mirror(`kept-open-${name}`, section, syncs);
    const now = instant(ledger.now);
    return (id, expect, input, more = {}) => {
      const common = { section, mirror, now, isKeptOpen: true } as const;
      set.case({ id: `kept-open/${name}/${id}`, ...common, input, expect, ...more });
    };
  }
}

const nothing: Step = () => Promise.resolve();

export async function addKeptOpen(set: VectorSet): Promise<void> {
  const open = new KeptOpen(set);
  await addStatuses(open);
  await addEntries(open);
  await addLogs(open);
  await addLists(open);
}

async function addStatuses(open: KeptOpen): Promise<void> {
  const { cast, ledger } = open.set;
  const input = async (name: string): Promise<VectorInput> => ({
    ...{ kind: 'qr', text: (await codeOf(cast.issuer, name)).text },
  });
  const by = (name: string): { issuer: string; cert: string } => ({
    ...{ issuer: issuerCode, cert: toHex(idOf(name)) },
  });
  const soon = dateAt(ledger.now + 2 * day);
  const add = await open.mirror('statuses', 'Status', [
    async (all) => {
      await all.change(idOf('listed'), 'reinstated');
      await all.change(idOf('one'), 'superseded', by('next'), soon);
    },
    async (all) => {
      await all.change(idOf('another'), 'superseded', by('next'), soon);
      await all.change(idOf('somebody'), 'revoked');
    },
  ]);
  add('revoked-before', 'invalid REVOKED', await input('revoked'));
  add('revoked-since', 'invalid REVOKED', await input('somebody'));
  add('superseded-before', 'invalid SUPERSEDED', await input('superseded'));
  add('unusable-before', 'indeterminate RECORD_UNUSABLE', await input('listed'));
  add('waits-for-one-that-is-awaited', 'indeterminate RECORD_UNUSABLE', await input('another'));
  add('waiting-on-its-day', 'invalid SUPERSEDED', await input('waiting'), {
    now: '2026-11-26T16:00:00.000Z',
    policy: { maxStatusAge: 30 * day },
  });
}

/** What entries of later software, and versions, say goes on to count. */
async function addEntries(open: KeptOpen): Promise<void> {
  const { cast } = open.set;
  const key = await cast.keys.key('third-issuer');
  const update = 'indeterminate UPDATE_NEEDED';
  const more: Step = (ledger) => ledger.change(idOf('somebody'), 'revoked');
  const later =
    (about?: object): Step =>
    (ledger) =>
      ledger.entryOf(issuerCode, { v: 2, ...(about && { about }) });
  const code = async (by = cast.issuer, type = typeCode): Promise<VectorInput> => {
    const { text } = await codeOf(by, 'good', { identifier: identifierOf('1', { type }) });
    return { kind: 'qr', text };
  };
  const about = await open.mirror('later-entries', 'Growth', [
    async (ledger) => {
      await ledger.register(issuerCode, zhejiang, { types: [typeCode, foreignType] });
      await ledger.addKeyTo(zhejiang, issuerCode, key);
      await later({ type: foreignType })(ledger);
      await later({ key: { issuer: issuerCode, kid: toHex(key.kid) } })(ledger);
    },
    more,
  ]);
  about('about-a-type', update, await code(cast.issuer, foreignType));
  about('about-a-key', update, await code(key));
  about('about-neither', 'valid OK', await code());
  const all = await open.mirror('later-entry', 'Growth', [later(), more]);
  all('about-all', update, await code());
  const document = await documentOf(cast, 'kept-open-version');
  let receipts: readonly Uint8Array[] = [];
  const add = await open.mirror('version', 'Records and logs', [
    async (ledger) => {
      const under = ledger.under();
      await ledger.register(issuerCode, zhejiang);
      await more(ledger);
      ledger.unders.set(issuerCode, under);
    },
    async (ledger) => {
      receipts = await anchorDocuments(ledger, [document], [cast.issuer, cast.credential]);
    },
  ]);
  const [receipt] = receipts;
  const file = open.set.put('pdf/kept-open-version.pdf', sign(cast, document, { receipt }));
  add('earlier-than-before', 'indeterminate RECORD_UNUSABLE', { kind: 'pdf', file });
}

/** Of several logs one grows by a page that is not its first, another between. */
async function addLogs(open: KeptOpen): Promise<void> {
  const { cast } = open.set;
  const key = await cast.keys.key('third-issuer');
  const other = { issuer: otherIssuer, identifier: identifierOf('1', { issuer: otherIssuer }) };
  const long: Step = async (ledger) => {
    for (let i = 0; i < 280; i += 1)
      await ledger.change(idOf('somebody'), i % 2 ? 'reinstated' : 'suspended');
  };
  const addKey: Step = (ledger) => ledger.addKeyTo(zhejiang, issuerCode, key);
  const revoke: Step = (ledger) => ledger.change(idOf('good'), 'revoked');
  const revoked = { kind: 'qr', text: (await codeOf(cast.issuer, 'revoked')).text } as const;
  const two = await open.mirror('province', 'Feed', [nothing, addKey]);
  two('revoked-before', 'invalid REVOKED', revoked);
  const others = await codeOf(await cast.keys.key('other-issuer'), 'good', other);
  two('another-province', 'valid OK', { kind: 'qr', text: others.text });
  const three = await open.mirror('pages', 'Feed', [long, addKey, revoke]);
  three('revoked-since', 'invalid REVOKED', { kind: 'qr', text: (await codeOf(cast.issuer, 'good')).text });
}

/** Lists that were looked at before, and come or grow since. */
async function addLists(open: KeptOpen): Promise<void> {
  const { set } = open;
  const { cast } = set;
  const section = 'Anchoring of QR codes';
  const start = set.ledger.now;
  const earlier = [instant(start + minute + 1)];
  const more: Step = (ledger) => ledger.change(idOf('somebody'), 'revoked');
  const before = await codeOf(cast.revoked, 'before-revocation');
  const add = await open.mirror('lists', section, [more, more]);
  add('before-revocation', 'valid OK', { kind: 'qr', text: before.text });
  add('looked-at-before', 'valid OK', { kind: 'qr', text: before.text }, { earlier });
  const since = await codeOf(cast.issuer, 'anchored-since');
  const policy = { requireAnchoring: true };
  const anchored = await open.mirror(
    'all-lists',
    section,
    [
      nothing,
      async (ledger) =>
        ledger.anchorTree(
          [{ certId: idOf('anchored-since'), qr: await qrDigest(since.cose) }],
          [cast.issuer],
        ),
    ],
    'all-keys',
  );
  anchored('anchored-since', 'valid OK', { kind: 'qr', text: since.text }, { policy, earlier });
  const listed = await codeOf(cast.issuer, 'listed');
  anchored('anchored-before', 'valid OK', { kind: 'qr', text: listed.text }, { policy, earlier });
  const good = { outcome: 'updated', problems: [], equivocation: false } as const;
  const later = await set.ledger.publishLater();
  set.mirror('kept-open-list', section, [
    { servers: [{ ...set.good, without: [`feed/i/${issuerCode}/qr/3`] }], now: instant(start), expect: good },
    { servers: [set.server('sync-attested-anew', later)], now: instant(later.now), expect: good },
  ]);
  const unlisted = await codeOf(cast.revoked, 'good');
  for (const [id, { text }, expect] of [
    ['that-came-since', before, 'valid OK'],
    ['that-came-since-without-it', unlisted, 'invalid NOT_ANCHORED'],
  ] as const)
    set.case({
      ...{ id: `kept-open/list/${id}`, section, mirror: 'kept-open-list', isKeptOpen: true },
      ...{ earlier: [instant(start + 1)], now: instant(later.now) },
      ...{ input: { kind: 'qr', text }, expect },
    });
}
