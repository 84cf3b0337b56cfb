import { shallowRef, triggerRef } from 'vue';
import { Refusal, api, ask, onSessionLost, signInNeeded, speakFor } from '../api';
import type { Schema, operations } from '../api';
import { Vault } from '../vault';

type WhoAmI = Schema<'WhoAmI'>;
/** Ids of operations: what one may do is decided by the service and told by it. */
export type OperationId = keyof operations;

/** Who is signed in; null: nobody; undefined until that is known. */
export const session = shallowRef<WhoAmI | null>();

/** What they keep on this device, open; undefined until that is known, and where the browser keeps nothing. */
export const vault = shallowRef<Vault>();

/** Whether the session of who is still named here is over: they may finish what is on the screen, and sign in then. */
export const hasEnded = shallowRef(false);

onSessionLost((loss) => {
  if (loss === 'replaced') startAnew();
  else if (session.value) {
    hasEnded.value = true;
    vault.value?.lock();
    triggerRef(vault);
  }
});

/**
 * Finds out who is signed in; nobody is an answer, too. Where somebody else is by now, the page is loaded anew.
 * @throws Refusal where that cannot be told now, and where the session of who is named here has ended
 */
export async function loadSession(): Promise<void> {
  try {
    const who = await ask(api.GET('/api/v1/session'));
    if (session.value && session.value.subject !== who.subject) {
      startAnew();
      return;
    }
    speakFor(who.subject);
    if (vault.value?.isOpen !== true) vault.value = await unlocked(who.subject);
    if (JSON.stringify(session.value) !== JSON.stringify(who)) session.value = who;
    hasEnded.value = false;
    if (signInNeeded.value === 'ended') signInNeeded.value = null;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401 || session.value) throw error;
    signInNeeded.value = null;
    session.value = null;
  }
}

/** Somebody else is signed in: nothing of who was here before stays, not even in memory. */
export function startAnew(): void {
  forgetSession();
  location.reload();
}

async function unlocked(subject: string): Promise<Vault | undefined> {
  const { key } = await ask(api.GET('/api/v1/session/vault-key'));
  const secret = Uint8Array.from(atob(key), (sign) => sign.charCodeAt(0));
  // A private window may refuse to keep anything: the app then works without drafts.
  return Vault.unlock(subject, secret).catch(() => undefined);
}

export const may = (operation: OperationId): boolean => session.value?.may.includes(operation) ?? false;

/** Nobody is signed in here any more, whether or not the service knows it yet. */
export function forgetSession(): void {
  vault.value?.lock();
  vault.value = undefined;
  session.value = null;
  hasEnded.value = false;
  speakFor(undefined);
}

/** Ends the session at the service, if it has not ended. @throws Refusal */
export async function endSession(): Promise<void> {
  try {
    await ask(api.DELETE('/api/v1/session'));
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
    signInNeeded.value = null;
  }
}

/** Ends the session, here and at the service. @throws Refusal */
export async function signOut(): Promise<void> {
  await endSession();
  forgetSession();
}
