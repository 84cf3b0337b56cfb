import { createHash } from 'node:crypto';

const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();

/**
 * An RFC 6962 §2.1 tree that only grows. Of all that was appended it keeps the roots of the perfect subtrees, largest
 * first: one for each binary digit 1 of its size.
 */
export class GrowingTree {
  #size: number;
  readonly #peaks: Uint8Array[];

  /** @param peaks 32 bytes each, as {@link peaks} gave them at this size */
  constructor(size = 0, peaks: Uint8Array = new Uint8Array()) {
    this.#size = size;
    this.#peaks = Array.from({ length: peaks.length / 32 }, (_, n) => peaks.slice(32 * n, 32 * (n + 1)));
  }

  /** Leaves. */
  get size(): number {
    return this.#size;
  }

  /** One more leaf. @param leafHash SHA-256(0x00 ‖ input), 32 bytes */
  append(leafHash: Uint8Array): void {
    let top = leafHash;
    // Each digit 1 at the end is a perfect subtree of the size that `top` has by now.
    for (let digits = this.#size; digits % 2 === 1; digits = Math.floor(digits / 2)) {
      top = nodeHash(this.#peaks.pop() ?? new Uint8Array(32), top);
    }
    this.#peaks.push(top);
    this.#size += 1;
  }

  /** 32 bytes; undefined for a tree without leaves. */
  get root(): Uint8Array | undefined {
    return this.#peaks.reduceRight<Uint8Array | undefined>(
      (right, left) => (right === undefined ? left : nodeHash(left, right)),
      undefined,
    );
  }

  /** What to go on from: 32 bytes for each perfect subtree, largest first. */
  get peaks(): Uint8Array {
    return Buffer.concat(this.#peaks);
  }
}
