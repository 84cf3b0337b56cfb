// CBOR read and written by hand: 1.8 kB gzip, deterministic (RFC 8949 §4.2) in both directions (docs/decisions/12).
import { compareBytes, concat, fromUtf8, utf8 } from './bytes.js';
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

function head(major: number, argument: number): Uint8Array {
  const top = major << 5;
  if (argument < 24) return Uint8Array.of(top | argument);
  if (argument < 0x100) return Uint8Array.of(top | 24, argument);
  const bytes = new Uint8Array(argument < 0x10000 ? 3 : argument < 0x1_0000_0000 ? 5 : 9);
  const view = new DataView(bytes.buffer);
  bytes[0] = top | (bytes.length === 3 ? 25 : bytes.length === 5 ? 26 : 27);
  if (bytes.length === 3) view.setUint16(1, argument);
  else if (bytes.length === 5) view.setUint32(1, argument);
  else view.setBigUint64(1, BigInt(argument));
  return bytes;
}

/** The head of a byte string of this length (RFC 8949 §3.1). */
export function byteStringHead(length: number): Uint8Array {
  return head(2, length);
}

function encodeInteger(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new FormatError('CBOR_UNSUPPORTED', 'not a safe integer');
  return value >= 0 ? head(0, value) : head(1, -1 - value);
}

function encodeMap(map: CborMap): Uint8Array {
  // RFC 8949 §4.2.1: keys in the bytewise lexicographic order of their encodings.
  const members = [...map].map(([key, value]) => [encodeCbor(key), encodeCbor(value)] as const);
  members.sort(([a], [b]) => compareBytes(a, b));
  return concat(head(5, members.length), ...members.flat());
}

/**
 * Deterministic encoding (RFC 8949 §4.2.1).
 * @throws FormatError `CBOR_MALFORMED`
 */
export function encodeCbor(value: Cbor): Uint8Array {
  if (typeof value === 'number') return encodeInteger(value);
  if (value === false) return Uint8Array.of(0xf4);
  if (value === true) return Uint8Array.of(0xf5);
  if (value === null) return Uint8Array.of(0xf6);
  if (value instanceof Uint8Array) return concat(head(2, value.length), value);
  if (typeof value === 'string') {
    const bytes = utf8(value);
    return concat(head(3, bytes.length), bytes);
  }
  if (value instanceof CborTag) return concat(head(6, value.tag), encodeCbor(value.value));
  if (value instanceof Map) return encodeMap(value as CborMap);
  const items = value as readonly Cbor[];
  return concat(head(4, items.length), ...items.map(encodeCbor));
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

  #items(count: number): void {
    // Every item takes a byte: a promise of more is refused before anything is allocated.
    if (count > this.#bytes.length - this.#at) throw malformed('cut short');
  }

  #array(count: number, depth: number): Cbor[] {
    this.#items(count);
    const items: Cbor[] = [];
    for (let i = 0; i < count; i++) items.push(this.#value(depth + 1));
    return items;
  }

  #map(count: number, depth: number): CborMap {
    this.#items(count);
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
