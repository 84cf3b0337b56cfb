import { createHash } from 'node:crypto';
import { canonicalJson } from './json';
import type { Json } from './json';

/** SHA-256 in lower-case hex; text is hashed as UTF-8. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The hash of a record: SHA-256 over its canonical JSON. */
export function recordHash(record: Json): string {
  return sha256(canonicalJson(record));
}

/** What the first record of a log has for `prev`. */
export const NO_HASH = '0'.repeat(64);
