import { gzipSync } from 'node:zlib';
import { MemoryStore, openMirror, syncMirror } from '@certbridge/verifier-sdk';
import type { Mirror, SyncOptions } from '@certbridge/verifier-sdk';
import { GrownLedger } from './grown-ledger.js';
import type { Figure } from './measure.js';
import { progress } from './progress.js';

/** The whole ledger. Of one province's issuers all is generated, of the others what a window of that province sees. */
const LEDGER = { provinces: 31, issuers: 10_000, certificatesADay: 5_000_000, years: 10 } as const;
const OWN = Math.ceil(LEDGER.issuers / LEDGER.provinces);
/** Changes for each certificate issued. */
const CHANGED = 0.01;
/** How many entries an issuer anchors its day's certificates in: one, or one each working hour. */
const ENTRIES_A_DAY = [1, 8] as const;
const DAYS = { first: 1, before: 29, short: 1, long: 21 } as const;
/** 2 Mbit/s. */
const BYTES_A_SECOND = 250_000;

const certificatesADay = LEDGER.certificatesADay / LEDGER.issuers;

interface Bytes {
  /** Of the checkpoint, the network's and the provinces' logs. */
  readonly common: number;
  /** Of the issuers' logs. */
  readonly issuers: number;
}

interface Cost {
  readonly plain: Bytes;
  readonly compressed: Bytes;
  readonly requests: number;
  readonly records: number;
  readonly ms: number;
}

function recordsIn(mirror: Mirror): number {
  const heads = mirror.checkpoint?.heads ?? [];
  return heads.reduce((sum, { log, id }) => sum + (mirror.ledger?.count(log, id) ?? 0), 0);
}

interface Answer {
  readonly path: string;
  readonly body: Uint8Array;
  readonly isPart: boolean;
}

function bytesOf(answers: readonly Answer[], sizeOf: (answer: Answer) => number): Bytes {
  let [common, issuers] = [0, 0];
  for (const answer of answers) {
    if (answer.path.startsWith('/feed/i/')) issuers += sizeOf(answer);
    else common += sizeOf(answer);
  }
  return { common, issuers };
}

/** One sync, and what it took. */
async function sync(mirror: Mirror, ledger: GrownLedger): Promise<Cost> {
  const before = recordsIn(mirror);
  const answers: Answer[] = [];
  const fetch: SyncOptions['fetch'] = async (url, init) => {
    const response = await ledger.fetch(url, init);
    const body = new Uint8Array(await response.arrayBuffer());
    answers.push({ path: new URL(url).pathname, body, isPart: response.status === 206 });
    return new Response(body, { status: response.status });
  };
  const started = process.cpuUsage();
  const options = { urls: ['http://feed.example'], fetch, issuers: ledger.isOwn };
  const { outcome, problems } = await syncMirror(mirror, options);
  const ms = processorMs(started);
  if (outcome !== 'updated') throw new Error(`the mirror did not sync: ${JSON.stringify(problems)}`);
  const plain = bytesOf(answers, ({ body }) => body.length);
  // A part is one of the file as it is: servers compress whole files.
  const compressed = bytesOf(answers, ({ body, isPart }) => (isPart ? body.length : gzipSync(body).length));
  return { plain, compressed, requests: answers.length, records: recordsIn(mirror) - before, ms };
}

const seconds = ({ common, issuers }: Bytes, share = 1): number =>
  (common + issuers * share) / BYTES_A_SECOND;

/** Of a window that wants the issuers of its province, and of one that wants all: as many times their logs. */
function figures(what: string, { plain, compressed, requests, records, ms }: Cost): Figure[] {
  const all = LEDGER.issuers / OWN;
  const hashes = (share: number): number => Math.round(records * share) + 2 * LEDGER.issuers;
  return [
    { bench: `${what}: bytes`, value: (plain.common + plain.issuers) / 1e6, unit: 'MB' },
    { bench: `${what}: at 2 Mbit/s`, value: seconds(plain), unit: 's' },
    { bench: `${what}: the same compressed`, value: seconds(compressed), unit: 's' },
    { bench: `${what}: requests`, value: requests, unit: '' },
    { bench: `${what}: hashes`, value: hashes(1), unit: '', note: 'one a record, two a head' },
    { bench: `${what}: processor`, value: ms / 1000, unit: 's' },
    { bench: `${what}, all issuers: bytes`, value: (plain.common + plain.issuers * all) / 1e6, unit: 'MB' },
    { bench: `${what}, all issuers: at 2 Mbit/s`, value: seconds(plain, all), unit: 's' },
    { bench: `${what}, all issuers: the same compressed`, value: seconds(compressed, all), unit: 's' },
    { bench: `${what}, all issuers: hashes`, value: hashes(all), unit: '' },
  ];
}

