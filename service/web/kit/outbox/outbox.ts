import { onScopeDispose, shallowRef, watch } from 'vue';
import { Refusal, reachable, subjectHeader, tellSession } from '../api';
import { session, vault } from '../session';
import { Vault } from '../vault';
import type { Words } from '../words';

const KIND = 'unsent';
/** Milliseconds that what waits is kept on this device. */
const KEPT = 30 * 86_400_000;

/** A change that is asked of the service, whenever it can be reached. */
export interface UnsentRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** With what stands in its braces already: `addressOf` of the API's client. */
  readonly address: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What it is, for the person who made it. */
  readonly words: Words;
}

/** A request in the outbox. It leaves it by itself by being done, or after 30 days. */
export interface Unsent extends UnsentRequest {
  /** Its Idempotency-Key, the same however often it is sent. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Why the service refused it; the person decides. */
  readonly refused?: { readonly status: number; readonly problem: unknown };
}

/** What waits, oldest first; empty as long as the vault is locked. */
export const unsent = shallowRef<readonly Unsent[]>([]);
/** Keys of what waits, oldest first, known without opening it. */
export const waiting = shallowRef<readonly string[]>([]);

/** Keeps a request, and sends it if the service can be reached. @throws where the browser keeps nothing */
export async function sendOrKeep(
  request: UnsentRequest,
  into: Vault | undefined = vault.value,
): Promise<string> {
  if (!into) throw new Error('nobody has signed in on this device: nothing can be kept for them');
  const [key = ''] = await keepUnsent([request], into);
  await sendUnsent();
  return key;
}

/**
 * Keeps requests that belong together, to be sent in this order: all of them, or none. Asks nothing of the network.
 * @returns their keys
 * @throws where the browser keeps nothing
 */
export async function keepUnsent(requests: readonly UnsentRequest[], into: Vault): Promise<string[]> {
  const now = Date.now();
  // What was kept at the same time has no order.
  const kept = requests.map((value, nth) => ({ name: crypto.randomUUID(), at: now + nth, value }));
  await into.keepAll(KIND, kept);
  // Seen at once: what is being sent just now may take long.
  void readUnsent();
  return kept.map(({ name }) => name);
}

/** The person gives up on a request that was refused. */
export async function dropUnsent(key: string): Promise<void> {
  await vault.value?.drop(KIND, key);
  await readUnsent();
}

/** Reads what waits. */
export async function readUnsent(): Promise<void> {
  const own = vault.value;
  waiting.value = ((await own?.list(KIND)) ?? []).map(({ name }) => name);
  const read = (await own?.readAll<UnsentRequest>(KIND)) ?? [];
  unsent.value = read.map(({ name, at, value }) => ({ ...value, key: name, at }));
}

/**
 * Sends what waits, in the order in which it was asked; one tab at a time. It stops where the service cannot be
 * reached, is overloaded or wants a sign-in; what it refuses is marked and stays.
 */
export function sendUnsent(): Promise<void> {
  return navigator.locks.request('certbridge.outbox', async () => {
    // A private window may have nothing to forget in.
    await Vault.forget(KIND, KEPT).catch(() => undefined);
    await readUnsent();
    const own = vault.value;
    if (!session.value || !own) return;
    for (const request of unsent.value) if (!request.refused && !(await sent(own, request))) break;
    await readUnsent();
  });
}

/** @returns false where the rest must wait */
async function sent(own: Vault, { key, at, ...request }: Unsent): Promise<boolean> {
  const { method, address, body } = request;
  const answer = await fetch(address, {
    method,
    headers: {
      ...subjectHeader(),
      'Idempotency-Key': key,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => undefined);
  reachable.value = answer !== undefined;
  if (!answer) return false;
  if (answer.ok) {
    await own.drop(KIND, key);
    return true;
  }
  const { status } = answer;
  const problem: unknown = await answer.json().catch(() => ({}));
  const refusal = new Refusal(status, problem);
  tellSession(refusal);
  // Somebody else's session refuses nothing of this person's.
  if (status === 401 || refusal.code === 'SESSION_OF_ANOTHER') return false;
  if (status === 429 || status >= 500) return false;
  await own.keep(KIND, key, { ...request, refused: { status, problem } }, at);
  return true;
}

/** How often a service that nothing tells of is asked whether it is back, in milliseconds. */
const AGAIN = 60_000;

/** Sends what waits when the page opens, when somebody has signed in, when the network comes back, when the person comes back, and each minute. */
export function keepSending(): void {
  const send = (): void => void sendUnsent();
  const seen = (): void => {
    if (document.visibilityState === 'visible') send();
  };
  addEventListener('online', send);
  document.addEventListener('visibilitychange', seen);
  const timer = setInterval(() => {
    if (waiting.value.length > 0) send();
  }, AGAIN);
  watch([session, vault], send);
  send();
  onScopeDispose(() => {
    removeEventListener('online', send);
    document.removeEventListener('visibilitychange', seen);
    clearInterval(timer);
  });
}
