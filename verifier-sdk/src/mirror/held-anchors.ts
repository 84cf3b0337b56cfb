import type { EndorserRule } from '../attestation/index.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MirrorError } from './error.js';
import { anchorName } from './files.js';
import type { FeedSource } from './source.js';
import type { MirrorStore } from './store.js';
import { fetchAnchor, verifySuccessor } from './succession.js';

// What servers have in place of the successors that a mirror holds: loaded where it holds any.

/** How long before its end an attestation is got anew, in milliseconds: a window may be offline, or closed, for as long. */
const renewedBefore = 30 * 86_400_000;

/** Another successor of a trust anchor than the one that this mirror took. */
export interface Rival {
  readonly n: number;
  readonly bytes: Uint8Array;
}

/** Of the mirror: its store, and the trust anchors that it holds from the pinned one on. */
interface Held {
  readonly store: MirrorStore;
  readonly anchors: readonly TrustAnchor[];
  readonly clock: () => number;
}

/**
 * A checkpoint that does not hold under our trust anchor may hold under another that the provinces attested in
 * its place: two successors of one anchor are two histories.
 */
export async function findRival(
  source: FeedSource,
  url: string,
  { anchors, clock }: Held,
): Promise<Rival | undefined> {
  for (const [before, ours] of successions(anchors)) {
    const bytes = await fetchAnchor(source, url, ours.n).catch(unlessRefused);
    const theirs = await successorIn(bytes, before, 'attested', clock());
    if (bytes && theirs && !(await isSame(theirs, ours))) return { n: ours.n, bytes };
  }
  return undefined;
}

/**
 * Keeps files of trust anchors that are held as a server has them, attested anew, where the certificates of those
 * who attested the file that is held end before long: from then on what is held would open as lapsed. Returns
 * another successor that the server has.
 */
export async function renewAnchors(
  source: FeedSource,
  url: string,
  { store, anchors, clock }: Held,
): Promise<Rival | undefined> {
  const now = clock();
  for (const [before, ours] of successions(anchors)) {
    const held = await store.get(anchorName(ours.n));
    if (await successorIn(held, before, 'now', now + renewedBefore)) continue;
    const bytes = await fetchAnchor(source, url, ours.n);
    const theirs = await successorIn(bytes, before, 'now', now);
    if (!bytes || !theirs) continue;
    if (!(await isSame(theirs, ours))) return { n: ours.n, bytes };
    await store.put(anchorName(ours.n), bytes);
  }
  return undefined;
}

/** Each trust anchor that is held but the pinned one, after the one before it. */
const successions = (
  anchors: readonly TrustAnchor[],
): (readonly [before: TrustAnchor, ours: TrustAnchor])[] =>
  anchors.slice(1).flatMap((ours, i) => anchors.slice(i, i + 1).map((before) => [before, ours] as const));

const successorIn = async (
  bytes: Uint8Array | undefined,
  before: TrustAnchor,
  rule: EndorserRule,
  now: number,
): Promise<TrustAnchor | undefined> =>
  bytes && verifySuccessor(bytes, before, rule, now).catch(unlessRefused);

const isSame = async (theirs: TrustAnchor, ours: TrustAnchor): Promise<boolean> =>
  (await trustAnchorId(theirs)) === (await trustAnchorId(ours));

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof MirrorError)) throw error;
}
