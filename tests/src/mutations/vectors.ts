import { isDeepStrictEqual } from 'node:util';
import type * as Sdk from '@certbridge/verifier-sdk';
import type { Primitive } from '@certbridge/verifier-sdk-fixtures';
import type { ReadVector, VectorManifest, VectorRunner } from '@certbridge/verifier-sdk-fixtures/window';
import type { Switches } from './switches.js';

/** One vector; `mirror` is what it starts from, or is. */
interface Unit {
  readonly name: string;
  readonly mirror: string | undefined;
  readonly isSync: boolean;
  /** What is found of it, in short. */
  readonly found: string;
  /** Whether the SDK finds of it what it says. */
  holds(runner: VectorRunner): Promise<boolean>;
}

/** The vectors by which a check is tried, by number: where it throws first, then one of each thing that is found. */
export interface Trials {
  /** By check. */
  readonly units: readonly (readonly number[])[];
  /** Milliseconds that each vector takes with all checks in. */
  readonly times: readonly number[];
}

/** Which vectors notice that a check is out. */
export class Vectors {
  readonly #switches: Switches;
  readonly #units: readonly Unit[];
  readonly #newRunner: () => VectorRunner;
  /** Has synced with all checks in. */
  readonly #whole: VectorRunner;

  private constructor(switches: Switches, units: readonly Unit[], newRunner: () => VectorRunner) {
    this.#switches = switches;
    this.#units = units;
    this.#newRunner = newRunner;
    this.#whole = newRunner();
  }

  static async open(switches: Switches): Promise<Vectors> {
    // Not before the switches are there.
    const sdk: typeof Sdk = await import('@certbridge/verifier-sdk');
    const { VectorRunner: Runner } = await import('@certbridge/verifier-sdk-fixtures/window');
    const node = await import('@certbridge/verifier-sdk/node');
    const { findAudit, primitives, readManifest, readVector } =
      await import('@certbridge/verifier-sdk-fixtures');
    const manifest = readManifest();
    const audits = manifest.audits.map((one) => ({
      ...{ name: one.id, mirror: undefined, isSync: false, found: one.expect.takes.join() },
      holds: async (runner: VectorRunner) => {
        const found = await findAudit(sdk, node, runner.trustAnchor(one.trustAnchor), one, readVector);
        return isDeepStrictEqual(found, one.expect);
      },
    }));
    const all = primitives(readVector);
    const units = [...unitsOfPrimitives(all), ...unitsOf(manifest, readVector), ...audits];
    return new Vectors(switches, units, () => new Runner(sdk, manifest, readVector));
  }

  /** By check: the vectors in which it makes a difference. */
  async trials(): Promise<Trials> {
    const seen = new Map<number, Set<number>>();
    const thrown = new Map<number, Set<number>>();
    const bySync = new Map<string | undefined, ReturnType<Switches['take']>>();
    const times: number[] = [];
    let count = 0;
    this.#switches.take();
    for (const [i, unit] of this.#units.entries()) {
      const begin = performance.now();
      if (!(await unit.holds(this.#whole))) throw new Error(`${unit.name} does not hold with all checks in`);
      times[i] = performance.now() - begin;
      const here = this.#switches.take();
      if (unit.isSync) bySync.set(unit.mirror, here);
      for (const one of [here, bySync.get(unit.mirror)]) {
        for (const n of one?.seen ?? []) seen.set(n, (seen.get(n) ?? new Set()).add(i));
        for (const n of one?.thrown ?? []) thrown.set(n, (thrown.get(n) ?? new Set()).add(i));
      }
      count = Math.max(count, ...here.seen.map((n) => n + 1));
    }
    const units = Array.from({ length: count }, (_, n) => [
      ...new Set([...(thrown.get(n) ?? []), ...this.#inRounds(seen.get(n) ?? new Set())]),
    ]);
    return { units, times };
  }

  /** In each round one vector of each thing that is found. */
  #inRounds(units: ReadonlySet<number>): number[] {
    const rounds: number[][] = [];
    const count = new Map<string, number>();
    for (const unit of units) {
      const found = this.#units[unit]?.found ?? '';
      const round = count.get(found) ?? 0;
      count.set(found, round + 1);
      (rounds[round] ??= []).push(unit);
    }
    return rounds.flat();
  }

  /** The first of these vectors that fails without the check; null: none does. */
  async failing(
    check: number,
    among: readonly number[],
    onTrying: (unit: number) => void,
  ): Promise<number | null> {
    const runner = this.#newRunner();
    const units = among.flatMap((i) => (this.#units[i] ? [[i, this.#units[i]] as const] : []));
    const synced = new Set(units.filter(([, { isSync }]) => isSync).map(([, { mirror }]) => mirror));
    this.#switches.out = check;
    try {
      for (const [i, unit] of units) {
        onTrying(i);
        const holds = unit.holds(synced.has(unit.mirror) ? runner : this.#whole);
        if (!(await holds.catch(() => false))) return i;
      }
      return null;
    } finally {
      this.#switches.out = -1;
    }
  }
}

const unitsOfPrimitives = (all: readonly Primitive[]): readonly Unit[] =>
  all.map(([name, holds]) => ({
    ...{ name: `primitive ${name}`, mirror: undefined, isSync: false, found: name },
    holds: async () => holds(),
  }));

function unitsOf(manifest: VectorManifest, read: ReadVector): Unit[] {
  const mirrors = Object.entries(manifest.mirrors).map(([name, { syncs = [], evidence = {}, damage }]) => ({
    ...{ name: `mirror ${name}`, mirror: name, isSync: true },
    found: JSON.stringify([syncs.map((sync) => sync.expect), damage]),
    holds: async (runner: VectorRunner) => {
      const kept: Record<string, string> = {};
      for (const [file, path] of Object.entries(evidence)) kept[file] = new TextDecoder().decode(read(path));
      const expected = { syncs: syncs.map((sync) => sync.expect), evidence: kept, damage };
      return isDeepStrictEqual(await runner.mirror(name), expected);
    },
  }));
  const cases = manifest.cases.map((one) => ({
    ...{ name: one.id, mirror: one.mirror ?? undefined, isSync: false },
    found: one.expect.checks.join(),
    holds: async (runner: VectorRunner) => isDeepStrictEqual(await runner.case(one), one.expect),
  }));
  const receipts = manifest.receipts.map((one) => ({
    ...{ name: `receipt ${one.id}`, mirror: undefined, isSync: false },
    found: one.expect.checks.join(),
    holds: async (runner: VectorRunner) => isDeepStrictEqual(await runner.receipt(one), one.expect),
  }));
  return [...mirrors, ...cases, ...receipts];
}
