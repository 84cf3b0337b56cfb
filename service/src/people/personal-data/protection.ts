/**
 * Envelope encryption of personal columns. Each holder has a key of its own, kept in the database only as wrapped
 * by the master key, in a schema apart from what it encrypts; deleting that row makes everything encrypted for the
 * holder unreadable, in older copies of the other tables too, but for a backup of the keys from before.
 */
import { createHash, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { DecryptionFailed } from './errors.js';
import { encrypt, decrypt } from './cipher.js';

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
  /** True when the key is wrapped by an older master key and should be rewrapped. */
  isWrappedByOlderKey(wrapped: Uint8Array): boolean;
  rewrap(holder: string, wrapped: Uint8Array): Buffer;
  /**
   * Keyed hash (HMAC-SHA-256, 32 bytes) for exact look-up of a personal value without
   * storing it; `domain` (say `holder-number`) keeps equal values of different columns apart.
   */
  lookup(domain: string, value: string): Buffer;
  /** Keyed hash (HMAC-SHA-256, 32 bytes) that shows that this service wrote `value`, for one `domain` of decisions. */
  mac(domain: string, value: string): Buffer;
  /**
   * Encrypts what belongs to no holder (an issuer's setting, say) under a key derived
   * from the oldest master key, as look-ups are.
   */
  readonly common: HolderKey;
}

/** version 1 ‖ 8 bytes that name the master key ‖ encrypted holder key */
const VERSION = 1;
const HEADER = 9;

interface Master {
  readonly id: Buffer;
  readonly wrap: KeyObject;
}

/**
 * @param masterKeys 32 bytes each, newest first: the first wraps new keys, all of them unwrap.
 * Look-up hashes are keyed by the last (oldest), so that rotation keeps them.
 */
export function openProtection(masterKeys: readonly [Uint8Array, ...Uint8Array[]]): Protection {
  const masters = masterKeys.map(master);
  const newest = masters[0] as Master;
  const oldest = masterKeys.at(-1) ?? masterKeys[0];
  const lookupKey = derive(oldest, 'certbridge/lookup/1');
  const macKey = derive(oldest, 'certbridge/mac/1');

  const unwrap = (holder: string, wrapped: Uint8Array): Buffer => {
    const found = wrapped[0] === VERSION && masters.find((m) => m.id.equals(wrapped.subarray(1, HEADER)));
    const raw = found ? decrypt(found.wrap, wrapped.subarray(HEADER), wrapAad(holder)) : undefined;
    if (raw?.length !== 32) throw new DecryptionFailed('A holder key');
    return raw;
  };
  const wrap = (holder: string, raw: Buffer): Buffer =>
    Buffer.concat([Buffer.of(VERSION), newest.id, encrypt(newest.wrap, raw, wrapAad(holder))]);

  return {
    createHolderKey(holder) {
      const raw = randomBytes(32);
      return { wrapped: wrap(holder, raw), key: holderKey(createSecretKey(raw)) };
    },
    holderKey: (holder, wrapped) => holderKey(createSecretKey(unwrap(holder, wrapped))),
    isWrappedByOlderKey: (wrapped) => !newest.id.equals(wrapped.subarray(1, HEADER)),
    rewrap: (holder, wrapped) => wrap(holder, unwrap(holder, wrapped)),
    lookup: (domain, value) => hmac(lookupKey, domain, value),
    mac: (domain, value) => hmac(macKey, domain, value),
    common: holderKey(derive(oldest, 'certbridge/common/1')),
  };
}

function holderKey(key: KeyObject): HolderKey {
  const lookupKey = derive(key.export(), 'certbridge/lookup/1');
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

function master(key: Uint8Array): Master {
  const wrap = derive(key, 'certbridge/wrap/1');
  return { id: createHash('sha256').update(wrap.export()).digest().subarray(0, 8), wrap };
}

/** HKDF (RFC 5869): one master key, a key of its own for each use. */
function derive(key: Uint8Array, info: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, new Uint8Array(), info, 32)));
}

const hmac = (key: KeyObject, domain: string, value: string): Buffer =>
  createHmac('sha256', key).update(framed(domain, value)).digest();

const wrapAad = (holder: string): Buffer => framed('certbridge/holder-key/1', holder);
const cellAad = (place: Cell): Buffer =>
  framed('certbridge/encrypted/1', place.table, place.column, place.row);

/** Length-prefixed parts, so that no two lists of parts give the same bytes. */
function framed(...parts: string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
