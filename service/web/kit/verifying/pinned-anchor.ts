import { fromUtf8, parseTrustAnchor, trustAnchorId, utf8 } from '@certbridge/verifier-sdk/formats';
import type { TrustAnchor } from '@certbridge/verifier-sdk/formats';
import type { MirrorStore } from '@certbridge/verifier-sdk';

export interface PinnedAnchor {
  anchor: TrustAnchor;
  fingerprint: string;
  pinnedAt: string;
}

const address = '/v/trust-anchor.json';
const anchorFile = 'anchor.json';
const timeFile = 'pinned-at';

/** What the website offers now; undefined when it cannot be reached or offers nothing that can be read. */
export async function offeredAnchor(): Promise<TrustAnchor | undefined> {
  try {
    const response = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
    return response.ok ? parseTrustAnchor(await response.text()) : undefined;
  } catch {
    return undefined;
  }
}

/** The anchor that this browser took when it first opened the page. */
export async function pinnedAnchor(store: MirrorStore): Promise<PinnedAnchor | undefined> {
  const [file, pinnedAt] = await Promise.all([store.get(anchorFile), store.get(timeFile)]);
  if (!file || !pinnedAt) return undefined;
  const anchor = parseTrustAnchor(file);
  return { anchor, fingerprint: await trustAnchorId(anchor), pinnedAt: fromUtf8(pinnedAt) };
}

/** Pins on first use (the time first: without it the anchor does not count). */
export async function pinAnchor(store: MirrorStore, anchor: TrustAnchor): Promise<PinnedAnchor> {
  const pinnedAt = new Date().toISOString();
  await store.put(timeFile, utf8(pinnedAt));
  await store.put(anchorFile, utf8(JSON.stringify(anchor)));
  return { anchor, fingerprint: await trustAnchorId(anchor), pinnedAt };
}

/**
 * Whether the offered anchor is one that this browser has reason to believe: the pinned one, or one
 * that the provinces themselves attested as its successor.
 */
export async function follows(offered: TrustAnchor, believed: readonly TrustAnchor[]): Promise<boolean> {
  const id = await trustAnchorId(offered);
  for (const anchor of believed) if ((await trustAnchorId(anchor)) === id) return true;
  return false;
}
