import { onScopeDispose } from 'vue';
import { Refusal } from '../api';
import type { Answer } from '../controls/state';
import { loadSession, session, startAnew } from './session';

/**
 * Asks again who is signed in when the network is back and when the page is looked at again: the session may have
 * ended, and another tab may have begun somebody else's. A page that was left, and that the browser shows again as it
 * stood, stays only for who left it.
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
  const shownAgain = ({ persisted }: PageTransitionEvent): void => {
    if (persisted && session.value) void loadSession().catch(startAnew);
  };
  addEventListener('online', ask);
  addEventListener('pageshow', shownAgain);
  document.addEventListener('visibilitychange', seen);
  onScopeDispose(() => {
    removeEventListener('online', ask);
    removeEventListener('pageshow', shownAgain);
    document.removeEventListener('visibilitychange', seen);
  });
}

/** Nobody could tell, or the sign-in dialog says that it has ended. */
function leaveAsItIs(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
