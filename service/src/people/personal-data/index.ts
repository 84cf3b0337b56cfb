/**
 * Envelope encryption of personal columns. Each holder has a key of its own,
 * kept in the database only as wrapped by the master key; deleting that row
 * makes everything sealed for the holder unreadable, in backups of it too.
 */
import { createHash, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SealBroken } from './errors.js';
import { seal, unseal } from './seal.js';

export { MasterKeyRefused, SealBroken } from './errors.js';
export { masterKeyFile, parseMasterKey } from './master-key.js';

/** Where a sealed value stands; a value copied to another row or column does not open. */
export interface Place {
  readonly table: string;
  readonly column: string;
  /** The row's primary key, as text. */
  readonly row: string;
}

/** One holder's key, unwrapped. Keep it no longer than the work at hand. */
export interface HolderKey {
  /** AES-256-GCM; 28 bytes longer than the plaintext. */
  seal(plaintext: Uint8Array, place: Place): Buffer;
  /** @throws SealBroken */
  open(sealed: Uint8Array, place: Place): Buffer;
  /** {@link seal} of a value's JSON. */
  sealJson(value: unknown, place: Place): Buffer;
  openJson(sealed: Uint8Array, place: Place): unknown;
}

export interface Protection {
  /** A new key for a holder: `wrapped` goes into the database, `key` is for use now. */
  createHolderKey(holder: string): { readonly wrapped: Buffer; readonly key: HolderKey };
  /**
   * @param holder the same text as at creation: a key moved to another holder's row does not open
   * @throws SealBroken
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
  /**
   * Seals what belongs to no holder (an issuer's setting, say) under a key derived
   * from the oldest master key, as look-ups are.
   */
  readonly common: HolderKey;
}

/** version 1 ‖ 8 bytes that name the master key ‖ sealed holder key */
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

  const unwrap = (holder: string, wrapped: Uint8Array): Buffer => {
    const found = wrapped[0] === VERSION && masters.find((m) => m.id.equals(wrapped.subarray(1, HEADER)));
    const raw = found ? unseal(found.wrap, wrapped.subarray(HEADER), wrapAad(holder)) : undefined;
    if (raw?.length !== 32) throw new SealBroken('A holder key');
    return raw;
  };
  const wrap = (holder: string, raw: Buffer): Buffer =>
    Buffer.concat([Buffer.of(VERSION), newest.id, seal(newest.wrap, raw, wrapAad(holder))]);

  return {
    createHolderKey(holder) {
      const raw = randomBytes(32);
      return { wrapped: wrap(holder, raw), key: holderKey(createSecretKey(raw)) };
    },
    holderKey: (holder, wrapped) => holderKey(createSecretKey(unwrap(holder, wrapped))),
    isWrappedByOlderKey: (wrapped) => !newest.id.equals(wrapped.subarray(1, HEADER)),
    rewrap: (holder, wrapped) => wrap(holder, unwrap(holder, wrapped)),
    lookup: (domain, value) => createHmac('sha256', lookupKey).update(framed(domain, value)).digest(),
    common: holderKey(derive(oldest, 'certbridge/common/1')),
  };
}

function holderKey(key: KeyObject): HolderKey {
  const open = (sealed: Uint8Array, place: Place): Buffer => {
    const plaintext = unseal(key, sealed, placeAad(place));
    if (!plaintext) throw new SealBroken(`${place.table}.${place.column}`);
    return plaintext;
  };
  return {
    seal: (plaintext, place) => seal(key, plaintext, placeAad(place)),
    open,
    sealJson: (value, place) => seal(key, Buffer.from(JSON.stringify(value)), placeAad(place)),
    openJson: (sealed, place) => JSON.parse(open(sealed, place).toString('utf8')) as unknown,
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

const wrapAad = (holder: string): Buffer => framed('certbridge/holder-key/1', holder);
const placeAad = (place: Place): Buffer =>
  framed('certbridge/sealed/1', place.table, place.column, place.row);

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
