import { canonicalJson } from '../canonical/json';
import type { Json } from '../canonical/json';
import type { Key, State, Transaction } from '../state/transaction';

/** What a call read and wrote: endorsed, not yet committed. */
export interface Endorsed<T> {
  readonly result: T;
  /** Key and the number of the commit that wrote its value; 0: none. */
  readonly reads: ReadonlyMap<string, number>;
  /** Prefix and what stood under it: Fabric's range queries are read again at commit (phantoms). */
  readonly scans: ReadonlyMap<string, string>;
  readonly writes: ReadonlyMap<string, string | undefined>;
  readonly events: readonly { readonly event: string; readonly payload: Json }[];
}

interface Committed {
  readonly value: string;
  readonly version: number;
}

/**
 * A world state for the unit tests, with Fabric's rules: a transaction sees what is committed, never its own
 * writes; at commit it is invalid if a value or a range that it read has changed (MVCC). Whole calls and
 * identities are tested on real ledgers (tests/src/ledger).
 */
export class MemoryLedger {
  readonly #committed = new Map<string, Committed>();
  readonly #history = new Map<string, string[]>();
  #version = 0;
  readonly events: { readonly event: string; readonly payload: Json }[] = [];
  /** The transaction timestamp of the next call. */
  now = Date.parse('2026-11-24T08:00:00.000Z');

  /** Runs one call and commits what it wrote, unless it throws. */
  async call<T>(mspId: string, roles: string, run: (tx: Transaction) => Promise<T>): Promise<T> {
    const endorsed = await this.endorse(mspId, roles, run);
    this.commit(endorsed);
    return endorsed.result;
  }

  /** Runs one call without committing it. */
  async endorse<T>(mspId: string, roles: string, run: (tx: Transaction) => Promise<T>): Promise<Endorsed<T>> {
    const reads = new Map<string, number>();
    const scans = new Map<string, string>();
    const writes = new Map<string, string | undefined>();
    const events: { event: string; payload: Json }[] = [];
    const result = await run({
      channel: 'certbridge',
      time: new Date(this.now).toISOString(),
      caller: { mspId, roles: new Set(roles.split(' ')) },
      state: this.#state(reads, scans, writes),
      emit: (event, payload) => void events.push({ event, payload }),
    });
    return { result, reads, scans, writes, events };
  }

  /** Orders an endorsed call: false, and nothing changes, if what it read has changed since. */
  commit({ reads, scans, writes, events }: Endorsed<unknown>): boolean {
    for (const [key, version] of reads) if (this.#versionOf(key) !== version) return false;
    for (const [prefix, found] of scans) if (this.#rangeOf(prefix) !== found) return false;
    this.#version += 1;
    for (const [key, value] of writes) this.#write(key, value);
    this.events.push(...events);
    return true;
  }

  get size(): number {
    return this.#committed.size;
  }

  /** All of the state, to compare. */
  get state(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#committed].map(([key, { value }]) => [key, value]));
  }

  #versionOf(key: string): number {
    return this.#committed.get(key)?.version ?? 0;
  }

  #rangeOf(prefix: string): string {
    return JSON.stringify(this.#under(prefix).map(([key, { version }]) => [key, version]));
  }

  #write(key: string, value: string | undefined): void {
    if (value === undefined) this.#committed.delete(key);
    else {
      this.#committed.set(key, { value, version: this.#version });
      this.#history.set(key, [value, ...(this.#history.get(key) ?? [])]);
    }
  }

  #state(
    reads: Map<string, number>,
    scans: Map<string, string>,
    writes: Map<string, string | undefined>,
  ): State {
    return {
      get: (key) => {
        const name = composite(key);
        reads.set(name, this.#versionOf(name));
        return Promise.resolve(parse(this.#committed.get(name)?.value));
      },
      put: (key, value) => Promise.resolve(void writes.set(composite(key), canonicalJson(value))),
      remove: (key) => Promise.resolve(void writes.set(composite(key), undefined)),
      scan: (prefix) => {
        scans.set(composite(prefix), this.#rangeOf(composite(prefix)));
        return this.#scan(composite(prefix));
      },
      history: (key) =>
        stream((this.#history.get(composite(key)) ?? []).map((value) => JSON.parse(value) as Json)),
    };
  }

  #under(prefix: string): [string, Committed][] {
    const found = [...this.#committed].filter(([key]) => key.startsWith(prefix));
    return found.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  #scan(prefix: string): AsyncIterable<{ attributes: readonly string[]; value: Json }> {
    return stream(
      this.#under(prefix).map(([key, { value }]) => ({
        attributes: key.slice(1, -1).split('\u0000').slice(1),
        value: JSON.parse(value) as Json,
      })),
    );
  }
}

function composite(key: Key): string {
  return `\u0000${key.join('\u0000')}\u0000`;
}

function parse(value: string | undefined): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(value) as Json);
}

async function* stream<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
  await Promise.resolve();
}
