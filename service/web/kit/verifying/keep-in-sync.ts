import { onScopeDispose, readonly, ref } from 'vue';
import type { WorkerClient } from './worker-client';

/** Milliseconds between two syncs: the provinces' heartbeats come about as often. */
const syncEvery = 120_000;
const tickEvery = 20_000;

/**
 * Brings the worker up to date while the page is visible, whenever the network comes or goes, and when
 * the page comes back into view: a window's page stays open all day. Gives the time, as it passes.
 */
export function keepInSync(worker: WorkerClient) {
  const now = ref(Date.now());
  const sync = () => void worker.ask<'sync'>({ ask: 'sync' }).catch(() => null);
  const isSeen = () => document.visibilityState === 'visible';
  const onSight = () => {
    now.value = Date.now();
    if (isSeen()) sync();
  };
  const tick = setInterval(() => (now.value = Date.now()), tickEvery);
  const syncs = setInterval(() => isSeen() && sync(), syncEvery);
  addEventListener('online', sync);
  addEventListener('offline', sync);
  document.addEventListener('visibilitychange', onSight);
  onScopeDispose(() => {
    clearInterval(tick);
    clearInterval(syncs);
    removeEventListener('online', sync);
    removeEventListener('offline', sync);
    document.removeEventListener('visibilitychange', onSight);
  });
  return { now: readonly(now), sync };
}
