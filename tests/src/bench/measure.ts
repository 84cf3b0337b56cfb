/** One figure of a run; `floor` and `peers` were measured beside it, in the same run. */
export interface Figure {
  readonly bench: string;
  readonly value: number;
  readonly unit: string;
  /** What no implementation could beat, in the same unit. */
  readonly floor?: number;
  readonly peers?: Readonly<Record<string, number>>;
  /** How many times as much as a peer, round by round: what drifts in between drifts for both. */
  readonly paired?: Readonly<Record<string, Spread>>;
  /** What was done exactly. */
  readonly note?: string;
}

/** Of several rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** How much was done in how long. */
export interface Pass {
  readonly done: number;
  readonly ms: number;
}

/** Works in a process of its own for a while when it is its turn. */
export interface Outsider {
  readonly name: string;
  pass(ms: number): Promise<Pass>;
}

/** Work to be repeated; `inFlight` of them run at a time. */
export interface Contender {
  readonly name: string;
  readonly inFlight: number;
  work(index: number): unknown;
}

async function onePass(contender: Contender, forMs: number, from: number): Promise<Pass> {
  let index = from;
  let done = 0;
  const started = performance.now();
  const ends = started + forMs;
  const lane = async (): Promise<void> => {
    do {
      await contender.work(index++);
      done += 1;
    } while (performance.now() < ends);
  };
  await Promise.all(Array.from({ length: contender.inFlight }, lane));
  return { done, ms: performance.now() - started };
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

/** Of each contender, by its name: what it did per second in each round that counts. */
export type Rounds = Readonly<Record<string, readonly number[]>>;

/**
 * Rates of several contenders, per second. They take turns, so that a machine whose speed drifts drifts for
 * all of them. The first round warms up and is not counted.
 */
export async function measureRounds(
  contenders: readonly (Contender | Outsider)[],
  rounds = 5,
  roundMs = 700,
): Promise<Rounds> {
  const measured = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  let index = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const forMs = round === 0 ? roundMs / 2 : roundMs;
      const { done, ms } = await ('pass' in contender
        ? contender.pass(forMs)
        : onePass(contender, forMs, index));
      index += done;
      if (round > 0) measured.get(contender.name)?.push((done * 1000) / ms);
    }
  }
  return Object.fromEntries(measured);
}

/** The median of each contender's rounds. */
export const medians = (rounds: Rounds): Record<string, number> =>
  Object.fromEntries(Object.entries(rounds).map(([name, values]) => [name, median(values)]));

/** The medians alone, where nothing is made of the spread. */
export const rates = async (...asked: Parameters<typeof measureRounds>): Promise<Record<string, number>> =>
  medians(await measureRounds(...asked));

/** How many times as much as another, whose values are of the same rounds. */
export function pairedRatio(values: readonly number[], other: readonly number[]): Spread {
  const ratios = values.map((value, round) => value / (other[round] ?? NaN));
  return { min: Math.min(...ratios), median: median(ratios), max: Math.max(...ratios) };
}

/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Percentiles of latencies in milliseconds. */
export const percentiles = (
  bench: string,
  latencies: readonly number[],
  note: string,
  shares: readonly number[] = [0.5, 0.95, 0.99],
): Figure[] =>
  shares.map((share) => ({
    bench: `${bench}, p${share * 100}`,
    value: percentile(latencies, share),
    unit: 'ms',
    note,
  }));
