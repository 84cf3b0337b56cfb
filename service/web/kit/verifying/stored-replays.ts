import type { ReplayMemory } from '@certbridge/verifier-sdk';
import { fromUtf8, utf8 } from '@certbridge/verifier-sdk/formats';
import type { DeviceStore } from './device-store';

/** Milliseconds for which it is kept which live codes this browser took. */
const KEPT = 86_400_000;
const PREFIX = 'taken/';

/** Which live codes 亮证码 this browser took: on its disk, so that a reload does not let one in a second time. */
export class StoredReplays implements ReplayMemory {
  readonly #store: Promise<DeviceStore>;

  constructor(store: Promise<DeviceStore>) {
    this.#store = store.then(async (opened) => {
      await forgetOld(opened, Date.now() - KEPT);
      return opened;
    });
  }

  async firstTaken(showing: string, now: number): Promise<number> {
    const store = await this.#store;
    const name = PREFIX + showing;
    const known = await store.get(name);
    if (known) return Number(fromUtf8(known));
    await store.put(name, utf8(String(now)));
    return now;
  }
}

async function forgetOld(store: DeviceStore, before: number): Promise<void> {
  for (const name of await store.list(PREFIX)) {
    const taken = await store.get(name);
    if (taken && Number(fromUtf8(taken)) < before) await store.delete(name);
  }
}
