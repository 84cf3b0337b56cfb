import { ref } from 'vue';
import type { Refusal } from './refusal';

/** Why the person has to go to the sign-in before going on; what they typed is kept as a draft. */
export type SignInNeeded = 'ended' | 'step-up' | null;

export const signInNeeded = ref<SignInNeeded>(null);

export function tellSession({ status, code }: Refusal): void {
  if (status !== 401) return;
  signInNeeded.value = code === 'STEP_UP_NEEDED' ? 'step-up' : 'ended';
}

/** Where signing in leads back to: the page as it is. */
export function signInAddress(needed: SignInNeeded, door = '/auth/sign-in'): string {
  const back = `${location.pathname}${location.search}`;
  const fresh = needed === 'step-up' ? '&fresh=yes' : '';
  return `${door}?return=${encodeURIComponent(back)}${fresh}`;
}
