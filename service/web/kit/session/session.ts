import { shallowRef } from 'vue';
import { api, ask } from '../api';
import type { Schema, operations } from '../api';

type WhoAmI = Schema<'WhoAmI'>;
/** Ids of operations: what one may do is decided by the service and told by it. */
export type OperationId = keyof operations;

/** Who is signed in; undefined until that is known. */
export const session = shallowRef<WhoAmI>();

/** @throws Refusal */
export async function loadSession(): Promise<void> {
  session.value = await ask(api.GET('/api/v1/session'));
}

export const may = (operation: OperationId): boolean => session.value?.may.includes(operation) ?? false;

/** Ends the session, here and at the service. @throws Refusal */
export async function signOut(): Promise<void> {
  await ask(api.DELETE('/api/v1/session'));
  session.value = undefined;
}
