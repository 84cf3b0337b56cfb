// DER read by hand: 6 kB gzip with certificates and CMS, where pkijs is 89 kB; and strict, which pkijs is not
// (docs/decisions/11).
import { DerError } from './error.js';

/** Identifier octets (X.690 §8.1.2) of what this package reads. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
} as const;

/** Identifier octet of a context-specific tag; constructed by default. */
export const context = (n: number, constructed = true): number => 0x80 | (constructed ? 0x20 : 0) | n;

/** One tag-length-value, as views of the bytes that were read. */
export interface DerNode {
  /** Identifier octet (X.690 §8.1.2). */
  readonly tag: number;
  /** The contents octets. */
  readonly contents: Uint8Array;
  /** The whole encoding, header included. */
  readonly der: Uint8Array;
}

/**
 * Walks DER (X.690 §10): definite, minimal lengths; one-octet tags; nothing beyond the bytes given.
 * It never recurses, so depth is bounded by the code that reads.
 */
export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether nothing is left. */
  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The next identifier octet, or undefined at the end. */
  get tag(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** The next element. @throws DerError */
  next(): DerNode {
    const start = this.#at;
    const tag = this.#octet();
    if ((tag & 0x1f) === 0x1f) throw new DerError('a tag of more than one octet');
    const length = this.#length();
    if (length > this.#bytes.length - this.#at) throw new DerError('a length beyond the end');
    const contents = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return { tag, contents, der: this.#bytes.subarray(start, this.#at) };
  }

  /** The next element, which must have this tag. @throws DerError */
  read(tag: number): DerNode {
    if (this.tag !== tag) throw new DerError(`expected tag ${tag}, found ${this.tag ?? 'the end'}`);
    return this.next();
  }

  /** The next element if it has this tag. @throws DerError when it is cut */
  optional(tag: number): DerNode | undefined {
    return this.tag === tag ? this.next() : undefined;
  }

  /** Reads a constructed element and returns a reader of what is in it. @throws DerError */
  open(tag: number = TAG.sequence): DerReader {
    return new DerReader(this.read(tag).contents);
  }

  /** Demands that nothing is left. @throws DerError */
  end(): void {
    if (!this.done) throw new DerError('bytes after the last element');
  }

  /** Every element that is left, at most `limit`. @throws DerError when there are more, or one is cut */
  rest(limit: number): DerNode[] {
    const nodes: DerNode[] = [];
    while (!this.done) {
      if (nodes.length === limit) throw new DerError(`more than ${limit} elements`);
      nodes.push(this.next());
    }
    return nodes;
  }

  #octet(): number {
    const octet = this.#bytes[this.#at];
    if (octet === undefined) throw new DerError('the bytes end too early');
    this.#at += 1;
    return octet;
  }

  #length(): number {
    const first = this.#octet();
    if (first < 0x80) return first;
    // Of no octets, the indefinite form, it is not minimal; of more than four beyond the end.
    const count = first & 0x7f;
    let length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + this.#octet();
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError('a length that is not minimal');
    return length;
  }
}

/**
 * Reads `bytes` as exactly one element.
 * @throws DerError
 */
export function readDer(bytes: Uint8Array, tag?: number): DerNode {
  const reader = new DerReader(bytes);
  const node = tag === undefined ? reader.next() : reader.read(tag);
  reader.end();
  return node;
}

/**
 * Reads `bytes` as exactly one constructed element and returns a reader of what is in it.
 * @throws DerError
 */
export const openDer = (bytes: Uint8Array, tag: number = TAG.sequence): DerReader =>
  new DerReader(readDer(bytes, tag).contents);
