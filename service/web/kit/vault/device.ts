import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';

/** Something sealed, and where it belongs. */
export interface SealedRecord {
  /** Whose it is: the subject of a session. */
  readonly person: string;
  /** What sort of thing: `draft`, `unsent`. */
  readonly kind: string;
  readonly name: string;
  /** When it was kept, in milliseconds since 1970. */
  readonly at: number;
  /** HPKE: the encapsulated key, and the ciphertext. */
  readonly enc: ArrayBuffer;
  readonly bytes: ArrayBuffer;
}

interface Device extends DBSchema {
  /** The public keys of the people who signed in here, by their subject. */
  people: { key: string; value: ArrayBuffer };
  sealed: { key: [string, string, string]; value: SealedRecord; indexes: { kind: [string, string] } };
}

let opened: Promise<IDBPDatabase<Device>> | undefined;

/** What the apps of this origin keep on the device. A new shape is another version, with its `upgrade`. */
export function device(): Promise<IDBPDatabase<Device>> {
  opened ??= openDB<Device>('certbridge', 1, {
    upgrade(database) {
      database.createObjectStore('people');
      const sealed = database.createObjectStore('sealed', { keyPath: ['person', 'kind', 'name'] });
      sealed.createIndex('kind', ['person', 'kind']);
    },
    // Another tab has a newer version of the app: it must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return opened;
}
