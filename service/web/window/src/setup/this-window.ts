import {
  browserWindowSigner,
  createBrowserWindowKey,
  jwkThumbprint,
  proveWindowKey,
} from '@certbridge/verifier-sdk';
import type { WindowSigner } from '@certbridge/verifier-sdk';
import { computed, inject, provide, shallowRef, watch } from 'vue';
import type { InjectionKey } from 'vue';
import { Refusal, api, ask, may, reachable, session } from '../../../kit';
import type { Schema } from '../../../kit';
import type { WorkerClient } from '../../../kit/verifying/worker-client';
import { forgetWindow, keepWindow, readWindow } from './device-key';
import type { StoredWindow } from './device-key';

type WindowView = Schema<'Window'>;

/** Milliseconds before the end of a certificate from which on it is renewed: a third of its life. */
const RENEW_BEFORE = 10 * 86_400_000;

/** Which window this PC is: its key, its pairing, and its certificate, which is renewed by itself. */
function openWindow(worker: WorkerClient) {
  const stored = shallowRef<StoredWindow>();
  /** As the service last told it; undefined while that is not known. */
  const view = shallowRef<WindowView>();
  const fingerprint = shallowRef('');

  async function take(value: StoredWindow): Promise<void> {
    await keepWindow(value);
    stored.value = value;
    fingerprint.value = await jwkThumbprint((await browserWindowSigner(value.key)).publicKey);
  }

  async function learn(now: WindowView): Promise<void> {
    view.value = now;
    const { value } = stored;
    if (!value) return;
    const { id, name, certificate, certifiedUntil } = now;
    await take({
      ...value,
      id,
      name,
      ...(certificate !== null && { certificate }),
      ...(certifiedUntil !== null && { certifiedUntil }),
    });
  }

  /** Makes a key in this browser, if there is none yet, and asks the hall to take this PC as a window. @throws Refusal */
  async function requestPairing(hall: string, name: string): Promise<void> {
    const trustAnchor = worker.state.value.trust?.fingerprint;
    if (trustAnchor === undefined) throw new Refusal(0, { code: 'OFFLINE' });
    const key = stored.value?.key ?? (await createBrowserWindowKey());
    await take({ hall, name, key });
    const signer = await browserWindowSigner(key);
    const proof = await proveWindowKey(hall, signer);
    const body = { name, key: signer.publicKey, trustAnchor, proof };
    await learn(await ask(api.POST('/api/v1/halls/{hall}/windows', { params: { path: { hall } }, body })));
  }

  /** Asks the service what has become of the pairing, and has the certificate renewed in time. @throws Refusal */
  async function refresh(): Promise<void> {
    const { value } = stored;
    if (value?.id === undefined || !may('listWindows')) return;
    const { hall, id } = value;
    const { windows } = await ask(api.GET('/api/v1/halls/{hall}/windows', { params: { path: { hall } } }));
    const found = windows.find((one) => one.id === id);
    if (found) await learn(found);
    const until = found?.certifiedUntil;
    const isDue = until != null && Date.parse(until) - Date.now() < RENEW_BEFORE;
    if (found?.state === 'paired' && isDue && may('renewWindow')) await renew(value, id);
  }

  async function renew({ hall, key }: StoredWindow, window: string): Promise<void> {
    const proof = await proveWindowKey(hall, await browserWindowSigner(key));
    const path = { hall, window };
    await learn(
      await ask(
        api.POST('/api/v1/halls/{hall}/windows/{window}/renewal', { params: { path }, body: { proof } }),
      ),
    );
  }

  /** Forgets the key of this PC: what follows is another window. */
  async function forget(): Promise<void> {
    await forgetWindow();
    stored.value = view.value = undefined;
    fingerprint.value = '';
  }

  const opened = readWindow().then(async (found) => {
    if (found) await take(found);
  });
  watch([session, reachable], async ([who, isReachable]) => {
    await opened;
    // Without the service the window is what it was; what is refused, the page of its setup shows.
    if (who && isReachable)
      await refresh().catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
      });
  });

  const isPaired = computed(() => {
    const { value } = stored;
    const state = view.value?.state ?? 'paired';
    return value?.certificate !== undefined && state === 'paired';
  });
  return {
    stored,
    view,
    fingerprint,
    isPaired,
    /** Where the window is, once it is paired. */
    place: computed(() => (isPaired.value ? stored.value?.name : undefined)),
    requestPairing,
    refresh,
    forget,
    /** What signs for this window. */
    signer: (): Promise<WindowSigner> | undefined => stored.value && browserWindowSigner(stored.value.key),
  };
}

export type ThisWindow = ReturnType<typeof openWindow>;

const key: InjectionKey<ThisWindow> = Symbol('this window');

export function provideWindow(worker: WorkerClient): ThisWindow {
  const opened = openWindow(worker);
  provide(key, opened);
  return opened;
}

export function useWindow(): ThisWindow {
  const opened = inject(key);
  if (!opened) throw new Error('the window was not opened');
  return opened;
}
