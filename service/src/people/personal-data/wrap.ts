import { createHash } from 'node:crypto';
import { decrypt, encrypt } from './cipher.js';
import { derive } from './derive.js';
import { DecryptionFailed } from './errors.js';
import { framed } from './framed.js';

/** Wraps keys by the newest master key; unwraps what any of them wrapped. */
export interface KeyWrap {
  /** Names the newest: 8 bytes, which stand in what it wraps. */
  readonly id: Buffer;
  readonly wrap: (name: string, raw: Uint8Array) => Buffer;
  /** @throws DecryptionFailed */
  readonly unwrap: (name: string, wrapped: Uint8Array) => Buffer;
}

/** version 1 ‖ 8 bytes that name the master key ‖ encrypted key */
const VERSION = 1;
const HEADER = 9;

/** @param masterKeys 32 bytes each, newest first */
export function openWrap(masterKeys: readonly [Uint8Array, ...Uint8Array[]]): KeyWrap {
  const masters = masterKeys.map((key) => {
    const wrap = derive(key, 'wrap');
    return { id: createHash('sha256').update(wrap.export()).digest().subarray(0, 8), wrap };
  });
  const [newest] = masters;
  if (!newest) throw new TypeError('there is a master key');
  return {
    id: newest.id,
    wrap: (name, raw) =>
      Buffer.concat([Buffer.of(VERSION), newest.id, encrypt(newest.wrap, raw, wrapAad(name))]),
    unwrap(name, wrapped) {
      const found =
        wrapped[0] === VERSION && masters.find(({ id }) => id.equals(wrapped.subarray(1, HEADER)));
      const raw = found ? decrypt(found.wrap, wrapped.subarray(HEADER), wrapAad(name)) : undefined;
      if (raw?.length !== 32) throw new DecryptionFailed('A holder key');
      return raw;
    },
  };
}

const wrapAad = (name: string): Buffer => framed('certbridge/holder-key/1', name);
