import { connectLedger } from '@certbridge/service/ledger';
import type { Ledger } from '@certbridge/service/ledger';
import { IssuerLog, TYPE } from '../ledger/issuers.js';
import { anchorFor, hashesOf, latenciesAlone, serveStream } from './anchoring.js';
import type { Anchored } from './anchoring.js';
import { percentile, rates } from './measure.js';
import type { Figure } from './measure.js';
import { bytesBelow, openMeasuredNetwork } from './measured-network.js';
import type { MeasuredNetwork } from './measured-network.js';

const SIZES = [1, 10, 100, 1_000, 10_000];
/** How many logs are written at once, each by one client that waits for one entry before the next. */
const LOGS = [1, 4, 16, 64, 192];
const TRY_MS = 4_000;
const MEASURE_MS = 10_000;
/** Trying more logs ends where they serve this much worse than the best. */
const WORSE = 0.8;
const ALONE = 30;
const STREAM = { rate: 500, seconds: 30, age: 500 };
const SHARES = [0.5, 0.95, 0.99];
const MILLION = 1_000_000;
const MEBIBYTE = 2 ** 20;

const rateOf = ({ certificates, seconds }: Anchored): number => certificates / seconds;

async function approveType(ledgers: readonly Ledger[]): Promise<void> {
  const [first, second] = ledgers;
  if (first === undefined || second === undefined)
    throw new Error('the bench needs the ledger files of two provinces');
  const { types } = await first.networkState();
  if (types.some(({ code }) => code === TYPE)) return;
  const { proposal } = await first.propose({ kind: 'type', type: { code: TYPE, name: '示例证照' } });
  await second.approve(proposal);
}

/** New logs, the provinces taking turns. */
async function openLogs(ledgers: readonly Ledger[], count: number): Promise<IssuerLog[]> {
  const each = await Promise.all(
    ledgers.map(async (ledger) => {
      const own: IssuerLog[] = [];
      while (own.length < Math.ceil(count / ledgers.length)) own.push(await IssuerLog.open(ledger));
      return own;
    }),
  );
  const turns = Array.from({ length: count }, (_, index) =>
    each[index % each.length]?.at(Math.floor(index / each.length)),
  );
  return turns.filter((log) => log !== undefined);
}

/** The number of logs that serves entries of `size` best, each number tried for a moment. */
async function bestLogs(logs: readonly IssuerLog[], size: number): Promise<IssuerLog[]> {
  let best = { rate: 0, count: 1 };
  for (const count of LOGS) {
    const rate = rateOf(await anchorFor(logs.slice(0, count), size, TRY_MS));
    if (rate > best.rate) best = { rate, count };
    if (rate < best.rate * WORSE) break;
  }
  return logs.slice(0, best.count);
}

/** Certificates a second whose trees' bare hashes one core computes: no ledger can anchor faster. */
async function hashFloor(size: number): Promise<number> {
  const { floor = 0 } = await rates([{ name: 'floor', inFlight: 1, work: () => hashesOf(size) }], 3, 300);
  return floor * size;
}

/** Bytes that each keeper of the ledger holds by now. */
async function sizesOf(folders: MeasuredNetwork['folders']): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const [keeper, folder] of Object.entries(folders)) sizes[keeper] = await bytesBelow(folder);
  return sizes;
}

/** Throughput with entries of one size, and how the ledger grew meanwhile. */
async function anchoringOf(
  { name, folders }: MeasuredNetwork,
  logs: readonly IssuerLog[],
  size: number,
): Promise<{ rate: Figure; growth: Figure[] }> {
  const floor = await hashFloor(size);
  const used = await bestLogs(logs, size);
  const before = await sizesOf(folders);
  const anchored = await anchorFor(used, size, MEASURE_MS);
  const after = await sizesOf(folders);
  const entries = anchored.certificates / size;
  const clients = new Set(used.map(({ ledger }) => ledger.mspId)).size;
  return {
    rate: {
      bench: `anchor, ${size} an entry`,
      value: rateOf(anchored),
      unit: 'certificates/s',
      floor,
      note: `${name}; ${used.length} logs at once through ${clients} clients, ${(entries / anchored.seconds).toFixed(1)} entries/s; trees built, PDFs not`,
    },
    growth: Object.entries(after).map(([keeper, bytes]) => {
      const grown = bytes - (before[keeper] ?? 0);
      return {
        bench: `growth of ${keeper}, ${size} an entry`,
        value: ((grown / anchored.certificates) * MILLION) / MEBIBYTE,
        unit: 'MiB per million certificates',
        note: `${(grown / entries / 1024).toFixed(1)} KiB an entry, over ${entries} entries`,
      };
    }),
  };
}

const percentiles = (bench: string, latencies: readonly number[], note: string): Figure[] =>
  SHARES.map((share) => ({
    bench: `${bench}, p${share * 100}`,
    value: percentile(latencies, share),
    unit: 'ms',
    note,
  }));

async function receipts(name: string, log: IssuerLog): Promise<Figure[]> {
  const alone = await latenciesAlone(log, ALONE);
  const { latencies, rate, batches } = await serveStream(log, STREAM);
  const entries = `${batches} entries of what waited, the oldest ${STREAM.age} ms`;
  const note = `${name}; ${STREAM.rate} certificates/s for ${STREAM.seconds} s on one log, ${entries}`;
  return [
    ...percentiles(
      'issue to receipt, one at a time',
      alone,
      `${name}; ${ALONE} certificates, nothing else going on`,
    ),
    ...percentiles(`issue to receipt at ${STREAM.rate}/s`, latencies, note),
    { bench: `steady ${STREAM.rate}/s, receipts made`, value: rate, unit: 'certificates/s', note },
  ];
}

/** Real nodes outlive whoever started them: a run that is interrupted takes them down first. */
function closeWhenInterrupted(network: MeasuredNetwork): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void network.close().finally(() => process.exit(1)));
}

/** Anchoring: one certificate an entry against batches, each on as many logs as serve it best; growth; latency to the receipt. */
export async function benchLedger(): Promise<Figure[]> {
  const network = await openMeasuredNetwork();
  closeWhenInterrupted(network);
  const ledgers: Ledger[] = [];
  try {
    for (const file of network.ledgerFiles) ledgers.push(await connectLedger(file));
    await approveType(ledgers);
    const logs = await openLogs(ledgers, Math.max(...LOGS));
    const [first] = logs;
    if (first === undefined) throw new Error('no log was opened');
    const latency = await receipts(network.name, first);
    const anchorings: Awaited<ReturnType<typeof anchoringOf>>[] = [];
    for (const size of SIZES) anchorings.push(await anchoringOf(network, logs, size));
    const single = anchorings[0]?.rate.value ?? 0;
    return [
      ...anchorings.map(({ rate }) => ({ ...rate, peers: { 'one an entry': single } })),
      ...latency,
      ...anchorings.flatMap(({ growth }) => growth),
    ];
  } finally {
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    await network.close();
  }
}
