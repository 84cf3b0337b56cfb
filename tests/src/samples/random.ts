/** A small seeded generator (mulberry32): the same seed gives the same samples on every machine. */
export interface Random {
  /** An integer in [0, bound). */
  below(bound: number): number;
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T;
  digits(count: number): string;
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number): number => next() % bound;
  return {
    below,
    pick<T>(from: readonly T[]): T {
      const chosen = from[below(from.length)];
      if (chosen === undefined) throw new RangeError('nothing to pick from');
      return chosen;
    },
    digits: (count) => Array.from({ length: count }, () => below(10)).join(''),
  };
}
