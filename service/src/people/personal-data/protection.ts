/**
 * Envelope encryption of personal columns. Each holder has a key of its own, kept in the database only as wrapped
 * by the master key, in a schema apart from what it encrypts; deleting that row makes everything encrypted for the
 * holder unreadable, in older copies of the other tables too, but for a backup of the keys from before.
 */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { DecryptionFailed } from './errors.js';
import { encrypt, decrypt } from './cipher.js';
import { framed } from './framed.js';
import { derive } from './derive.js';
import { derivedServiceKeys, keptServiceKeys } from './service-keys.js';
import type { ServiceKeys } from './service-keys.js';
import type { Queryable } from '../../platform/database/index.js';
import { openWrap } from './wrap.js';

/** The place of an encrypted value in the database; a value copied to another row or column does not open. */
export interface Cell {
  readonly table: string;
  readonly column: string;
  /** The row's primary key, as text. */
  readonly row: string;
}

/** One holder's key, unwrapped. Keep it no longer than the work at hand. */
export interface HolderKey {
  /** AES-256-GCM; 28 bytes longer than the plaintext. */
  encrypt(plaintext: Uint8Array, place: Cell): Buffer;
  /** @throws DecryptionFailed */
  decrypt(encrypted: Uint8Array, place: Cell): Buffer;
  /** {@link encrypt} of a value's JSON. */
  encryptJson(value: unknown, place: Cell): Buffer;
  decryptJson(encrypted: Uint8Array, place: Cell): unknown;
  /** {@link Protection.lookup} under this key: nobody finds the value again once the key is deleted. */
  lookup(domain: string, value: string): Buffer;
}

export interface Protection {
  /** A new key for a holder: `wrapped` goes into the database, `key` is for use now. */
  createHolderKey(holder: string): { readonly wrapped: Buffer; readonly key: HolderKey };
  /**
   * @param holder the same text as at creation: a key moved to another holder's row does not open
   * @throws DecryptionFailed
   */
  holderKey(holder: string, wrapped: Uint8Array): HolderKey;
  /** Names the newest master key, in the 8 bytes from the second on of every key that it wraps. */
  readonly masterKeyId: Buffer;
  /** The same key, wrapped by the newest master key. @throws DecryptionFailed */
  rewrap(holder: string, wrapped: Uint8Array): Buffer;
  /**
   * Keyed hash (HMAC-SHA-256, 32 bytes) for exact look-up of a personal value without
   * storing it; `domain` (say `holder-number`) keeps equal values of different columns apart.
   */
  lookup(domain: string, value: string): Buffer;
  /** Keyed hash (HMAC-SHA-256, 32 bytes) that shows that this service wrote `value`, for one `domain` of decisions. */
  mac(domain: string, value: string): Buffer;
  /** Encrypts what belongs to no holder (an issuer's setting, say). */
  readonly common: HolderKey;
}

/**
 * @param masterKeys 32 bytes each, newest first: the first wraps new keys, all of them unwrap
 * @param own the service's own keys, as its database keeps them; unless given those that the oldest master key gives
 */
export function openProtection(
  masterKeys: readonly [Uint8Array, ...Uint8Array[]],
  own: ServiceKeys = derivedServiceKeys(masterKeys.at(-1) ?? masterKeys[0]),
): Protection {
  const { id, wrap, unwrap } = openWrap(masterKeys);
  return {
    createHolderKey(holder) {
      const raw = randomBytes(32);
      return { wrapped: wrap(holder, raw), key: holderKey(createSecretKey(raw)) };
    },
    holderKey: (holder, wrapped) => holderKey(createSecretKey(unwrap(holder, wrapped))),
    masterKeyId: id,
    rewrap: (holder, wrapped) => wrap(holder, unwrap(holder, wrapped)),
    lookup: (domain, value) => hmac(own.lookup, domain, value),
    mac: (domain, value) => hmac(own.mac, domain, value),
    common: holderKey(own.common),
  };
}

/** With the service's own keys as this database keeps them. @throws DecryptionFailed where no master key fits */
export async function openKeptProtection(
  database: Queryable,
  masterKeys: readonly [Uint8Array, ...Uint8Array[]],
): Promise<Protection> {
  const oldest = masterKeys.at(-1) ?? masterKeys[0];
  return openProtection(masterKeys, await keptServiceKeys(database, openWrap(masterKeys), oldest));
}

function holderKey(key: KeyObject): HolderKey {
  const lookupKey = derive(key.export(), 'lookup');
  const open = (encrypted: Uint8Array, place: Cell): Buffer => {
    const plaintext = decrypt(key, encrypted, cellAad(place));
    if (!plaintext) throw new DecryptionFailed(`${place.table}.${place.column}`);
    return plaintext;
  };
  return {
    encrypt: (plaintext, place) => encrypt(key, plaintext, cellAad(place)),
    decrypt: open,
    encryptJson: (value, place) => encrypt(key, Buffer.from(JSON.stringify(value)), cellAad(place)),
    decryptJson: (encrypted, place) => JSON.parse(open(encrypted, place).toString('utf8')) as unknown,
    lookup: (domain, value) => hmac(lookupKey, domain, value),
  };
}

const hmac = (key: KeyObject, domain: string, value: string): Buffer =>
  createHmac('sha256', key).update(framed(domain, value)).digest();

const cellAad = (place: Cell): Buffer =>
  framed('certbridge/encrypted/1', place.table, place.column, place.row);
