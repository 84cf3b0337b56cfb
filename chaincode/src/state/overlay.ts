import { canonicalJson } from '../canonical/json';
import type { Json } from '../canonical/json';
import type { Key, State } from './transaction';

/**
 * What a decision of several items would write: `get` sees it, so that an item may rest on one before it.
 * `scan` and `history` go to the state below.
 */
export class Overlay implements State {
  readonly #below: State;
  readonly #writes = new Map<string, { readonly key: Key; readonly value: Json | undefined }>();

  constructor(below: State) {
    this.#below = below;
  }

  get(key: Key): Promise<Json | undefined> {
    const written = this.#writes.get(nameOf(key));
    return written ? Promise.resolve(written.value) : this.#below.get(key);
  }

  put(key: Key, value: Json): Promise<void> {
    return Promise.resolve(void this.#writes.set(nameOf(key), { key, value }));
  }

  remove(key: Key): Promise<void> {
    return Promise.resolve(void this.#writes.set(nameOf(key), { key, value: undefined }));
  }

  scan(prefix: Key): ReturnType<State['scan']> {
    return this.#below.scan(prefix);
  }

  history(key: Key): AsyncIterable<Json> {
    return this.#below.history(key);
  }

  /** Writes it below. */
  async flush(): Promise<void> {
    for (const { key, value } of this.#writes.values()) {
      await (value === undefined ? this.#below.remove(key) : this.#below.put(key, value));
    }
  }
}

const nameOf = (key: Key): string => canonicalJson([...key]);
