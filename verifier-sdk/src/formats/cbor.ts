// CBOR read and written by hand: 1.8 kB gzip, deterministic (RFC 8949 §4.2) in both directions (docs/decisions/12).
import { compareBytes, fromUtf8, utf8 } from './bytes.js';
import { FormatError } from './error.js';

/** The part of CBOR that our formats need: no floats, no indefinite lengths, integers within ±(2^53 − 1). */
export type Cbor = number | string | boolean | null | Uint8Array | readonly Cbor[] | CborMap | CborTag;
/** A map with keys of one kind, as our formats have them. */
export type CborMap = ReadonlyMap<number | string, Cbor>;

/** A tagged value (RFC 8949 §3.4). */
export class CborTag {
  /** RFC 8949 §3.4: the tag number. */
  readonly tag: number;
  /** What is tagged. */
  readonly value: Cbor;

  constructor(tag: number, value: Cbor) {
    this.tag = tag;
    this.value = value;
  }
}

/** How much CBOR is read at most. */
export interface CborLimits {
  /** Bytes; 1 Mi by default. */
  readonly length?: number;
  /** Nested arrays, maps and tags; 16 by default. */
  readonly depth?: number;
  /** All values in it, which in memory take many times their bytes; 4096 by default. */
  readonly values?: number;
}

/** The head of a byte string of this length (RFC 8949 §3.1). */
export function byteStringHead(length: number): Uint8Array {
  const writer = new Writer();
  writer.head(2, length);
  return writer.written();
}

/** RFC 8949 §4.2.1: keys in the bytewise lexicographic order of their encodings. */
function compareKeys(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number' && a >= 0 && b >= 0) return a - b;
  return compareBytes(encodeCbor(a), encodeCbor(b));
}

