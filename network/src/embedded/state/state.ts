import type { ByteKey } from './key-order.js';
import { SortedKeys } from './sorted-keys.js';

/** Where a value was written: Fabric's `version.Height`. */
export interface Version {
  readonly block: number;
  readonly tx: number;
}

export interface StateValue {
  readonly value: Uint8Array;
  readonly version: Version;
}

export interface StateWrite {
  readonly namespace: string;
  readonly key: ByteKey;
  /** Absent: the key is deleted. */
  readonly value: Uint8Array | undefined;
  readonly version: Version;
}

interface Revision {
  readonly value: Uint8Array | undefined;
  readonly version: Version;
}

class Namespace {
  readonly keys = new SortedKeys();
  /** Oldest first; more than one only while a snapshot still needs the older. */
  readonly revisions = new Map<ByteKey, Revision[]>();
  /** Blocks and positions of every write to a key, in turns, for history queries. */
  readonly history = new Map<ByteKey, number[]>();
}

/**
 * The world state in memory: the newest value of every key, and older ones for as long as an open snapshot
 * reads them. Snapshots let several provinces simulate one proposal at the same height while blocks commit.
 */
export class State {
  readonly #namespaces = new Map<string, Namespace>();
  readonly #openSnapshots = new Map<number, number>();
  readonly #deleted: { namespace: string; key: ByteKey }[] = [];
  #height = 0;

  /** The number of blocks applied. */
  get height(): number {
    return this.#height;
  }

  #namespace(name: string): Namespace {
    let namespace = this.#namespaces.get(name);
    if (namespace === undefined) {
      namespace = new Namespace();
      this.#namespaces.set(name, namespace);
    }
    return namespace;
  }

  /** Applies the writes of one block's valid transactions and moves the height past it. */
  apply(block: number, writes: readonly StateWrite[]): void {
    for (const write of writes) {
      const namespace = this.#namespace(write.namespace);
      const revisions = namespace.revisions.get(write.key);
      if (revisions === undefined) {
        namespace.revisions.set(write.key, [write]);
        namespace.keys.add(write.key);
      } else {
        revisions.push(write);
      }
      const history = namespace.history.get(write.key);
      if (history === undefined) namespace.history.set(write.key, [write.version.block, write.version.tx]);
      else history.push(write.version.block, write.version.tx);
      if (write.value === undefined) this.#deleted.push({ namespace: write.namespace, key: write.key });
    }
    this.#height = block + 1;
    for (const write of writes) this.#prune(write.namespace, write.key);
    this.#sweepDeleted();
  }

  /** Drops revisions that neither an open snapshot nor a future one can read. */
  #prune(namespace: string, key: ByteKey): void {
    const revisions = this.#namespaces.get(namespace)?.revisions.get(key);
    if (revisions === undefined || revisions.length < 2) return;
    const oldest = this.#oldestReader();
    const needed = revisions.findLastIndex(({ version }) => version.block < oldest);
    if (needed > 0) revisions.splice(0, needed);
  }

  #sweepDeleted(): void {
    const oldest = this.#oldestReader();
    const waiting = this.#deleted.splice(0);
    for (const { namespace, key } of waiting) {
      this.#prune(namespace, key);
      const space = this.#namespace(namespace);
      const revisions = space.revisions.get(key);
      const last = revisions?.at(-1);
      if (last === undefined || last.value !== undefined) continue;
      if (revisions?.length === 1 && last.version.block < oldest) {
        space.revisions.delete(key);
        space.keys.delete(key);
      } else {
        this.#deleted.push({ namespace, key });
      }
    }
  }

  #oldestReader(): number {
    return Math.min(this.#height, ...this.#openSnapshots.keys());
  }

  get(namespace: string, key: ByteKey, height = this.#height): StateValue | undefined {
    const revisions = this.#namespaces.get(namespace)?.revisions.get(key);
    const revision = revisions?.findLast(({ version }) => version.block < height);
    return revision?.value === undefined ? undefined : { value: revision.value, version: revision.version };
  }

  /** The first key at or above `from` (with `after`: above it), below `to` unless `to` is empty, that has a value. */
  next(
    namespace: string,
    from: ByteKey,
    to: ByteKey,
    after: boolean,
    height = this.#height,
  ): { key: ByteKey; value: StateValue } | undefined {
    const keys = this.#namespaces.get(namespace)?.keys;
    let key = keys?.next(from, after) as ByteKey | undefined;
    while (key !== undefined && (to === '' || key < to)) {
      const value = this.get(namespace, key, height);
      if (value !== undefined) return { key, value };
      key = keys?.next(key, true) as ByteKey | undefined;
    }
    return undefined;
  }

  /** Every write to a key below the height, newest first, as Fabric's history database returns them. */
  history(namespace: string, key: ByteKey, height: number): Version[] {
    const flat = this.#namespaces.get(namespace)?.history.get(key) ?? [];
    const versions: Version[] = [];
    for (let i = flat.length - 2; i >= 0; i -= 2) {
      const version = { block: flat[i] ?? 0, tx: flat[i + 1] ?? 0 };
      if (version.block < height) versions.push(version);
    }
    return versions;
  }

  /** Holds the state at the present height until released. */
  snapshot(): Snapshot {
    const height = this.#height;
    this.#openSnapshots.set(height, (this.#openSnapshots.get(height) ?? 0) + 1);
    return new Snapshot(this, height, () => {
      const left = (this.#openSnapshots.get(height) ?? 1) - 1;
      if (left === 0) this.#openSnapshots.delete(height);
      else this.#openSnapshots.set(height, left);
    });
  }
}

/** The state as it stood at one height. */
export class Snapshot {
  readonly #state: State;
  readonly height: number;
  #release: (() => void) | undefined;

  constructor(state: State, height: number, release: () => void) {
    this.#state = state;
    this.height = height;
    this.#release = release;
  }

  get(namespace: string, key: ByteKey): StateValue | undefined {
    return this.#state.get(namespace, key, this.height);
  }

  next(
    namespace: string,
    from: ByteKey,
    to: ByteKey,
    after: boolean,
  ): { key: ByteKey; value: StateValue } | undefined {
    return this.#state.next(namespace, from, to, after, this.height);
  }

  history(namespace: string, key: ByteKey): Version[] {
    return this.#state.history(namespace, key, this.height);
  }

  release(): void {
    this.#release?.();
    this.#release = undefined;
  }
}
