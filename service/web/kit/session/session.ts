import { shallowRef } from 'vue';
import { api, ask } from '../api';
import type { Schema, operations } from '../api';
import { Vault } from '../vault';

type WhoAmI = Schema<'WhoAmI'>;
/** Ids of operations: what one may do is decided by the service and told by it. */
export type OperationId = keyof operations;

/** Who is signed in; undefined until that is known. */
export const session = shallowRef<WhoAmI>();

/** What they keep on this device, open; undefined until that is known, and where the browser keeps nothing. */
export const vault = shallowRef<Vault>();

/** @throws Refusal */
export async function loadSession(): Promise<void> {
  const who = await ask(api.GET('/api/v1/session'));
  if (vault.value?.person !== who.subject) vault.value = await unlocked(who.subject);
  session.value = who;
}

async function unlocked(subject: string): Promise<Vault | undefined> {
  const { key } = await ask(api.GET('/api/v1/session/vault-key'));
  const secret = Uint8Array.from(atob(key), (sign) => sign.charCodeAt(0));
  // A private window may refuse to keep anything: the app then works without drafts.
  return Vault.unlock(subject, secret).catch(() => undefined);
}

export const may = (operation: OperationId): boolean => session.value?.may.includes(operation) ?? false;

/** Ends the session, here and at the service. @throws Refusal */
export async function signOut(): Promise<void> {
  await ask(api.DELETE('/api/v1/session'));
  vault.value?.lock();
  vault.value = undefined;
  session.value = undefined;
}
