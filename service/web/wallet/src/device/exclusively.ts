/**
 * One after the other, in all tabs: whatever changes this device's key, or what is bound to it. What was read before
 * may be out of date. Not within itself.
 */
export function exclusively(work: () => Promise<void>): Promise<void> {
  return navigator.locks.request('certbridge-wallet', work);
}
