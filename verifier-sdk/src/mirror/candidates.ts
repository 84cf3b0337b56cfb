import { AttestationError } from '../attestation/error.js';
import { readProposalResponse } from '../attestation/payload.js';
import { readStatement } from '../attestation/statement.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { readCheckpoint, updateNeeded, verifyCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { MirrorError } from './error.js';
import type { CheckpointFile } from '../formats/feed.js';
import type { FeedSource } from './source.js';
import { fetchAnchor, verifySuccessor } from './succession.js';

/** What one server offers: a checkpoint that holds, under a trust anchor that holds. */
export interface Candidate {
  readonly url: string;
  readonly checkpoint: Checkpoint;
  /** The trust anchor that the checkpoint was verified under. */
  readonly anchor: TrustAnchor;
  readonly anchors: readonly TrustAnchor[];
  readonly anchorFiles: ReadonlyMap<number, Uint8Array>;
}

const maxSuccessions = 32;

/** Which trust anchor a checkpoint says that it is of; not verified yet. */
export function claimedAnchor({ attestation }: CheckpointFile): number {
  try {
    return readStatement(readProposalResponse(attestation.payload).result, 'certbridge/checkpoint/1').anchor;
  } catch (cause) {
    if (cause instanceof AttestationError && cause.code === 'STATEMENT_VERSION') throw updateNeeded(cause);
    throw new MirrorError('CHECKPOINT_REFUSED', 'the checkpoint attests something else', { cause });
  }
}

async function succeed(
  source: FeedSource,
  url: string,
  anchors: readonly TrustAnchor[],
  to: number,
  now: number,
): Promise<Pick<Candidate, 'anchors' | 'anchorFiles'>> {
  const all = [...anchors];
  const anchorFiles = new Map<number, Uint8Array>();
  for (let current = all.at(-1); current && current.n < to; current = all.at(-1)) {
    if (anchorFiles.size >= maxSuccessions)
      throw new MirrorError('ANCHOR_REFUSED', 'too many successions at once', {
        reason: 'TOO_MANY_ANCHORS',
      });
    const n = current.n + 1;
    const bytes = await fetchAnchor(source, url, n);
    if (!bytes)
      throw new MirrorError('ANCHOR_REFUSED', `trust anchor ${n} is not in the feed`, {
        reason: 'ANCHOR_MISSING',
      });
    all.push(await verifySuccessor(bytes, current, 'now', now));
    anchorFiles.set(n, bytes);
  }
  return { anchors: all, anchorFiles };
}

/** Fetches and verifies one server's checkpoint, and the trust anchors up to it. */
export async function fetchCandidate(
  source: FeedSource,
  url: string,
  anchors: readonly TrustAnchor[],
  now: number,
): Promise<Candidate> {
  const bytes = await source.get(url, 'feed/checkpoint.json');
  if (!bytes) throw new MirrorError('FEED_UNREACHABLE', 'has no checkpoint');
  const file = readCheckpoint(bytes);
  const claimed = claimedAnchor(file);
  const succession = await succeed(source, url, anchors, claimed, now);
  const anchor = succession.anchors.find(({ n }) => n === claimed);
  if (!anchor)
    throw new MirrorError(
      'CHECKPOINT_OLDER',
      `the checkpoint is of trust anchor ${claimed}, before the pinned one`,
      { reason: 'ANCHOR_BEFORE_PINNED' },
    );
  return { url, checkpoint: await verifyCheckpoint(file, anchor, 'now', now), anchor, ...succession };
}
