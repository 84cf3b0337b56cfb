import { PAGE_SIZE, concat, parseCheckpoint, parseHeads } from '@certbridge/verifier-sdk/formats';
import type { Fetch, Mirror } from '@certbridge/verifier-sdk';
import type { Progress } from './messages';

/** A checkpoint of 5,000 logs is half a megabyte; what is larger by far is not read to tell progress. */
const maxCheckpointBytes = 8 * 1024 * 1024;

/**
 * Fetches the feed for one sync and counts, for whoever waits: bytes, pages, and how many pages the
 * checkpoint asks for. The browser's own cache must not make an old state look like the newest.
 */
export function countingFetch({ ledger }: Mirror, tell: (progress: Progress) => void): Fetch {
  const progress: Progress = { pages: 0, of: null, bytes: 0 };
  return async (url, init) => {
    const response = await fetch(url, {
      ...init,
      cache: 'no-cache',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    if (!response.ok || !response.body) return response;
    const path = new URL(url).pathname;
    const isCheckpoint = path.endsWith('/checkpoint.json');
    const chunks: Uint8Array[] = [];
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, out) {
        progress.bytes += chunk.length;
        if (isCheckpoint && progress.bytes <= maxCheckpointBytes) chunks.push(chunk);
        out.enqueue(chunk);
      },
      flush() {
        if (isCheckpoint) progress.of = pagesAsked(concat(...chunks), ledger);
        if (/\/feed\/[npi]\/(?:[^/]+\/)?\d+\.json$/u.test(path)) progress.pages += 1;
        tell({ ...progress });
      },
    });
    return new Response(response.body.pipeThrough(count), { status: response.status });
  };
}

/** How many pages lie between the ledger held and the offered heads; null when it cannot be told. */
function pagesAsked(checkpoint: Uint8Array, ledger: Mirror['ledger']): number | null {
  try {
    const missing = parseHeads(parseCheckpoint(checkpoint).heads).map(({ log, id, seq }) => {
      const held = ledger?.count(log, id) ?? 0;
      return seq > held ? Math.ceil(seq / PAGE_SIZE) - Math.floor(held / PAGE_SIZE) : 0;
    });
    return missing.reduce((sum, pages) => sum + pages, 0);
  } catch {
    return null;
  }
}
