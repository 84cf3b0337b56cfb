/** Identifier octets (X.690 §8.1.2) of what certificates are made of. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Bytes that are not the DER that the trust anchor's certificates are in. */
export class DerError extends Error {
  override readonly name = 'DerError';
}

export interface DerNode {
  readonly tag: number;
  readonly contents: Buffer;
  /** The whole encoding, header included. */
  readonly der: Buffer;
}

/** Walks DER (X.690 §10): definite, minimal lengths; tags of one octet; nothing beyond the bytes given. */
export class DerReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get tag(): number | undefined {
    return this.#bytes[this.#at];
  }

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

  read(tag: number): DerNode {
    if (this.tag !== tag) throw new DerError(`expected tag ${tag}, found ${this.tag ?? 'the end'}`);
    return this.next();
  }

  optional(tag: number): DerNode | undefined {
    return this.tag === tag ? this.next() : undefined;
  }

  open(tag: number = TAG.sequence): DerReader {
    return new DerReader(this.read(tag).contents);
  }

  end(): void {
    if (this.tag !== undefined) throw new DerError('bytes after the last element');
  }

  /** Every element that is left, at most `limit`. */
  rest(limit: number): DerNode[] {
    const nodes: DerNode[] = [];
    while (this.tag !== undefined) {
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
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new DerError('a length that is indefinite or too large');
    let length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + this.#octet();
    if (length < 0x80 || length < 256 ** (count - 1)) throw new DerError('a length that is not minimal');
    return length;
  }
}

/** Reads the bytes as exactly one element. */
export function readDer(bytes: Buffer, tag?: number): DerNode {
  const reader = new DerReader(bytes);
  const node = tag === undefined ? reader.next() : reader.read(tag);
  reader.end();
  return node;
}

/** Reads the bytes as exactly one constructed element, and returns a reader of what is in it. */
export const openDer = (bytes: Buffer, tag: number = TAG.sequence): DerReader =>
  new DerReader(readDer(bytes, tag).contents);
