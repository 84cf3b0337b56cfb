import { onScopeDispose } from 'vue';
import { Refusal } from '../api';
import type { Answer } from '../controls/state';
import { loadSession, session } from './session';

/**
 * Asks again who is signed in when the network is back and when the page is looked at again: the session may have
 * ended, and another tab may have begun somebody else's.
 * @param first the app's own question, asked again as long as nobody is known
 */
export function keepSession(first: Pick<Answer<unknown>, 'again' | 'refusal'>): void {
  const ask = (): void => {
    if (!session.value || first.refusal.value) void first.again();
    else void loadSession().catch(leaveAsItIs);
  };
  const seen = (): void => {
    if (document.visibilityState === 'visible') ask();
  };
  addEventListener('online', ask);
  document.addEventListener('visibilitychange', seen);
  onScopeDispose(() => {
    removeEventListener('online', ask);
    document.removeEventListener('visibilitychange', seen);
  });
}

/** Nobody could tell, or the sign-in dialog says that it has ended. */
function leaveAsItIs(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
