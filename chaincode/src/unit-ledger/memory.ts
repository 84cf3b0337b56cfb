import { canonicalJson } from '../canonical/json';
import type { Json } from '../canonical/json';
import type { Key, State, Transaction } from '../state/transaction';

/**
 * A world state for the unit tests, with Fabric's reading rule: a transaction sees what is committed,
 * never its own writes. Whole calls, MVCC and identities are tested on real ledgers (tests/src/ledger).
 */
export class MemoryLedger {
  readonly #committed = new Map<string, string>();
  readonly #history = new Map<string, string[]>();
  readonly events: { readonly event: string; readonly payload: Json }[] = [];
  /** The transaction timestamp of the next call. */
  now = Date.parse('2026-11-24T08:00:00.000Z');

  /** Runs one call and commits what it wrote, unless it throws. */
  async call<T>(mspId: string, roles: string, run: (tx: Transaction) => Promise<T>): Promise<T> {
    const writes = new Map<string, string | undefined>();
    const events: { event: string; payload: Json }[] = [];
    const result = await run({
      channel: 'certbridge',
      time: new Date(this.now).toISOString(),
      caller: { mspId, roles: new Set(roles.split(' ')) },
      state: this.#state(writes),
      emit: (event, payload) => void events.push({ event, payload }),
    });
    for (const [key, value] of writes) this.#commit(key, value);
    this.events.push(...events);
    return result;
  }

  get size(): number {
    return this.#committed.size;
  }

  #commit(key: string, value: string | undefined): void {
    if (value === undefined) this.#committed.delete(key);
    else {
      this.#committed.set(key, value);
      this.#history.set(key, [value, ...(this.#history.get(key) ?? [])]);
    }
  }

  #state(writes: Map<string, string | undefined>): State {
    return {
      get: (key) => Promise.resolve(parse(this.#committed.get(composite(key)))),
      put: (key, value) => Promise.resolve(void writes.set(composite(key), canonicalJson(value))),
      remove: (key) => Promise.resolve(void writes.set(composite(key), undefined)),
      scan: (prefix) => this.#scan(composite(prefix)),
      history: (key) =>
        stream((this.#history.get(composite(key)) ?? []).map((value) => JSON.parse(value) as Json)),
    };
  }

  #scan(prefix: string): AsyncIterable<{ attributes: readonly string[]; value: Json }> {
    const found = [...this.#committed].filter(([key]) => key.startsWith(prefix));
    found.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return stream(
      found.map(([key, value]) => ({
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
