import { gzipSync } from 'node:zlib';
import { MemoryStore, openMirror, syncMirror } from '@certbridge/verifier-sdk';
import type { Mirror, SyncOptions } from '@certbridge/verifier-sdk';
import { GrownLedger } from './grown-ledger.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';

/** What is generated; figures for the whole are this times what it is smaller by. */
const MADE = { provinces: 31, issuers: 310 } as const;
const WHOLE = { issuers: 10_000, certificatesADay: 5_000_000, years: 10 } as const;
/** Changes for each certificate issued. */
const CHANGED = 0.01;
/** How many entries an issuer anchors its day's certificates in: one, or one each working hour. */
const ENTRIES_A_DAY = [1, 8] as const;
const DAYS_BEFORE = 30;
/** 2 Mbit/s. */
const BYTES_A_SECOND = 250_000;

const scale = WHOLE.issuers / MADE.issuers;
const certificatesADay = WHOLE.certificatesADay / WHOLE.issuers;

interface Cost {
  readonly bytes: number;
  readonly zipped: number;
  readonly requests: number;
  readonly records: number;
  readonly ms: number;
}

function recordsIn(mirror: Mirror): number {
  const heads = mirror.checkpoint?.heads ?? [];
  return heads.reduce((sum, { log, id }) => sum + (mirror.ledger?.count(log, id) ?? 0), 0);
}

/** One sync, and what it took. */
async function sync(mirror: Mirror, ledger: GrownLedger, wanted?: SyncOptions['issuers']): Promise<Cost> {
  const before = recordsIn(mirror);
  const answers: { readonly body: Uint8Array; readonly isPart: boolean }[] = [];
  const fetch: SyncOptions['fetch'] = async (url, init) => {
    const response = await ledger.fetch(url, init);
    const body = new Uint8Array(await response.arrayBuffer());
    answers.push({ body, isPart: response.status === 206 });
    return new Response(body, { status: response.status });
  };
  const started = performance.now();
  const options = { urls: ['http://feed.example'], fetch, ...(wanted && { issuers: wanted }) };
  const { outcome, problems, bytes } = await syncMirror(mirror, options);
  const ms = performance.now() - started;
  if (outcome !== 'updated') throw new Error(`the mirror did not sync: ${JSON.stringify(problems)}`);
  // A part is one of the file as it is: servers compress whole files.
  const sizes = answers.map(({ body, isPart }) => (isPart ? body.length : gzipSync(body).length));
  const zipped = sizes.reduce((sum, size) => sum + size, 0);
  return { bytes, zipped, requests: answers.length, records: recordsIn(mirror) - before, ms };
}

/** Of as many issuers as there would be. */
function figures(what: string, { bytes, zipped, requests, records, ms }: Cost): Figure[] {
  const of = (value: number): number => value * scale;
  return [
    { bench: `${what}: bytes`, value: of(bytes) / 1e6, unit: 'MB' },
    { bench: `${what}: at 2 Mbit/s`, value: of(bytes) / BYTES_A_SECOND, unit: 's' },
    { bench: `${what}: at 2 Mbit/s, compressed`, value: of(zipped) / BYTES_A_SECOND, unit: 's' },
    { bench: `${what}: requests`, value: of(requests), unit: '' },
    {
      bench: `${what}: hashes`,
      value: of(records) + 2 * WHOLE.issuers,
      unit: '',
      note: 'one a record, two a head of the checkpoint',
    },
    { bench: `${what}: processor`, value: of(ms) / 1000, unit: 's' },
  ];
}

async function benchEntries(entries: number): Promise<Figure[]> {
  progress(`a ledger of ${MADE.issuers} issuers with ${entries} entries a day`);
  const day = { entries, certificates: certificatesADay, changes: certificatesADay * CHANGED };
  const ledger = await GrownLedger.open(MADE.provinces, MADE.issuers);
  const begin = (): Promise<Mirror> =>
    openMirror(new MemoryStore(), { trustAnchor: ledger.anchor, clock: ledger.clock });
  const [all, own] = [await begin(), await begin()];
  const isOwn = (code: string): boolean => code.slice(2, 4) === ledger.region;
  await ledger.live(DAYS_BEFORE, day);
  const first = await sync(all, ledger);
  await sync(own, ledger, isOwn);
  const opened = await open(ledger, isOwn);
  await ledger.live(1, day);
  const afterADay = [await sync(all, ledger), await sync(own, ledger, isOwn)] as const;
  await ledger.live(21, day);
  const afterThreeWeeks = [await sync(all, ledger), await sync(own, ledger, isOwn)] as const;
  const name = `${entries} a day`;
  const years = (WHOLE.years * 365) / DAYS_BEFORE;
  return [
    ...figures(`${name}, a day off, all`, afterADay[0]),
    ...figures(`${name}, a day off, one province`, afterADay[1]),
    ...figures(`${name}, three weeks off, all`, afterThreeWeeks[0]),
    ...figures(`${name}, three weeks off, one province`, afterThreeWeeks[1]),
    { bench: `${name}, ten years, all: on disk`, value: (first.bytes * scale * years) / 1e9, unit: 'GB' },
    {
      bench: `${name}, ten years, one province: on disk`,
      value: (first.bytes * scale * years) / MADE.provinces / 1e9,
      unit: 'GB',
    },
    {
      bench: `${name}, ten years, one province: in memory`,
      value: (opened.bytes * scale * years) / 2 ** 20,
      unit: 'MiB',
      note: 'hashes of records, and statuses of changed certificates',
    },
    {
      bench: `${name}, ten years, one province: opened`,
      value: (opened.ms * scale * years) / 1000,
      unit: 's',
      note: 'a window that starts reads and hashes every record again',
    },
  ];
}

/** What it takes to open a mirror of the wanted issuers, in time and in memory. */
async function open(
  ledger: GrownLedger,
  wanted: SyncOptions['issuers'],
): Promise<{ readonly ms: number; readonly bytes: number }> {
  const store = new MemoryStore();
  const options = { trustAnchor: ledger.anchor, clock: ledger.clock };
  await sync(await openMirror(store, options), ledger, wanted);
  const started = performance.now();
  const kept: Mirror[] = [await openMirror(store, options)];
  const ms = performance.now() - started;
  for (const { damage } of kept) if (damage) throw damage;
  const whole = held();
  kept.length = 0;
  return { ms, bytes: Math.max(0, whole - held()) };
}

/** What the process holds, after it has thrown away what it does not. */
function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * What a window takes that was off for a day, or three weeks, on a ledger of 31 provinces, 10,000 issuers and five
 * million certificates a day, a hundredth of them changed; counted on a smaller one and multiplied.
 */
export async function benchGrowth(): Promise<Figure[]> {
  const all: Figure[] = [];
  for (const entries of ENTRIES_A_DAY) all.push(...(await benchEntries(entries)));
  return all;
}
