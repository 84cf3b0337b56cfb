import { trustAnchorId } from '../formats/trust-anchor.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MirrorError } from './error.js';
import { anchorName } from './files.js';
import type { FeedSource } from './source.js';
import type { MirrorStore } from './store.js';
import { maxAnchorBytes, verifySuccessor } from './succession.js';

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
  for (const [i, ours] of anchors.slice(1).entries()) {
    const before = anchors[i];
    try {
      const bytes = await source.get(url, `feed/anchor/${ours.n}.json`, maxAnchorBytes);
      const theirs = bytes && before && (await verifySuccessor(bytes, before, 'attested', clock()));
      if (bytes && theirs && (await trustAnchorId(theirs)) !== (await trustAnchorId(ours))) {
        return { n: ours.n, bytes };
      }
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
    }
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
  for (const [i, ours] of anchors.slice(1).entries()) {
    const before = anchors[i];
    if (!before) continue;
    const successorIn = async (bytes: Uint8Array | undefined, at: number): Promise<TrustAnchor | undefined> =>
      bytes && verifySuccessor(bytes, before, 'now', at).catch(unlessRefused);
    if (await successorIn(await store.get(anchorName(ours.n)), now + renewedBefore)) continue;
    const bytes = await source.get(url, `feed/anchor/${ours.n}.json`, maxAnchorBytes);
    const served = await successorIn(bytes, now);
    if (!bytes || !served) continue;
    if ((await trustAnchorId(served)) !== (await trustAnchorId(ours))) return { n: ours.n, bytes };
    await store.put(anchorName(ours.n), bytes);
  }
  return undefined;
}

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof MirrorError)) throw error;
}
