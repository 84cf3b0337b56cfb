import { readonly, ref, shallowRef } from 'vue';
import { scriptAddress } from './script-address';

/** What Chromium offers where a page can be installed; not in TypeScript's DOM library. */
interface InstallPrompt extends Event {
  prompt: () => Promise<unknown>;
}

/** Where this app lies, with a slash at its end: `/window/`. */
const base = import.meta.env.BASE_URL;

/** Milliseconds between two checks for a new version: a window's page stays open for days. */
const checkEvery = 3_600_000;

/**
 * Keeps the app on this device, with the service worker that its build made. A new version waits until the
 * person says so: what is on the screen must not change under their eyes.
 */
export function keepOffline() {
  const updateWaits = ref(false);
  const prompt = shallowRef<InstallPrompt | null>(null);
  const worker = 'serviceWorker' in navigator && import.meta.env.PROD ? navigator.serviceWorker : null;
  let registration: ServiceWorkerRegistration | undefined;
  let asked = false;

  /** Another tab let the new version in: this one is the old page on the new one's worker. */
  let isReplaced = false;

  const watch = (found: ServiceWorkerRegistration) => {
    registration = found;
    const check = () => (updateWaits.value = isReplaced || (found.waiting !== null && found.active !== null));
    check();
    found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', check));
    setInterval(() => void found.update().catch(() => undefined), checkEvery);
  };
  worker
    ?.register(scriptAddress(`${base}service-worker.js`) as string, { scope: base.slice(0, -1) })
    .then(watch, () => undefined);

  // In whichever tab the update was asked for, the new version serves all of them; the others say so and wait.
  const hadOne = worker?.controller !== null;
  worker?.addEventListener('controllerchange', () => {
    if (asked) location.reload();
    else updateWaits.value = isReplaced = hadOne;
  });

  function update() {
    asked = true;
    if (registration?.waiting) registration.waiting.postMessage('take-over');
    else location.reload();
  }

  /** Keeps what the build calls lazy: a decoder of pictures, say, once it is clear that it will be used. */
  async function keepLazy() {
    const ready = await worker?.ready;
    ready?.active?.postMessage('keep-lazy');
  }

  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    prompt.value = event as InstallPrompt;
  });
  addEventListener('appinstalled', () => {
    prompt.value = null;
    void keepLazy();
  });
  async function install() {
    await prompt.value?.prompt();
    prompt.value = null;
  }

  if (matchMedia('(display-mode: standalone)').matches) {
    void keepLazy();
    // Without this a browser short of disk may throw away what is kept.
    void navigator.storage.persist().catch(() => false);
  }
  return { updateWaits: readonly(updateWaits), update, keepLazy, installable: readonly(prompt), install };
}
