import type { z } from 'zod';
import { batch } from './answers.js';
import { StreamStalled, batchEvents } from './batch-events.js';
import type { Client } from './client.js';
import { Silence } from './patience.js';
import type { Patience } from './patience.js';
import type { ProgressBar } from './progress-bar.js';

export type Batch = z.output<typeof batch>;

/** What the service goes on with by itself; in every other state it is done with, or waits for a person. */
const MOVING: ReadonlySet<string> = new Set(['receiving', 'issuing']);

/** Whether nothing more happens to it before somebody acts. */
const isSettled = ({ state, anchored, issued }: Batch): boolean =>
  !MOVING.has(state) && (state !== 'issued' || anchored >= issued);

/**
 * Shows a batch's progress until nothing more happens to it by itself, or the ledger lets wait for too long: only
 * the batch's state says so. Events that end, break off or stall are resumed; where they stall, the state is asked
 * for.
 * @throws CallFailed where the service refuses, or has not answered for too long
 */
export async function follow(
  client: Client,
  base: string,
  begun: Batch,
  { bar, patience }: { readonly bar: ProgressBar; readonly patience: Patience },
): Promise<Batch> {
  const path = `${base}/batches/${begun.id}`;
  const silence = new Silence(patience);
  const anchoring = new AnchoringWait(patience.anchoring);
  let last = begun;
  let lastEventId: string | undefined;
  let isStalled = false;
  const see = (seen: Batch): void => {
    silence.heard(!isAlike(seen, last));
    last = seen;
    show(bar, seen);
    anchoring.see(seen);
  };
  const watch = async (): Promise<void> => {
    const from = { lastEventId, stalled: patience.stalled, signal: anchoring.signal };
    for await (const { batch: seen, id } of batchEvents(client, path, from)) {
      lastEventId = id ?? lastEventId;
      see(seen);
      if (isSettled(seen)) return;
    }
  };
  try {
    see(begun);
    while (!isSettled(last) && !anchoring.isOver) {
      try {
        if (!isStalled) await watch();
        if (!isSettled(last)) see(await client.get(path, batch));
        if (!isSettled(last)) await silence.wait();
      } catch (failure) {
        isStalled ||= failure instanceof StreamStalled;
        await silence.bear(failure);
      }
    }
    return last;
  } finally {
    anchoring.end();
  }
}

const isAlike = (a: Batch, b: Batch): boolean =>
  a.state === b.state && a.issued === b.issued && a.anchored === b.anchored;

/** How long the ledger is waited for, counted from when the last certificate was issued or anchored. */
class AnchoringWait {
  readonly #patience: number;
  readonly #over = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #anchored = -1;

  constructor(patience: number) {
    this.#patience = patience;
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  see({ state, anchored }: Batch): void {
    if (state !== 'issued' || anchored === this.#anchored) return;
    this.#anchored = anchored;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#over.abort(), this.#patience);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#over.abort();
  }
}

function show(bar: ProgressBar, { state, issued, anchored, rows: read, bad }: Batch): void {
  if (state === 'issued') bar.show('上链存证 anchored', anchored, issued);
  else bar.show('签发 issued', issued, read - bad);
}
