import { openDB } from 'idb';
import type { DBSchema } from 'idb';

/** Which window this PC is, and its key, which the browser keeps and gives to nobody: `extractable` is false. */
export interface StoredWindow {
  readonly hall: string;
  /** The window's id at the service; absent until the pairing was asked for. */
  readonly id?: string;
  readonly name: string;
  readonly key: CryptoKeyPair;
  /** Its newest certificate, as the hall signed it, and until when that counts (RFC 3339). */
  readonly certificate?: string;
  readonly certifiedUntil?: string;
}

interface Store extends DBSchema {
  window: { key: 'this'; value: StoredWindow };
}

const database = () =>
  openDB<Store>('certbridge-window', 1, {
    upgrade(made) {
      made.createObjectStore('window');
    },
  });

export async function readWindow(): Promise<StoredWindow | undefined> {
  return (await database()).get('window', 'this');
}

export async function keepWindow(value: StoredWindow): Promise<void> {
  await (await database()).put('window', value, 'this');
}

/** A new key is another window: the old one is of no use any more. */
export async function forgetWindow(): Promise<void> {
  await (await database()).delete('window', 'this');
}
