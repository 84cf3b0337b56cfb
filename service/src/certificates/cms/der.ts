/**
 * DER (X.690) written by hand: on the hot path a CMS is put together from parts that were encoded once,
 * and a library that models every field costs a hundred times the signature itself.
 */
export type Der = Uint8Array;

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

/** One value of any tag. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Der {
  let length = 0;
  for (const part of parts) length += part.length;
  const header = lengthOf(length);
  const out = Buffer.allocUnsafe(1 + header.length + length);
  out[0] = tag;
  out.set(header, 1);
  let at = 1 + header.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export const sequence = (...parts: readonly Uint8Array[]): Der => tlv(0x30, ...parts);
export const octetString = (bytes: Uint8Array): Der => tlv(0x04, bytes);
export const nullValue: Der = Uint8Array.of(5, 0);
export const utf8String = (text: string): Der => tlv(0x0c, Buffer.from(text, 'utf8'));

/** SET OF: the encodings in ascending order (X.690 §11.6). */
export function setOf(...members: readonly Uint8Array[]): Der {
  return tlv(0x31, ...[...members].sort((a, b) => Buffer.compare(a, b)));
}

/** A non-negative INTEGER from its big-endian bytes. */
export function integer(bytes: Uint8Array | number): Der {
  let value = typeof bytes === 'number' ? Uint8Array.of(bytes) : bytes;
  let start = 0;
  while (start < value.length - 1 && value[start] === 0) start++;
  value = value.subarray(start);
  return (value[0] ?? 0) & 0x80 ? tlv(0x02, Uint8Array.of(0), value) : tlv(0x02, value);
}

function base128(arc: bigint): number[] {
  const bytes = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(0x80 | Number(rest & 0x7fn));
  return bytes;
}

const knownOids = new Map<string, Der>();

/** OBJECT IDENTIFIER from its dotted form; arcs may be of any size (2.25 takes UUIDs). Kept: programs know few of them. */
export function oid(dotted: string): Der {
  let known = knownOids.get(dotted);
  if (!known) {
    known = encodeOid(dotted);
    knownOids.set(dotted, known);
  }
  return known;
}

function encodeOid(dotted: string): Der {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  return tlv(0x06, Uint8Array.from([first * 40n + second, ...rest].flatMap(base128)));
}

/** GeneralizedTime in whole seconds, UTC. */
export function generalizedTime(time: Date): Der {
  const text = `${time.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return tlv(0x18, Buffer.from(text, 'latin1'));
}

/** Raw r‖s (IEEE P1363) as ECDSA-Sig-Value (RFC 3279 §2.2.3). */
export function ecdsaSignature(raw: Uint8Array): Der {
  const half = raw.length / 2;
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}
