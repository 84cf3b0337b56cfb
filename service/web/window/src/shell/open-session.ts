import { Refusal, loadSession, session, signInNeeded } from '../../../kit';
import { watch } from 'vue';
import { endLeftSession } from './hand-over';
import { rememberClerk } from './last-clerk';
import type { Counter } from '../counter/counter';

/**
 * Finds out who is signed in; nobody, and a service that cannot be reached, are answers too: checking needs neither.
 * What lies on the counter belongs to the turn of one clerk.
 */
export async function openSession(counter: Counter): Promise<void> {
  watch(
    () => session.value?.subject,
    (now, before) => {
      if (before !== undefined && now !== before) counter.clear();
    },
  );
  const load = async (): Promise<void> => {
    try {
      await endLeftSession();
      await loadSession();
      await rememberClerk();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401) session.value = undefined;
      signInNeeded.value = null;
    }
  };
  addEventListener('online', () => void load());
  await load();
}
