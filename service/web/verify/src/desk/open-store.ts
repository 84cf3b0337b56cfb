import { MemoryStore } from '@certbridge/verifier-sdk';
import type { MirrorStore } from '@certbridge/verifier-sdk';
import { openIndexedDbStore } from '@certbridge/verifier-sdk/indexeddb';

export interface Stores {
  mirror: MirrorStore;
  trust: MirrorStore;
  /** False where the browser refuses to store: then everything is gone when the page closes. */
  lasting: boolean;
}

export async function openStores(): Promise<Stores> {
  try {
    const [mirror, trust] = await Promise.all([
      openIndexedDbStore('certbridge-mirror'),
      openIndexedDbStore('certbridge-trust'),
    ]);
    return { mirror, trust, lasting: true };
  } catch {
    return { mirror: new MemoryStore(), trust: new MemoryStore(), lasting: false };
  }
}