async function benchEntries(entries: number): Promise<Figure[]> {
  const name = entries === 1 ? '1 entry a day' : `${entries} entries a day`;
  progress(`a ledger of ${LEDGER.issuers.toLocaleString('en')} issuers with ${name}`);
  const day = { entries, certificates: certificatesADay, changes: certificatesADay * CHANGED };
  const ledger = await GrownLedger.open(LEDGER.provinces, OWN, LEDGER.issuers - OWN);
  const store = new MemoryStore();
  const mirror = await openMirror(store, { trustAnchor: ledger.anchor, clock: ledger.clock });
  await ledger.live(DAYS.first, day);
  await sync(mirror, ledger);
  const young = await open(store, ledger);
  await ledger.live(DAYS.before, day);
  await sync(mirror, ledger);
  await ledger.live(DAYS.short, day);
  const short = await sync(mirror, ledger);
  await ledger.live(DAYS.long, day);
  const long = await sync(mirror, ledger);
  const opened = await open(store, ledger);
  const periods = (LEDGER.years * 365 - DAYS.first) / (DAYS.before + DAYS.short + DAYS.long);
  // The checkpoint and the registry do not grow with the years: what a ledger of a day takes counts once.
  const grown = (of: keyof Opened): number => young[of] + (opened[of] - young[of]) * periods;
  const tenYears = `${name}, ten years`;
  return [
    ...figures(`${name}, a day off`, short),
    ...figures(`${name}, three weeks off`, long),
    { bench: `${tenYears}: on disk`, value: grown('disk') / 1e9, unit: 'GB' },
    { bench: `${tenYears}: in memory`, value: grown('bytes') / 2 ** 20, unit: 'MiB' },
    {
      bench: `${tenYears}: opened`,
      value: grown('ms') / 1000,
      unit: 's',
      note: 'a window that starts reads and hashes every record again',
    },
    {
      bench: `${tenYears}, all issuers: on disk`,
      value: (grown('disk') * LEDGER.issuers) / OWN / 1e9,
      unit: 'GB',
    },
  ];
}

interface Opened {
  readonly ms: number;
  readonly bytes: number;
  readonly disk: number;
}

/** What it takes to open what a store holds. */
async function open(store: MemoryStore, { anchor, clock }: GrownLedger): Promise<Opened> {
  const names = await store.list('logs/');
  const sizes = await Promise.all(names.map(async (name) => (await store.get(name))?.length ?? 0));
  // The first leaves behind what the process keeps for good: both are held, the second is measured.
  const first = await openMirror(store, { trustAnchor: anchor, clock });
  const before = held();
  const started = process.cpuUsage();
  const second = await openMirror(store, { trustAnchor: anchor, clock });
  const ms = processorMs(started);
  const bytes = held() - before;
  const damage = first.damage ?? second.damage;
  if (damage) throw damage;
  return { ms, bytes, disk: sizes.reduce((sum, size) => sum + size, 0) };
}

/** Processor time since then, all threads': what else runs on the machine does not lengthen it as it does the clock's. */
function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/** What the process holds, after it has thrown away what it does not. */
function held(): number {
  for (let time = 0; time < 3; time += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * What a window of a province takes that was off for a day, or three weeks, on a ledger of 31 provinces, 10,000
 * issuers and five million certificates a day, a hundredth of them changed.
 */
export async function benchGrowth(): Promise<Figure[]> {
  const all: Figure[] = [];
  for (const entries of ENTRIES_A_DAY) all.push(...(await benchEntries(entries)));
  return all;
}
