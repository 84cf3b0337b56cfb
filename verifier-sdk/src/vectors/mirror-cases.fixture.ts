/** What servers may do to the pages of a feed: what refuses them, and with which code and reason. */
import { issuerCode } from '../attestation/network.fixture.js';
import { concat, fromUtf8, utf8 } from '../formats/bytes.js';
import { parsePage } from '../formats/feed.js';
import { canonicalJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import type { LogRecord } from '../formats/records.js';
import { codeOf, idOf, identifierOf } from './codes.fixture.js';
import { otherIssuer } from './ledger.fixture.js';
import type { VectorLedger } from './ledger.fixture.js';
import type { VectorSync } from './manifest.fixture.js';
import { instant } from './set.fixture.js';
import type { VectorSet } from './set.fixture.js';
import { addCheckpoints } from './checkpoint-cases.fixture.js';
import { addAnchors, addHistories } from './history-cases.fixture.js';
import { addLongLogs } from './long-cases.fixture.js';
import { must } from './must.fixture.js';

type Files = Map<string, Uint8Array>;
const page = `feed/i/${issuerCode}/1.json`;

export async function addMirrorCases(set: VectorSet): Promise<void> {
  const { ledger } = set;
  const now = instant(ledger.now);
  const sync = (more: Partial<VectorSync> = {}): VectorSync => ({
    ...{ servers: [set.good], now, expect: { outcome: 'updated', problems: [], equivocation: false } },
    ...more,
  });
  set.mirror('good', 'Feed', [sync()]);
  set.mirror('all-lists', 'Feed', [sync({ qrLists: 'all-keys' })]);
  const list = `feed/i/${issuerCode}/qr/3`;
  const lists = (files: Files, name: string): void => {
    set.mirror(name, 'Feed', [sync({ servers: [set.server(name, { files })] })]);
  };
  lists(without(ledger.files, list), 'without-list');
  lists(replaced(ledger.files, list, inverted), 'tampered-list');
  lists(
    replaced(ledger.files, list, (bytes) => concat(bytes, bytes)),
    'list-too-long',
  );
  const tampered = set.server('tampered-list', { files: replaced(ledger.files, list, inverted) });
  set.mirror('tampered-list-and-a-good-one', 'Feed', [sync({ servers: [tampered, set.good] })]);
  await addPages(set);
  await addCheckpoints(set);
  await addAnchors(set);
  await addHistories(set);
  await addLongLogs(set);
}

const inverted = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 1);

const without = (files: ReadonlyMap<string, Uint8Array>, path: string): Files =>
  new Map([...files].filter(([name]) => name !== path));

function replaced(
  files: ReadonlyMap<string, Uint8Array>,
  path: string,
  change: (bytes: Uint8Array) => Uint8Array,
): Files {
  const before = files.get(path);
  if (!before) throw new TypeError(`no ${path}`);
  return new Map(files).set(path, change(before));
}

/** A page with other records, whatever they are, and perhaps other members. */
export const withRecords =
  (change: (records: LogRecord[]) => LogRecord[], more: Readonly<Record<string, Json>> = {}) =>
  (bytes: Uint8Array): Uint8Array => {
    const { records, ...rest } = parsePage(bytes);
    return utf8(canonicalJson({ ...rest, ...more, records: change([...records]) } as unknown as Json));
  };

