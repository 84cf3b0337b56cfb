import { onScopeDispose, readonly, ref } from 'vue';
import type { Desk } from './desk';

/** Milliseconds between two looks at the feed: the provinces' beats come about as often. */
const syncEvery = 120_000;
const tickEvery = 20_000;

/**
 * Brings the desk up to date while the page is looked at, whenever the network comes or goes, and when
 * the page comes back into view: a window's page stays open all day. Gives the time, as it passes.
 */
export function keepInSync(desk: Desk) {
  const now = ref(Date.now());
  const sync = () => void desk.ask<'sync'>({ ask: 'sync' }).catch(() => null);
  const isSeen = () => document.visibilityState === 'visible';
  const onSight = () => {
    now.value = Date.now();
    if (isSeen()) sync();
  };
  const tick = setInterval(() => (now.value = Date.now()), tickEvery);
  const look = setInterval(() => isSeen() && sync(), syncEvery);
  addEventListener('online', sync);
  addEventListener('offline', sync);
  document.addEventListener('visibilitychange', onSight);
  onScopeDispose(() => {
    clearInterval(tick);
    clearInterval(look);
    removeEventListener('online', sync);
    removeEventListener('offline', sync);
    document.removeEventListener('visibilitychange', onSight);
  });
  return { now: readonly(now), sync };
}
