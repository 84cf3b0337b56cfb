import { Recent } from '../formats/recent.js';
import { DerError } from './error.js';
import type { DerNode, DerReader } from './reader.js';
import { TAG } from './reader.js';

function contentsOf(node: DerNode, tag: number, what: string): Uint8Array {
  if (node.tag !== tag) throw new DerError(`expected ${what}`);
  return node.contents;
}

/** An INTEGER's two's complement octets, minimal (X.690 §8.3.2), at most `limit` of them. */
export function integerBytes(node: DerNode, limit = 21): Uint8Array {
  const bytes = contentsOf(node, TAG.integer, 'an integer');
  const [first, second] = bytes;
  if (first === undefined || bytes.length > limit) throw new DerError('an integer that is empty or too long');
  if (second !== undefined && (first === 0 ? second < 0x80 : first === 0xff && second >= 0x80)) {
    throw new DerError('an integer that is not minimal');
  }
  return bytes;
}

/** A non-negative INTEGER of at most four octets. @throws DerError */
export function smallInteger(node: DerNode): number {
  const bytes = integerBytes(node, 4);
  if ((bytes[0] ?? 0) >= 0x80) throw new DerError('a negative integer');
  return bytes.reduce((value, octet) => value * 256 + octet, 0);
}

/** A BOOLEAN: 0 or 255 in DER (X.690 §11.1). @throws DerError */
export function boolean(node: DerNode): boolean {
  const [value, more] = contentsOf(node, TAG.boolean, 'a boolean');
  if (more !== undefined || (value !== 0 && value !== 0xff)) throw new DerError('a boolean that is not DER');
  return value === 0xff;
}

function nothing(node: DerNode): void {
  if (contentsOf(node, TAG.null, 'NULL').length > 0) throw new DerError('a NULL with contents');
}

/** A BIT STRING's octets; `unused` bits at the end are zero (X.690 §11.2). */
export function bitString(node: DerNode): { readonly bytes: Uint8Array; readonly unused: number } {
  const contents = contentsOf(node, TAG.bitString, 'a bit string');
  const unused = contents[0] ?? 8;
  const bytes = contents.subarray(1);
  const padding = (bytes.at(-1) ?? 0) & ((1 << unused) - 1);
  if (unused > 7 || padding !== 0 || (bytes.length === 0 && unused > 0)) {
    throw new DerError('a bit string that is not DER');
  }
  return { bytes, unused };
}

/** A BIT STRING of whole octets: signatures and public keys. */
export function bitOctets(node: DerNode): Uint8Array {
  const { bytes, unused } = bitString(node);
  if (unused !== 0) throw new DerError('a bit string that is not whole octets');
  return bytes;
}

export const octetString = (node: DerNode): Uint8Array =>
  contentsOf(node, TAG.octetString, 'an octet string');

/** The few that there are recur in every file: to write one as text takes ten times as long as to find it. */
const oids = new Recent(256, dotted);

/** An OBJECT IDENTIFIER in dotted form; arcs of any size up to 128 bits (UUID arcs under 2.25). @throws DerError */
export const oid = (node: DerNode): string => oids.of(contentsOf(node, TAG.oid, 'an object identifier'));

function dotted(bytes: Uint8Array): string {
  if (bytes.length === 0 || bytes.length > 40 || (bytes.at(-1) ?? 0) >= 0x80) {
    throw new DerError('an object identifier that is cut or too long');
  }
  const [root = 0, ...others] = arcsOf(bytes);
  const top = Math.min(Math.floor(Number(root) / 40), 2);
  return [top, typeof root === 'number' ? root - top * 40 : root - 80n, ...others].join('.');
}

function arcsOf(bytes: Uint8Array): (number | bigint)[] {
  const arcs: (number | bigint)[] = [];
  let arc: number | bigint = 0;
  let fresh = true;
  for (const octet of bytes) {
    if (fresh && octet === 0x80) throw new DerError('an object identifier that is not minimal');
    const digit = octet & 0x7f;
    // Exact in doubles up to 2^53; longer arcs are rare.
    arc = arc < 2 ** 45 ? Number(arc) * 128 + digit : BigInt(arc) * 128n + BigInt(digit);
    fresh = octet < 0x80;
    if (fresh) {
      arcs.push(arc);
      arc = 0;
    }
  }
  return arcs;
}

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{0,8}[1-9])?Z$/;

/** UTCTime or GeneralizedTime in UTC (RFC 5280 §4.1.2.5; fractions as RFC 3161 §2.4.2 allows them). */
export function time(node: DerNode): Date {
  if (node.tag !== TAG.utcTime && node.tag !== TAG.generalizedTime) throw new DerError('expected a time');
  let text = ascii(node.contents);
  // RFC 5280 §4.1.2.5.1: two-digit years 50–99 are of the last century.
  if (node.tag === TAG.utcTime) text = (text < '5' ? '20' : '19') + text;
  const match = TIME.exec(text);
  if (!match || (node.tag === TAG.utcTime && match[7] !== undefined))
    throw new DerError('a time that is not DER');
  const [, year, month, day, hour, minute, second, fraction = ''] = match;
  const seconds = `${String(year)}-${String(month)}-${String(day)}T${String(hour)}:${String(minute)}:${String(second)}`;
  const date = new Date(`${seconds}${fraction.slice(0, 4)}Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(seconds)) {
    throw new DerError('a time that does not exist');
  }
  return date;
}

function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const octet of bytes) {
    if (octet > 0x7e) throw new DerError('text that is not ASCII');
    text += String.fromCharCode(octet);
  }
  return text;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** DirectoryString and its relatives, for people and for comparing organizational units. */
export function text(node: DerNode): string {
  switch (node.tag) {
    case TAG.utf8String:
      try {
        return strictUtf8.decode(node.contents);
      } catch {
        throw new DerError('text that is not UTF-8');
      }
    case TAG.printableString:
    case TAG.ia5String:
      return ascii(node.contents);
    case TAG.teletexString:
      return Array.from(node.contents, (octet) => String.fromCharCode(octet)).join('');
    case TAG.bmpString: {
      if (node.contents.length % 2 !== 0) throw new DerError('a BMPString of odd length');
      let characters = '';
      for (let i = 0; i < node.contents.length; i += 2) {
        characters += String.fromCharCode((node.contents[i] ?? 0) * 256 + (node.contents[i + 1] ?? 0));
      }
      return characters;
    }
    default:
      throw new DerError('expected text');
  }
}

/** An AlgorithmIdentifier: its OID, and its parameters when there are any but NULL. */
export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters?: DerNode;
}

export function algorithm(reader: DerReader): AlgorithmIdentifier {
  const inner = reader.open();
  const name = oid(inner.read(TAG.oid));
  const parameters = inner.done ? undefined : inner.next();
  inner.end();
  if (parameters === undefined) return { oid: name };
  if (parameters.tag !== TAG.null) return { oid: name, parameters };
  nothing(parameters);
  return { oid: name };
}
