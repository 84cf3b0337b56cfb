import { ref } from 'vue';
import type { Refusal } from './refusal';

/** Why the person has to go to the sign-in before going on; what they typed is kept as a draft. */
export type SignInNeeded = 'ended' | 'step-up' | null;

export const signInNeeded = ref<SignInNeeded>(null);

/** What befell the session that this page was told of: it is over, or somebody else has one in this browser. */
export type SessionLoss = 'ended' | 'replaced';

const listeners: ((loss: SessionLoss) => void)[] = [];

export const onSessionLost = (listener: (loss: SessionLoss) => void): void => void listeners.push(listener);

const lost = (loss: SessionLoss): void => {
  for (const listener of listeners) listener(loss);
};

/** To be told of every refusal. */
export function tellSession({ status, code }: Pick<Refusal, 'code' | 'status'>): void {
  if (code === 'SESSION_OF_ANOTHER') lost('replaced');
  if (status !== 401) return;
  signInNeeded.value = code === 'STEP_UP_NEEDED' ? 'step-up' : 'ended';
  if (signInNeeded.value === 'ended') lost('ended');
}

/** Where signing in leads back to: the page as it is. */
export function signInAddress(needed: SignInNeeded, door = '/auth/sign-in'): string {
  const back = `${location.pathname}${location.search}`;
  const fresh = needed === 'step-up' ? '&fresh=yes' : '';
  return `${door}?return=${encodeURIComponent(back)}${fresh}`;
}
