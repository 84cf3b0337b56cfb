import type { Router } from 'vue-router';
import { Refusal, api, ask, forgetSession, reachable, session, signOut, speakFor } from '../../../kit';
import type { Counter } from '../counter/counter';
import { forgetClerk } from './last-clerk';

/** The session, by its id, of a clerk who left while the service could not be told: it is still to be ended. */
const LEFT = 'certbridge.window.left';

/**
 * Ends a clerk's turn on a shared PC: the screen is cleared and what is kept here is locked, whether or not the
 * service can be told now. The page is then loaded anew, so that nothing is left in memory either; without a network,
 * where it may not load, at least what was open is left.
 */
export async function handOver(counter: Counter, router: Router): Promise<void> {
  counter.clear();
  forgetClerk();
  // Not by when they signed in: who comes back by single sign-on did so before they left.
  const left = session.value?.session ?? null;
  if (left !== null) localStorage.setItem(LEFT, left);
  try {
    await signOut();
    localStorage.removeItem(LEFT);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    forgetSession();
  }
  if (reachable.value) location.assign('/window/');
  else await router.push({ name: 'desk' });
}

/**
 * Ends the session of a clerk who left without a network, before anything is done with it: who comes next on this PC
 * must not find it open.
 * @throws Refusal while the service cannot be told
 */
export async function endLeftSession(): Promise<void> {
  const left = localStorage.getItem(LEFT);
  if (left === null) return;
  const who = await ask(api.GET('/api/v1/session')).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
  });
  if (who?.session === left) {
    speakFor(who.subject);
    await signOut();
  }
  localStorage.removeItem(LEFT);
}
