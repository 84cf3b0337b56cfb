import { shallowRef } from 'vue';
import { Refusal, api, ask, signInNeeded } from '../api';
import type { Schema, operations } from '../api';
import { Vault } from '../vault';

type WhoAmI = Schema<'WhoAmI'>;
/** Ids of operations: what one may do is decided by the service and told by it. */
export type OperationId = keyof operations;

/** Who is signed in; null: nobody; undefined until that is known. */
export const session = shallowRef<WhoAmI | null>();

/** What they keep on this device, open; undefined until that is known, and where the browser keeps nothing. */
export const vault = shallowRef<Vault>();

/** Finds out who is signed in; nobody is an answer, too. @throws Refusal where that cannot be told now */
export async function loadSession(): Promise<void> {
  try {
    const who = await ask(api.GET('/api/v1/session'));
    if (vault.value?.person !== who.subject) vault.value = await unlocked(who.subject);
    session.value = who;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
    signInNeeded.value = null;
    session.value = null;
  }
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
}

/** Ends the session, here and at the service. @throws Refusal */
export async function signOut(): Promise<void> {
  await ask(api.DELETE('/api/v1/session'));
  forgetSession();
}
