import type { IssuerLog } from '../ledger/issuers.js';
import { anchorFor, hashesOf } from './anchoring.js';
import type { Anchored } from './anchoring.js';
import { pairedRatio, percentile, rates } from './measure.js';
import type { Figure } from './measure.js';
import { bytesBelow } from './measured-network.js';
import type { MeasuredNetwork } from './measured-network.js';

const SIZES = [1, 10, 100, 1_000, 10_000];
/** How many logs are written at once, each by one client that waits for one entry before the next. */
const LOGS = [1, 4, 16, 64, 192];
export const MAX_LOGS = Math.max(...LOGS);
const TRY_MS = 4_000;
/** Trying more logs ends where they serve this much worse than the best. */
const WORSE = 0.8;
const ROUNDS = 5;
const ROUND_MS = 5_000;
const MILLION = 1_000_000;
const MEBIBYTE = 2 ** 20;

/** Entries of one size, on as many logs as serve it best, and what was measured of them. */
interface Contestant {
  readonly size: number;
  readonly logs: readonly IssuerLog[];
  readonly floor: number;
  readonly rounds: Anchored[];
  /** Bytes, by who keeps the ledger. */
  readonly grown: Record<string, number>;
}

const rateOf = ({ certificates, seconds }: Anchored): number => certificates / seconds;

/** The number of logs that serves entries of `size` best, each number tried for a moment. */
async function bestLogs(logs: readonly IssuerLog[], size: number): Promise<readonly IssuerLog[]> {
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

async function round({ folders }: MeasuredNetwork, { logs, size, rounds, grown }: Contestant): Promise<void> {
  const before = await sizesOf(folders);
  rounds.push(await anchorFor(logs, size, ROUND_MS));
  for (const [keeper, bytes] of Object.entries(await sizesOf(folders)))
    grown[keeper] = (grown[keeper] ?? 0) + bytes - (before[keeper] ?? 0);
}

const medianRate = ({ rounds }: Contestant): number => percentile(rounds.map(rateOf), 0.5);

const SINGLE = 'one an entry';

function rateFigure({ name }: MeasuredNetwork, contestant: Contestant, single: Contestant): Figure {
  const { size, logs, floor, rounds } = contestant;
  const value = medianRate(contestant);
  const clients = new Set(logs.map(({ ledger }) => ledger.mspId)).size;
  return {
    bench: `anchor, ${size} an entry`,
    value,
    unit: 'certificates/s',
    floor,
    peers: { [SINGLE]: medianRate(single) },
    ...(contestant !== single && {
      paired: { [SINGLE]: pairedRatio(rounds.map(rateOf), single.rounds.map(rateOf)) },
    }),
    note: `${name}; ${logs.length} logs at once through ${clients} clients, ${(value / size).toFixed(1)} entries/s; trees built, PDFs not`,
  };
}

function growthFigures({ size, rounds, grown }: Contestant): Figure[] {
  const certificates = rounds.reduce((sum, anchored) => sum + anchored.certificates, 0);
  const entries = certificates / size;
  return Object.entries(grown).map(([keeper, bytes]) => ({
    bench: `growth of ${keeper}, ${size} an entry`,
    value: ((bytes / certificates) * MILLION) / MEBIBYTE,
    unit: 'MiB per million certificates',
    note: `${(bytes / entries / 1024).toFixed(1)} KiB an entry, over ${entries} entries`,
  }));
}

/**
 * One certificate an entry against thousands, each on as many logs as serve it best. They take turns, so that a
 * machine whose speed drifts drifts for all; the median of the rounds counts, and of each round how many times as much
 * as one an entry.
 */
export async function benchThroughput(
  network: MeasuredNetwork,
  logs: readonly IssuerLog[],
): Promise<{ rates: Figure[]; growth: Figure[] }> {
  const contestants: Contestant[] = [];
  for (const size of SIZES) {
    const floor = await hashFloor(size);
    contestants.push({ size, floor, logs: await bestLogs(logs, size), rounds: [], grown: {} });
  }
  for (let turn = 0; turn < ROUNDS; turn += 1)
    for (const contestant of contestants) await round(network, contestant);
  const [single] = contestants;
  return {
    rates: single ? contestants.map((contestant) => rateFigure(network, contestant, single)) : [],
    growth: contestants.flatMap(growthFigures),
  };
}
