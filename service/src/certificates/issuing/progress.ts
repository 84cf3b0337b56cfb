import type { Database } from '../../platform/database/index.js';
import { Notifier } from '../../platform/waiting/index.js';
import { isFinal } from './batch-state.js';
import { getBatch } from './batches.js';
import type { Batch } from './batches.js';

/** Notifies those who watch a batch; fed by the worker's connection, which gets notifications of every replica. */
export class ProgressHub {
  readonly #watchers = new Map<string, Set<Notifier>>();

  notify(batch: string): void {
    for (const watcher of this.#watchers.get(batch) ?? []) watcher.notify();
  }

  notifyAll(): void {
    for (const batch of this.#watchers.keys()) this.notify(batch);
  }

  watch(batch: string): { readonly changed: Notifier; readonly end: () => void } {
    const changed = new Notifier();
    const watchers = this.#watchers.get(batch) ?? new Set();
    this.#watchers.set(batch, watchers.add(changed));
    const end = (): void => {
      watchers.delete(changed);
      if (watchers.size === 0) this.#watchers.delete(batch);
    };
    return { changed, end };
  }
}

/** Whether nothing more will happen to it: refused, withdrawn, or issued and anchored. */
export const isSettled = (batch: Batch): boolean =>
  isFinal(batch.state) && (batch.state !== 'issued' || batch.anchored >= batch.issued);

/**
 * The batch now, and after every change, until it is settled or `signal`. A slow reader skips states.
 * @throws BatchUnknown
 */
export async function* watchBatch(
  { database, hub }: { readonly database: Database; readonly hub: ProgressHub },
  issuer: string,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const first = await getBatch({ database }, issuer, id);
  const { changed, end } = hub.watch(first.id);
  try {
    while (!signal.aborted) {
      const batch = await getBatch({ database }, issuer, id);
      yield batch;
      if (isSettled(batch)) return;
      await changed.wait(signal);
    }
  } finally {
    end();
  }
}
