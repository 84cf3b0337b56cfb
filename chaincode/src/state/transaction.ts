import type { Json } from '../canonical/json';
import type { Caller } from '../roles/roles';

/** A composite key: its object type, then its attributes. */
export type Key = readonly [type: string, ...attributes: string[]];

/**
 * The little that the rules need of the world state. Reads see committed state only, never what the
 * same transaction wrote; `scan` goes in byte order of the keys.
 */
export interface State {
  get(key: Key): Promise<Json | undefined>;
  put(key: Key, value: Json): Promise<void>;
  remove(key: Key): Promise<void>;
  scan(prefix: Key): AsyncIterable<{ readonly attributes: readonly string[]; readonly value: Json }>;
  /** Every value that the key had, newest first. */
  history(key: Key): AsyncIterable<Json>;
}

/** One call of the contract. */
export interface Transaction {
  readonly channel: string;
  /** The transaction's timestamp, set by the client, bounded by the peers: RFC 3339 UTC, milliseconds. */
  readonly time: string;
  readonly caller: Caller;
  readonly state: State;
  emit(event: string, payload: Json): void;
}
