import type { AttestationMemory } from '../attestation/index.js';
import type { Certificate } from '../der/index.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import type { AsOf, Mirror } from '../mirror/mirror.js';
import type { FeedSource } from '../mirror/source.js';
import type { Language } from './codes.js';
import type { Policy } from './policy.js';
import type { ReplayMemory } from './replay-memory.js';

/** What a verifier was made from. */
export interface Context {
  readonly trustAnchor: TrustAnchor;
  readonly mirror: Mirror | undefined;
  readonly policy: Policy;
  readonly clock: () => number;
  readonly language: Language;
  /** For receipts that are not at hand; undefined: never ask the network. */
  readonly source: FeedSource | undefined;
  readonly timestampRoots: readonly Certificate[];
  /** Attestations of entries that were verified before. */
  readonly memory: AttestationMemory;
  /** Live codes that were taken before. */
  readonly replays: ReplayMemory;
}

export type Freshness = 'none' | 'behind' | 'stale' | 'fresh';

/** Whether the mirror's knowledge is recent enough for the policy, by what the ledger did and not by what peers said. */
export function freshness({ mirror, policy, clock }: Context): Freshness {
  const asOf = mirror?.asOf;
  if (!asOf) return 'none';
  const now = clock();
  if (now + policy.clockSkew < Date.parse(asOf.checkpoint)) return 'behind';
  const isRecent = asOf.beat !== null && now - Date.parse(asOf.beat) <= policy.maxStatusAge;
  return isRecent && !mirror.lapsed ? 'fresh' : 'stale';
}

export function asOfNow({ mirror }: Context): AsOf | null {
  return mirror?.asOf ?? null;
}
