import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';

/** How long what the ledger said about its provinces is used before it is asked again. */
const FRESH_MS = 10_000;
/** How long those who agreed are asked first. */
const AGREED_MS = 60_000;

/** By whom a statement is to be signed. */
export interface Signers {
  /** How many provinces; unless given, the anchor's threshold. */
  readonly count?: number | undefined;
  /** Of which trust anchor; the current one unless given. */
  readonly under?: TrustAnchor | undefined;
}

/** Which provinces can be asked to endorse, and how many must agree: what the ledger's current anchor says. */
export class Provinces {
  readonly #mspId: string;
  readonly #ask: () => Promise<TrustAnchor>;
  #anchor: TrustAnchor | undefined;
  #until = 0;
  /** Those who agreed last, in place of others who did not. */
  #agreed: readonly string[] = [];
  #agreedUntil = 0;

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

  /** What was known is no longer so: the ledger is asked again. */
  forget(): void {
    this.#until = 0;
  }

  /** Remembers who agreed, so that a province that is away is not asked first every time. */
  agreed(mspIds: readonly string[]): void {
    this.#agreed = mspIds;
    this.#agreedUntil = Date.now() + AGREED_MS;
  }

  /**
   * As many provinces of an anchor (the current one unless given) as are to sign: those who agreed last, else the
   * own one first; another choice each attempt.
   */
  async choose(attempt: number, { count, under }: Signers = {}): Promise<string[]> {
    const { provinces, threshold } = under ?? (await this.current());
    const own = provinces.filter(({ mspId }) => mspId === this.#mspId);
    const others = provinces.filter(({ mspId }) => mspId !== this.#mspId);
    const choices = combinations([...own, ...others], Math.min(count ?? threshold, provinces.length));
    const named = choices.map((choice) => choice.map(({ mspId }) => mspId));
    if (Date.now() < this.#agreedUntil) {
      const agreed = this.#agreed.join();
      named.sort((a, b) => Number(b.join() === agreed) - Number(a.join() === agreed));
    }
    return named[attempt % named.length] ?? [];
  }
}

/** Only the first few choices are ever tried. */
const MAX_CHOICES = 16;

/** Choices of `count` items, those with the first items first. */
export function combinations<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  const found: T[][] = [];
  for (let index = 0; index + count <= items.length && found.length < MAX_CHOICES; index += 1) {
    const first = items[index] as T;
    for (const rest of combinations(items.slice(index + 1), count - 1)) {
      if (found.length < MAX_CHOICES) found.push([first, ...rest]);
    }
  }
  return found;
}
