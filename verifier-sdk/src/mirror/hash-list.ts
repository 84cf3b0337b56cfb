import { fromHex, toHex } from '../formats/bytes.js';

/** The hashes of a log's records by seq, 32 bytes each. Forks share memory: only one of them may ever be kept. */
export class HashList {
  #bytes: Uint8Array;
  #count: number;

  constructor(bytes: Uint8Array = new Uint8Array(), count = 0) {
    this.#bytes = bytes;
    this.#count = count;
  }

  get count(): number {
    return this.#count;
  }

  fork(): HashList {
    return new HashList(this.#bytes, this.#count);
  }

  push(hash: string): void {
    const end = (this.#count + 1) * 32;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(1024, end * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(fromHex(hash), end - 32);
    this.#count += 1;
  }

  /** Hex of the record with this seq, from 1. */
  at(seq: number): string | undefined {
    if (seq < 1 || seq > this.#count) return undefined;
    return toHex(this.#bytes.subarray((seq - 1) * 32, seq * 32));
  }
}
