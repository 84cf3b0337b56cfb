import type { MirrorStore } from './store.js';

const files = 'files';

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused the request'));
  });
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(files);
  return done(request);
}

class IndexedDbStore implements MirrorStore {
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  #reading(): IDBObjectStore {
    return this.#database.transaction(files, 'readonly').objectStore(files);
  }

  /** Resolves when the transaction is on disk, not when the request was taken. */
  #write(change: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = this.#database.transaction(files, 'readwrite', { durability: 'strict' });
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(transaction.error ?? new Error('IndexedDB aborted the write'));
      transaction.oncomplete = () => resolve();
      transaction.onabort = fail;
      transaction.onerror = fail;
      change(transaction.objectStore(files));
    });
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const found = await done<unknown>(this.#reading().get(name));
    return found instanceof Uint8Array ? found : undefined;
  }

  put(name: string, bytes: Uint8Array): Promise<void> {
    return this.#write((store) => store.put(bytes, name));
  }

  delete(name: string): Promise<void> {
    return this.#write((store) => store.delete(name));
  }

  async list(prefix: string): Promise<readonly string[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const keys = await done(this.#reading().getAllKeys(range));
    return keys.filter((key) => typeof key === 'string');
  }
}

/**
 * A mirror's store in the browser, in pages and in workers. `name`: of the database.
 * @throws DOMException of the browser’s
 */
export async function openIndexedDbStore(name = 'certbridge-mirror'): Promise<MirrorStore> {
  return new IndexedDbStore(await open(name));
}
