import fc from 'fast-check';

/** Pseudo-random numbers for tests, the same again for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed | 0;
  }

  /** From the run's own seed, which is printed at its end. */
  static seeded(): Random {
    return new Random(fc.readConfigureGlobal().seed ?? 0);
  }

  /** From 0 up to and without `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** The bytes with one to four changes: flips, interesting values, pieces cut out, doubled, moved or lost. */
  mutate(bytes: Uint8Array): Uint8Array {
    let result = Buffer.from(bytes);
    for (let n = 1 + this.below(4); n > 0; n -= 1) result = this.#change(result);
    return new Uint8Array(result);
  }

  #change(bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
    if (bytes.length === 0) return Buffer.from([this.below(256)]);
    const at = this.below(bytes.length);
    const length = 1 + this.below(Math.min(64, bytes.length - at));
    const piece = bytes.subarray(at, at + length);
    switch (this.below(7)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << this.below(8));
        return bytes;
      case 1:
        bytes[at] = this.pick([0x00, 0x7f, 0x80, 0x81, 0x84, 0xff, 0x30, 0x31, 0x3c, 0x3e, 0x5b, 0x2f, 0x28]);
        return bytes;
      case 2:
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
      case 3:
        return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
      case 4:
        return Buffer.concat([bytes.subarray(0, this.below(bytes.length)), piece, bytes.subarray(at)]);
      case 5:
        return Buffer.from(bytes.subarray(0, at));
      default:
        return Buffer.concat([
          bytes.subarray(0, at),
          Buffer.alloc(length, this.below(256)),
          bytes.subarray(at),
        ]);
    }
  }
}
