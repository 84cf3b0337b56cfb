/** A log of several pages: what of it comes when, and from whom. */
import { encodePage, parsePage } from '../formats/feed.js';
import { recordHash } from '../formats/records.js';
import type { LogRecord } from '../formats/records.js';
import { PAGE_SIZE } from '../formats/pages.js';
import { codeOf, idOf } from './codes.fixture.js';
import { changedFiles, issuerCode } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type { VectorServer, VectorSync } from './manifest.fixture.js';
import { must } from './must.fixture.js';
import { instant, json } from './set.fixture.js';
import type { VectorSet } from './set.fixture.js';

const section = 'Feed';
const log = `feed/i/${issuerCode}`;
const last = 2 * PAGE_SIZE + 1;

/** Of so many records, and one more, which says that a certificate was revoked. */
async function longLedger(set: VectorSet, most = last): Promise<VectorLedger> {
  const ledger = set.ledger;
  const count = (): number => ledger.logs.get(`i ${issuerCode}`)?.length ?? 0;
  for (let state = 'suspended'; count() < most; state = state === 'suspended' ? 'reinstated' : 'suspended')
    await ledger.change(idOf('somebody'), state);
  await ledger.change(idOf('late'), 'revoked');
  await ledger.publishLater();
  return ledger;
}

export async function addLongLogs(set: VectorSet): Promise<void> {
  const ledger = await longLedger(set);
  const whole = set.server('long', ledger);
  const now = instant(ledger.now);
  const { text } = await codeOf(set.cast.issuer, 'late');
  const sync = (server: VectorServer, problems: readonly string[] = []): VectorSync => ({
    ...{ servers: [server], now, expect: { outcome: 'updated', problems, equivocation: false } },
  });
  const add = (id: string, expect: string, ...syncs: readonly VectorSync[]): void => {
    const mirror = set.mirror(`long-${id}`, section, syncs);
    set.case({ id: `feed/long-${id}`, section, mirror, now, input: { kind: 'qr', text }, expect });
  };
  const revoked = 'invalid REVOKED';
  const short = { ...whole, without: [`${log}/${last}.json`] };
  add('at-once', revoked, sync(whole));
  // Its list is of an entry on the first of several pages.
  const listed = await codeOf(set.cast.revoked, 'before-revocation');
  set.case({
    ...{
      id: 'feed/long-listed-on-its-first-page',
      section: 'Anchoring of QR codes',
      mirror: 'long-at-once',
      now,
    },
    ...{ input: { kind: 'qr', text: listed.text }, expect: 'valid OK' },
  });
  add('after-its-beginning', revoked, { ...sync(set.good), now: instant(set.ledger.now) }, sync(whole));
  add('without-its-last-page', 'indeterminate STATUS_STALE', sync(short, ['FEED_SHORT']));
  add('in-two-parts', revoked, sync(short, ['FEED_SHORT']), sync(whole));
  const full = await longLedger(set, PAGE_SIZE - 1);
  const ofFull = set.server('long-full-page', full);
  const atItsEnd = { ...sync(ofFull), now: instant(full.now) };
  add('that-fills-its-page', revoked, atItsEnd);
  const longer = full.fork();
  await longer.change(idOf('somebody'), 'revoked');
  await longer.publishLater();
  const folder = 'feeds/long-after-a-full-page';
  for (const [path, bytes] of changedFiles(full.files, longer.files))
    set.put(`${folder}/${path}`, must(bytes ?? undefined));
  add('that-filled-its-page', revoked, atItsEnd, sync({ folders: [...ofFull.folders, folder] }));
  const lie = { folders: [...whole.folders, await lieOf(set, ledger)] };
  add('lied-about-at-first', revoked, sync(lie, ['FEED_SHORT']), sync(whole));
  await addLargePages(set);
}

/** A thousand changes, of 150 bytes each. */
const thousand = (n: number): readonly object[] =>
  Array.from({ length: 1000 }, (_, i) => {
    const cert = String(1000 * n + i).padStart(32, '0');
    const by = { issuer: issuerCode, cert: `f${cert.slice(1)}` };
    return { cert, state: 'superseded', reason: 'replaced', by };
  });

/** Pages that end before the record that would make one larger than 256 KiB, and one that does not. */
async function addLargePages(set: VectorSet): Promise<void> {
  const ledger = set.ledger;
  await ledger.entryOf(issuerCode, { changes: thousand(1) });
  await ledger.entryOf(issuerCode, { changes: thousand(2) });
  await ledger.change(idOf('late'), 'revoked');
  await ledger.publishLater();
  const { text } = await codeOf(set.cast.issuer, 'late');
  const now = instant(ledger.now);
  const add = (id: string, server: VectorServer, expect: string, problems: readonly string[] = []): void => {
    const updated = { outcome: 'updated', problems, equivocation: false } as const;
    const mirror = set.mirror(`large-${id}`, section, [{ servers: [server], now, expect: updated }]);
    set.case({ id: `feed/large-${id}`, section, mirror, now, input: { kind: 'qr', text }, expect });
  };
  const server = set.server('large', ledger);
  add('pages', server, 'invalid REVOKED');
  const records = must(ledger.logs.get(`i ${issuerCode}`));
  // As one page, of more than that.
  const folder = 'feeds/large-not-cut';
  set.put(`${folder}/${log}/1.json`, json({ v: 1, log: 'i', id: issuerCode, from: 1, records }));
  const notCut = { folders: [...server.folders, folder] };
  add('page-not-cut', notCut, 'indeterminate STATUS_STALE', ['FEED_MISMATCH PAGE_CUT_ELSEWHERE']);
}

/** The first page with another last record, and the second with the one that follows that; the folder of both. */
async function lieOf(set: VectorSet, { files }: VectorLedger): Promise<string> {
  const folder = 'feeds/long-lie';
  const [first, second] = [1, PAGE_SIZE + 1].map((from) => parsePage(must(files.get(`${log}/${from}.json`))));
  const { records } = must(first);
  const end = must(records.at(-1));
  const other = { ...end, time: instant(Date.parse(end.time) + 1) } as LogRecord;
  const next = { ...must(second?.records[0]), prev: await recordHash(other) } as LogRecord;
  const pages = [
    { ...must(first), records: [...records.slice(0, -1), other] },
    { ...must(second), records: [next] },
  ];
  for (const page of pages) set.put(`${folder}/${log}/${page.from}.json`, encodePage(page));
  return folder;
}
