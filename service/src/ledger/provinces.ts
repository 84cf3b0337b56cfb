import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';

/** How long what the ledger said about its provinces is used before it is asked again. */
const FRESH_MS = 60_000;

/** Which provinces can be asked to endorse, and how many must agree: what the ledger's current anchor says. */
export class Provinces {
  readonly #mspId: string;
  readonly #ask: () => Promise<TrustAnchor>;
  #anchor: TrustAnchor | undefined;
  #until = 0;

  constructor(mspId: string, ask: () => Promise<TrustAnchor>) {
    this.#mspId = mspId;
    this.#ask = ask;
  }

  async current(): Promise<TrustAnchor> {
    if (this.#anchor === undefined || Date.now() >= this.#until) {
      this.#anchor = await this.#ask();
      this.#until = Date.now() + FRESH_MS;
    }
    return this.#anchor;
  }

  /** `count` provinces (unless given: the threshold), the own one among the first; another choice each attempt. */
  async choose(attempt: number, count?: number): Promise<string[]> {
    const { provinces, threshold } = await this.current();
    const own = provinces.filter(({ mspId }) => mspId === this.#mspId);
    const others = provinces.filter(({ mspId }) => mspId !== this.#mspId);
    const choices = combinations([...own, ...others], Math.min(count ?? threshold, provinces.length));
    return (choices[attempt % choices.length] ?? []).map(({ mspId }) => mspId);
  }
}

/** Only the first few choices are ever tried. */
const MOST_CHOICES = 16;

/** Choices of `count` items, those with the first items first. */
export function combinations<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  const found: T[][] = [];
  for (let index = 0; index + count <= items.length && found.length < MOST_CHOICES; index += 1) {
    const first = items[index] as T;
    for (const rest of combinations(items.slice(index + 1), count - 1)) {
      if (found.length < MOST_CHOICES) found.push([first, ...rest]);
    }
  }
  return found;
}