/** Writes into one growing array: with an array a value, a leaf took 1.6 times as long (`npm run bench ledger`). */
class Writer {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** Makes room for so many bytes more. @returns where they begin */
  #grow(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, start));
      this.#bytes = larger;
    }
    return start;
  }

  head(major: number, argument: number): void {
    const [low, width] =
      argument < 24
        ? [argument, 0]
        : argument < 0x100
          ? [24, 1]
          : argument < 0x10000
            ? [25, 2]
            : argument < 0x1_0000_0000
              ? [26, 4]
              : [27, 8];
    // In this order: growing may put another array in the place of the one before.
    const start = this.#grow(1 + width);
    this.#bytes[start] = (major << 5) | low;
    let rest = argument;
    for (let at = start + width; at > start; at--) {
      this.#bytes[at] = rest % 0x100;
      rest = Math.floor(rest / 0x100);
    }
  }

  bytes(bytes: Uint8Array): void {
    const start = this.#grow(bytes.length);
    this.#bytes.set(bytes, start);
  }

  value(value: Cbor): void {
    if (typeof value === 'number') this.#integer(value);
    else if (value === false) this.head(7, 20);
    else if (value === true) this.head(7, 21);
    else if (value === null) this.head(7, 22);
    else if (value instanceof Uint8Array) this.#string(2, value);
    else if (typeof value === 'string') this.#string(3, utf8(value));
    else if (value instanceof CborTag) {
      this.head(6, value.tag);
      this.value(value.value);
    } else if (value instanceof Map) this.#map(value as CborMap);
    else {
      const items = value as readonly Cbor[];
      this.head(4, items.length);
      for (const item of items) this.value(item);
    }
  }

  #integer(value: number): void {
    if (!Number.isSafeInteger(value)) throw new FormatError('CBOR_UNSUPPORTED', 'not a safe integer');
    if (value >= 0) this.head(0, value);
    else this.head(1, -1 - value);
  }

  #string(major: number, bytes: Uint8Array): void {
    this.head(major, bytes.length);
    this.bytes(bytes);
  }

  #map(map: CborMap): void {
    const members = [...map].sort(([a], [b]) => compareKeys(a, b));
    this.head(5, members.length);
    for (const [key, value] of members) {
      this.value(key);
      this.value(value);
    }
  }

  written(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/**
 * Deterministic encoding (RFC 8949 §4.2.1).
 * @throws FormatError `CBOR_UNSUPPORTED`
 */
export function encodeCbor(value: Cbor): Uint8Array {
  const writer = new Writer();
  writer.value(value);
  return writer.written();
}

const malformed = (what: string): FormatError => new FormatError('CBOR_MALFORMED', `not CBOR: ${what}`);
const loose = (what: string): FormatError =>
  new FormatError('CBOR_NOT_DETERMINISTIC', `CBOR is not deterministic: ${what} (RFC 8949 §4.2.1)`);

class Reader {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #depth: number;
  #valuesLeft: number;

  constructor(bytes: Uint8Array, depth: number, values: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#depth = depth;
    this.#valuesLeft = values;
  }

  document(): Cbor {
    const value = this.#value(0);
    if (this.#at !== this.#bytes.length) throw malformed('bytes after the value');
    return value;
  }

  #need(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) throw malformed('cut short');
    this.#at = start + count;
    return start;
  }

  #argument(low: number): number {
    if (low < 24) return low;
    if (low === 24) return this.#shortest(this.#view.getUint8(this.#need(1)), 24);
    if (low === 25) return this.#shortest(this.#view.getUint16(this.#need(2)), 0x100);
    if (low === 26) return this.#shortest(this.#view.getUint32(this.#need(4)), 0x10000);
    if (low === 31) throw loose('indefinite length');
    if (low > 27) throw malformed('a reserved length');
    const wide = this.#view.getBigUint64(this.#need(8));
    if (wide > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new FormatError('CBOR_UNSUPPORTED', 'an integer beyond 2^53');
    }
    return this.#shortest(Number(wide), 0x1_0000_0000);
  }

  #shortest(value: number, least: number): number {
    if (value < least) throw loose('a longer head than needed');
    return value;
  }

  #value(depth: number): Cbor {
    if (depth > this.#depth) throw new FormatError('CBOR_LIMIT', `CBOR deeper than ${this.#depth}`);
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0) throw new FormatError('CBOR_LIMIT', 'CBOR of more values than may be');
    const initial = this.#view.getUint8(this.#need(1));
    const major = initial >> 5;
    if (major === 7) return this.#simple(initial);
    const argument = this.#argument(initial & 0x1f);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return this.#negative(argument);
      case 2:
        return this.#slice(argument);
      case 3:
        return fromUtf8(this.#slice(argument));
      case 4:
        return this.#array(argument, depth);
      case 5:
        return this.#map(argument, depth);
      default:
        return new CborTag(argument, this.#value(depth + 1));
    }
  }

  #negative(argument: number): number {
    if (argument === Number.MAX_SAFE_INTEGER)
      throw new FormatError('CBOR_UNSUPPORTED', 'an integer beyond 2^53');
    return -1 - argument;
  }

  #simple(initial: number): boolean | null {
    if (initial === 0xf4) return false;
    if (initial === 0xf5) return true;
    if (initial === 0xf6) return null;
    throw new FormatError('CBOR_UNSUPPORTED', 'a float or simple value');
  }

  #slice(length: number): Uint8Array {
    const start = this.#need(length);
    return this.#bytes.subarray(start, start + length);
  }

  #array(count: number, depth: number): Cbor[] {
    const items: Cbor[] = [];
    for (let i = 0; i < count; i++) items.push(this.#value(depth + 1));
    return items;
  }

  #map(count: number, depth: number): CborMap {
    const map = new Map<number | string, Cbor>();
    let before: Uint8Array | undefined;
    for (let i = 0; i < count; i++) {
      const start = this.#at;
      const key = this.#value(depth + 1);
      if (typeof key !== 'number' && typeof key !== 'string') {
        throw new FormatError('CBOR_UNSUPPORTED', 'a map key that is neither integer nor text');
      }
      const encoded = this.#bytes.subarray(start, this.#at);
      if (before && compareBytes(before, encoded) >= 0) throw loose('map keys out of order or twice');
      before = encoded;
      map.set(key, this.#value(depth + 1));
    }
    return map;
  }
}

/**
 * Reads one value, deterministically encoded and nothing else. Byte strings are views of the input.
 * @throws FormatError `CBOR_MALFORMED`
 */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits = {}): Cbor {
  const max = limits.length ?? 1024 * 1024;
  if (bytes.length > max) throw new FormatError('CBOR_LIMIT', `CBOR longer than ${max} bytes`);
  return new Reader(bytes, limits.depth ?? 16, limits.values ?? 4096).document();
}
