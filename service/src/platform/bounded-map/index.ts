/** Keeps what is dear to make, at most so many: the oldest goes first. */
export class BoundedMap<K, V> {
  readonly #values = new Map<K, V>();
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  get(key: K): V | undefined {
    return this.#values.get(key);
  }

  set(key: K, value: V): void {
    if (!this.#values.has(key) && this.#values.size >= this.#max) {
      for (const oldest of this.#values.keys()) {
        this.#values.delete(oldest);
        break;
      }
    }
    this.#values.set(key, value);
  }

  delete(key: K): boolean {
    return this.#values.delete(key);
  }

  /** The oldest first; what is deleted meanwhile is left out. */
  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.#values[Symbol.iterator]();
  }
}
