import { inject, provide, watch } from 'vue';
import type { InjectionKey } from 'vue';
import { keepSession, loadSession, session, useAnswer } from '../../../kit';
import type { Answer } from '../../../kit';
import type { Counter } from '../counter/counter';
import { endLeftSession } from './hand-over';
import { rememberClerk } from './last-clerk';

type Opened = Answer<typeof session.value>;
const key: InjectionKey<Opened> = Symbol('session');

/**
 * Asks who is signed in, now and when it may have changed; checking needs no answer.
 * What lies on the counter belongs to the turn of one clerk, also when their session ends in the middle of it.
 */
export function provideSession(counter: Counter): void {
  watch(
    () => session.value?.subject,
    (now, before) => {
      if (before !== undefined && now !== before) counter.clear();
    },
  );
  const opened = useAnswer(async () => {
    await endLeftSession();
    await loadSession();
    rememberClerk();
    return session.value;
  });
  keepSession(opened);
  provide(key, opened);
}

/** Who is signed in, as far as that is known. */
export function useSession(): Opened {
  const opened = inject(key);
  if (!opened) throw new Error('nobody asked who is signed in');
  return opened;
}
