import type { Schema } from '../../../kit';

/** What this device keeps: its key, what it can show, and whom it showed it. */
interface Shapes {
  readonly key: CryptoKeyPair;
  readonly carried: Carried;
  readonly showing: Showing;
  readonly items: readonly Item[];
}

/** A certificate on this device. */
export interface Carried {
  readonly card: Schema<'Card'>;
  readonly credential: Schema<'WalletCredential'>;
  /** Of a delegation: for whom it is shown. */
  readonly delegation?: Schema<'Delegation'>;
}

/** One showing by this device: nobody else knows of those that were offline. */
export interface Showing {
  readonly at: string;
  readonly certificate: string;
  readonly item: string;
}

export interface Item {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
}

const VERSION = 1;

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('certbridge-wallet', VERSION);
    request.onupgradeneeded = () => {
      for (const store of ['key', 'carried', 'showing', 'items'] as const)
        request.result.createObjectStore(store);
    };
    request.onsuccess = () => {
      // Another tab has a newer version of the app: it must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
  return opened;
}

async function run<Result>(
  store: keyof Shapes,
  mode: IDBTransactionMode,
  act: (objects: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const transaction = (await database()).transaction(store, mode);
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error('not kept'));
  });
}

export const kept = <Name extends keyof Shapes>(
  store: Name,
  name: string,
): Promise<Shapes[Name] | undefined> =>
  run(store, 'readonly', (objects) => objects.get(name) as IDBRequest<Shapes[Name] | undefined>);

export const allKept = <Name extends keyof Shapes>(store: Name): Promise<Shapes[Name][]> =>
  run(store, 'readonly', (objects) => objects.getAll() as IDBRequest<Shapes[Name][]>);

export const keep = <Name extends keyof Shapes>(
  store: Name,
  name: string,
  value: Shapes[Name],
): Promise<unknown> => run(store, 'readwrite', (objects) => objects.put(value, name));

export const drop = (store: keyof Shapes, name: string): Promise<unknown> =>
  run(store, 'readwrite', (objects) => objects.delete(name));
