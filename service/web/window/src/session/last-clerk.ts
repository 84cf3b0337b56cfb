import { Vault, session, vault } from '../../../kit';

/** The subject of who signed in here last: no name, so that it tells nothing to who reads it. */
const KEY = 'certbridge.window.clerk';

/** To be called when somebody has signed in. */
export function rememberClerk(): void {
  if (session.value) localStorage.setItem(KEY, session.value.subject);
}

/** Their turn is over: nothing that is done from now on is theirs. */
export const forgetClerk = (): void => localStorage.removeItem(KEY);

/**
 * Where work done now is put: the vault of who is signed in, or, where the service cannot be reached after a restart,
 * that of who signed in last. It takes things in and shows nothing until they sign in again.
 */
export async function vaultNow(): Promise<Vault | undefined> {
  if (vault.value) return vault.value;
  const last = localStorage.getItem(KEY);
  return last === null ? undefined : Vault.find(last);
}
