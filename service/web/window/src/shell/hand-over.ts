import { Refusal, reachable, session, signOut, vault } from '../../../kit';
import type { Counter } from '../counter/counter';

/**
 * Ends a clerk's turn on a shared PC: the screen is cleared and what is kept here is locked, whether or not the
 * service can be told now. The page is then loaded anew, so that nothing is left in memory either.
 */
export async function handOver(counter: Counter): Promise<void> {
  counter.clear();
  try {
    await signOut();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    vault.value?.lock();
    vault.value = undefined;
    session.value = undefined;
  }
  if (reachable.value) location.assign('/window/');
}
