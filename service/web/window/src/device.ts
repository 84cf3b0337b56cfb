import { inject, provide } from 'vue';
import type { InjectionKey } from 'vue';
import { keepOffline } from '../../kit';
import { keepInSync } from '../../kit/verifying/keep-in-sync';
import { openWorker } from '../../kit/verifying/worker-client';

/** What this PC has: the worker that verifies, its mirror in sync, the app itself kept for when there is no network. */
function openDevice() {
  const worker = openWorker();
  return { worker, ...keepInSync(worker), ...keepOffline() };
}

export type Device = ReturnType<typeof openDevice>;

const key: InjectionKey<Device> = Symbol('device');

export function provideDevice(): Device {
  const device = openDevice();
  provide(key, device);
  return device;
}

export function useDevice(): Device {
  const device = inject(key);
  if (!device) throw new Error('no device was opened');
  return device;
}
