import type { z } from 'zod';
import { batch } from '../certificates/issuing/schemas.js';
import type { Client } from './client.js';
import type { ProgressBar } from './progress-bar.js';
import { serverEvents } from './server-events.js';

type Batch = z.output<typeof batch>;

/** How long to wait for the ledger after the last certificate was issued. */
const ANCHORING_PATIENCE = 60_000;

/** Shows a batch's progress until it is anchored, refused, or waits for somebody else. */
export async function follow(client: Client, base: string, begun: Batch, bar: ProgressBar): Promise<Batch> {
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let last = begun;
  try {
    const response = await client.open(`${base}/batches/${begun.id}/events`, patience.signal);
    for await (const { data } of serverEvents(response)) {
      last = batch.parse(JSON.parse(data));
      show(bar, last);
      if (last.state === 'issued' && timer === undefined) {
        timer = setTimeout(() => patience.abort(), ANCHORING_PATIENCE);
      }
      if (last.state === 'submitted' || last.state === 'refused') break;
    }
  } catch (error) {
    if (!patience.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    patience.abort();
  }
  return last;
}

function show(bar: ProgressBar, { state, issued, anchored, rows: read, bad }: Batch): void {
  if (state === 'issued') bar.show('anchored 上链存证', anchored, issued);
  else bar.show('issued 签发', issued, read - bad);
}
