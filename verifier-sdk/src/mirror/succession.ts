import { AttestationError, verifyAttestation } from '../attestation/index.js';
import type { EndorserRule } from '../attestation/index.js';
import { parseAnchorFile } from '../formats/feed.js';
import { FormatError } from '../formats/error.js';
import { trustAnchorId } from '../formats/trust-anchor.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { updateNeeded } from './checkpoint.js';
import { MirrorError } from './error.js';
import type { FeedSource } from './source.js';

const maxAnchorBytes = 4 * 1024 * 1024;

/** A server's file of a trust anchor; undefined: it has none. @throws MirrorError */
export const fetchAnchor = (source: FeedSource, url: string, n: number): Promise<Uint8Array | undefined> =>
  source.get(url, `feed/anchor/${n}.json`, maxAnchorBytes);

/** The successor of a trust anchor: exactly n+1, of the same network, attested under n. */
export async function verifySuccessor(
  bytes: Uint8Array,
  current: TrustAnchor,
  rule: EndorserRule,
  now: number,
): Promise<TrustAnchor> {
  try {
    const { anchor, attestation } = parseAnchorFile(bytes);
    if (anchor.network !== current.network || anchor.channel !== current.channel) {
      throw new MirrorError('ANCHOR_REFUSED', 'the next trust anchor is of another network', {
        reason: 'ANCHOR_OF_ANOTHER_NETWORK',
      });
    }
    await verifyAttestation(attestation, {
      anchor: current,
      tag: 'certbridge/anchor/1',
      rule,
      now,
      asked: {
        n: current.n + 1,
        anchor: await trustAnchorId(anchor),
        previous: await trustAnchorId(current),
      },
    });
    if (anchor.n !== current.n + 1)
      throw new MirrorError('ANCHOR_REFUSED', 'the next trust anchor is out of turn', {
        reason: 'ANCHOR_OUT_OF_TURN',
      });
    return anchor;
  } catch (cause) {
    const isLater =
      (cause instanceof AttestationError && cause.code === 'STATEMENT_VERSION') ||
      (cause instanceof FormatError && cause.code === 'VERSION_UNKNOWN');
    if (isLater) throw updateNeeded(cause);
    if (cause instanceof AttestationError || cause instanceof FormatError) {
      throw new MirrorError('ANCHOR_REFUSED', `the next trust anchor does not hold: ${cause.message}`, {
        cause,
      });
    }
    throw cause;
  }
}
