/** Writes DER, right or wrong, and changes what is inside of DER. */
import { DerReader } from './reader.js';

type Bytes = Uint8Array;

export function tlv(tag: number, ...parts: readonly Bytes[]): Bytes {
  const body = Buffer.concat(parts);
  const size =
    body.length < 128 ? [] : body.length < 256 ? [body.length] : [body.length >> 8, body.length & 255];
  const length = size.length === 0 ? [body.length] : [0x80 | size.length, ...size];
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag, ...length), body]));
}

export const sequence = (...parts: readonly Bytes[]): Bytes => tlv(0x30, ...parts);
export const setOf = (tag: number, ...parts: readonly Bytes[]): Bytes =>
  tlv(tag, ...parts.toSorted((a, b) => Buffer.compare(a, b)));
export const octets = (bytes: Bytes): Bytes => tlv(0x04, bytes);
export const integer = (...octet: number[]): Bytes => tlv(0x02, Uint8Array.from(octet));
export const NULL = Uint8Array.of(5, 0);
export const hex = (text: string): Bytes => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

export function oid(dotted: string): Bytes {
  const [a = 0n, b = 0n, ...rest] = dotted.split('.').map(BigInt);
  const base128 = (arc: bigint): number[] => {
    const digits = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) digits.unshift(Number(left & 0x7fn) | 0x80);
    return digits;
  };
  return tlv(0x06, Uint8Array.from([a * 40n + b, ...rest].flatMap(base128)));
}

export const attribute = (type: string, ...values: readonly Bytes[]): Bytes =>
  sequence(oid(type), tlv(0x31, ...values));

/** A change of the elements of one that is constructed. */
export type Change = (parts: readonly Bytes[]) => readonly Bytes[];

/** `der` with the elements changed of the one that `path` leads to, by their numbers from 0 on; lengths are right. */
export function changeDer(der: Bytes, path: readonly number[], change: Change): Bytes {
  const { tag, contents } = new DerReader(der).next();
  const parts = new DerReader(contents).rest(64).map((node) => node.der);
  const [first, ...further] = path;
  if (first === undefined) return tlv(tag, ...change(parts));
  const inside = parts[first];
  if (inside === undefined) throw new TypeError(`no element ${first} there`);
  return tlv(tag, ...parts.with(first, changeDer(inside, further, change)));
}

/** Changes of a list of elements. */
export const instead =
  (at: number, other: Bytes | ((was: Bytes) => Bytes)): Change =>
  (parts) =>
    parts.map((part, i) => (i === at ? (typeof other === 'function' ? other(part) : other) : part));
export const more =
  (...others: readonly Bytes[]): Change =>
  (parts) => [...parts, ...others];
/** The same but for its last bit. */
export const changeLast = (der: Bytes): Bytes => der.with(-1, (der.at(-1) ?? 0) ^ 1);
export const without =
  (at: number): Change =>
  (parts) =>
    parts.filter((_, i) => i !== at);