/** One that cannot be had, or is not what it should be, makes its own issuer stale and no other. */
async function addPages(set: VectorSet): Promise<void> {
  const { ledger, cast } = set;
  const own = (await codeOf(cast.issuer, 'good')).text;
  const issuer = { issuer: otherIssuer, identifier: identifierOf('1', { issuer: otherIssuer }) };
  const others = (await codeOf(await cast.keys.key('other-issuer'), 'good', issuer)).text;
  const add = (id: string, problem: string, files: Files, expect = 'indeterminate STATUS_STALE'): void => {
    const mirror = set.mirrorOf(`page-${id}`, 'Feed', withFiles(set, files), [problem]);
    const common = { section: 'Feed', mirror };
    set.case({ id: `feed/${id}`, input: { kind: 'qr', text: own }, expect, ...common });
    set.case({ id: `feed/${id}-others`, input: { kind: 'qr', text: others }, expect: 'valid OK', ...common });
  };
  const change = (id: string, problem: string, by: (records: LogRecord[]) => LogRecord[]): void => {
    add(id, problem, replaced(ledger.files, page, withRecords(by)));
  };
  add('page-missing', 'FEED_SHORT', without(ledger.files, page));
  add(
    'page-no-json',
    'FEED_MALFORMED JSON_MALFORMED',
    replaced(ledger.files, page, () => utf8('{')),
  );
  add(
    'page-of-another-log',
    'FEED_MISMATCH PAGE_OF_ANOTHER_LOG',
    replaced(ledger.files, page, () => ledger.files.get('feed/p/ZhejiangMSP/1.json') ?? new Uint8Array()),
  );
  // An MSP id may look like an issuer's code.
  const { records, ...rest } = parsePage(must(ledger.files.get('feed/p/ZhejiangMSP/1.json')));
  const named = records.map((record) => ({ ...record, mspId: issuerCode }));
  const ofProvince = { ...rest, id: issuerCode, records: named } as unknown as Json;
  add(
    'page-of-another-kind-of-log',
    'FEED_MISMATCH PAGE_OF_ANOTHER_LOG',
    replaced(ledger.files, page, () => utf8(canonicalJson(ofProvince))),
  );
  change('record-changed', 'FEED_MISMATCH RECORD_OUT_OF_CHAIN', ([first, ...rest]) => [
    { ...must(first), time: '2026-11-24T04:00:00.001Z' },
    ...rest,
  ]);
  change('last-record-changed', 'FEED_MISMATCH HEAD_NOT_REACHED', (records) => [
    ...records.slice(0, -1),
    { ...must(records.at(-1)), time: '2026-11-24T04:00:00.001Z' },
  ]);
  change('record-left-out', 'FEED_MALFORMED FEED_MALFORMED', ([first, , ...rest]) => [must(first), ...rest]);
  change('records-swapped', 'FEED_MALFORMED FEED_MALFORMED', ([first, second, ...rest]) => [
    must(second),
    must(first),
    ...rest,
  ]);
  change('record-of-another-network', 'FEED_MISMATCH RECORD_OF_ANOTHER_NETWORK', ([first, ...rest]) => [
    { ...must(first), network: 'f'.repeat(32) },
    ...rest,
  ]);
  change('revocation-left-out-at-the-end', 'FEED_SHORT', (records) => records.slice(0, 3));
  const lax = { mirror: 'page-page-missing', policy: { requireStatus: false } };
  set.case({
    ...{ id: 'feed/page-missing-status-not-required', section: 'Feed', ...lax },
    ...{ input: { kind: 'qr', text: own }, expect: 'valid OK' },
  });
  await addTolerated(set, own);
}

/** What readers take, since the hashes are over records and not over files. */
async function addTolerated(set: VectorSet, text: string): Promise<void> {
  const { ledger } = set;
  const later = set.ledger;
  await later.change(idOf('good'), 'revoked');
  await later.publish();
  const beyond = later.files.get(page) ?? new Uint8Array();
  const tolerated: Readonly<Record<string, Files>> = {
    'page-with-white-space': replaced(ledger.files, page, (bytes) =>
      utf8(JSON.stringify(JSON.parse(fromUtf8(bytes)), null, 2)),
    ),
    // Records after the attested head are not of this checkpoint: cut off, and not believed.
    'records-beyond-the-head': new Map(ledger.files).set(page, beyond),
  };
  for (const [id, files] of Object.entries(tolerated)) {
    const mirror = set.mirrorOf(id, 'Feed', withFiles(set, files));
    set.case({ id: `feed/${id}`, section: 'Feed', mirror, input: { kind: 'qr', text }, expect: 'valid OK' });
  }
}

/** The base ledger, of which a server serves these files. */
function withFiles(set: VectorSet, files: Files): VectorLedger {
  const { ledger } = set;
  ledger.files.clear();
  for (const [path, bytes] of files) ledger.files.set(path, bytes);
  return ledger;
}
