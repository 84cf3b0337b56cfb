import { trustAnchorId } from '../formats/trust-anchor.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MirrorError } from './error.js';
import type { ReplayedLedger } from './ledger.js';

export function anchorNotOnLedger(): MirrorError {
  return new MirrorError('ANCHOR_REFUSED', "the network's log names another trust anchor", {
    reason: 'ANCHOR_NOT_ON_LEDGER',
  });
}

/**
 * The network's log, if all of it is here, must name the very trust anchor that the checkpoint was verified under,
 * which is the last of these: else peers signed it that no longer count.
 */
export async function checkAnchor(ledger: ReplayedLedger, anchors: readonly TrustAnchor[]): Promise<void> {
  const anchor = anchors.at(-1);
  const { anchor: named } = ledger.registry;
  if (!anchor || !ledger.isNetworkCurrent) return;
  if (!named || (await trustAnchorId(named)) !== (await trustAnchorId(anchor))) throw anchorNotOnLedger();
}
