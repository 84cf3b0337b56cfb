import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { Schema } from '../../../kit';

/** What this device keeps: its key, what it can show, and whom it showed it. */
interface Shapes extends DBSchema {
  key: { key: string; value: CryptoKeyPair };
  carried: { key: string; value: Carried };
  showing: { key: string; value: Showing };
  items: { key: string; value: readonly Item[] };
}
type Store = 'key' | 'carried' | 'showing' | 'items';

/** What is shown of a certificate on this device. */
export type CarriedCard = Pick<
  Schema<'Card'>,
  'certId' | 'copy' | 'holder' | 'inForce' | 'issuerNameNow' | 'name' | 'pending' | 'state' | 'validUntil'
>;

/** A certificate on this device. */
export interface Carried {
  readonly card: CarriedCard;
  readonly credential: Schema<'WalletCredential'>;
  /** Of a delegation: for whom it is shown. */
  readonly delegation?: Schema<'Delegation'>;
}

/** What it is called on this device: one may have a certificate of one's own and by a delegation. */
export const nameOf = ({ credential, delegation }: Carried): string => delegation?.id ?? credential.of;

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

let opened: Promise<IDBPDatabase<Shapes>> | undefined;

function database(): Promise<IDBPDatabase<Shapes>> {
  opened ??= openDB<Shapes>('certbridge-wallet', 1, {
    upgrade(made) {
      for (const store of ['key', 'carried', 'showing', 'items'] as const) made.createObjectStore(store);
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

export async function drop(store: Store, name: string): Promise<void> {
  await (await database()).delete(store, name);
}
