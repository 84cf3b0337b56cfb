import { readonly, ref } from 'vue';
import { scriptAddress } from './script-address';

/**
 * Keeps the page on this device. A new version waits until the person says so: a verdict on the
 * screen must not change under their eyes.
 */
export function keepOffline() {
  const updateWaits = ref(false);
  const worker = 'serviceWorker' in navigator && import.meta.env.PROD ? navigator.serviceWorker : null;

  const watch = (registration: ServiceWorkerRegistration) => {
    const look = () => (updateWaits.value = registration.waiting !== null && registration.active !== null);
    look();
    registration.addEventListener('updatefound', () =>
      registration.installing?.addEventListener('statechange', look),
    );
  };

  worker
    ?.register(scriptAddress('/v/service-worker.js') as string, { scope: '/v' })
    .then(watch, () => undefined);

  async function update() {
    const registration = await worker?.getRegistration('/v');
    worker?.addEventListener('controllerchange', () => location.reload(), { once: true });
    registration?.waiting?.postMessage('take-over');
  }

  async function keepDecoder() {
    const registration = await worker?.ready;
    registration?.active?.postMessage('keep-decoder');
  }

  if (matchMedia('(display-mode: standalone)').matches) void keepDecoder();
  return { updateWaits: readonly(updateWaits), update, keepDecoder };
}

export type Offline = ReturnType<typeof keepOffline>;
