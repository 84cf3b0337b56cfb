import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Schema, Words } from '../../../kit';
import type { Passkey } from './passkey';

/** This device's key; wrapped, where a passkey protects it. */
export type KeptKey =
  | CryptoKeyPair
  | {
      readonly publicKey: CryptoKey;
      /** The private key under AES-GCM (NIST SP 800-38D), by a key that the passkey gives. */
      readonly wrapped: ArrayBuffer;
      readonly iv: Uint8Array<ArrayBuffer>;
      readonly passkey: Passkey;
    };

/** What this device keeps: its key, what it can show, and whom it showed it. */
interface Shapes extends DBSchema {
  key: { key: string; value: KeptKey };
  carried: { key: string; value: Carried };
  showing: { key: string; value: Showing };
  items: { key: string; value: readonly Item[] };
  ending: { key: string; value: Ending };
}
const STORES = ['key', 'carried', 'showing', 'items', 'ending'] as const;
type Store = (typeof STORES)[number];

/** What is shown of a certificate on this device. */
export type CarriedCard = Pick<
  Schema<'Card'>,
  'certId' | 'copy' | 'holder' | 'inForce' | 'issuerNameNow' | 'name' | 'pending' | 'state' | 'validUntil'
>;

/** A certificate on this device. */
export interface Carried {
  readonly card: CarriedCard;
  readonly credential: Schema<'WalletCredential'>;
  /** Whose it is to renew and to take off: the subject of the session in which it was put here. */
  readonly carrier: string;
  /** Why it was not renewed the last time. */
  readonly notRenewed?: Words;
  /** Of a delegation: for whom it is shown. */
  readonly delegation?: Schema<'Delegation'>;
}

/** What it is called on this device: one may have a certificate of one's own and by a delegation. */
export const nameOf = ({ credential, delegation }: Carried): string => delegation?.id ?? credential.of;

/** A key that is not this device's, or not yet, and is to be ended at the service by who is named. */
export interface Ending {
  readonly device: string;
  readonly carrier: string;
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
  /** Whether a window takes it with its four digits only. */
  readonly challenge?: true;
}

let opened: Promise<IDBPDatabase<Shapes>> | undefined;

function database(): Promise<IDBPDatabase<Shapes>> {
  opened ??= openDB<Shapes>('certbridge-wallet', 3, {
    upgrade(made, before, _after, tx) {
      for (const store of STORES) if (!made.objectStoreNames.contains(store)) made.createObjectStore(store);
      // Version 1 did not say whose they are: they are put on this device anew.
      if (before === 1) void tx.objectStore('carried').clear();
    },
    // Another tab has a newer version of the app: it must not wait for this one.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return opened;
}

export async function kept<Name extends Store>(
  store: Name,
  name: string,
): Promise<Shapes[Name]['value'] | undefined> {
  return (await database()).get(store, name);
}

export async function allKept<Name extends Store>(store: Name): Promise<Shapes[Name]['value'][]> {
  return (await database()).getAll(store);
}

export async function keep<Name extends Store>(
  store: Name,
  name: string,
  value: Shapes[Name]['value'],
): Promise<void> {
  await (await database()).put(store, value, name);
}

/** What one resident has on this device: of others' the service says the same as of what does not exist. */
export async function carriedOf(carrier: string | undefined): Promise<readonly Carried[]> {
  return (await allKept('carried')).filter((one) => one.carrier === carrier);
}

/**
 * Another key of this device, and all that is bound to it, together or not at all.
 * @param ids `made`: of this key, which is not to be ended any more; `ending`: of the one before, which is
 */
export async function keepAnew(
  key: KeptKey,
  carried: readonly Carried[],
  { made, ending }: { readonly made: string; readonly ending?: Ending },
): Promise<void> {
  const tx = (await database()).transaction(['key', 'carried', 'ending'], 'readwrite');
  const bound = tx.objectStore('carried');
  await Promise.all([
    tx.objectStore('ending').delete(made),
    ...(ending ? [tx.objectStore('ending').put(ending, ending.device)] : []),
    tx.objectStore('key').put(key, 'device'),
    bound.clear(),
    ...carried.map((one) => bound.put(one, nameOf(one))),
    tx.done,
  ]);
}

export async function drop(store: Store, name: string): Promise<void> {
  await (await database()).delete(store, name);
}
