import { DerError, TAG } from './der';
import type { DerNode } from './der';

function contentsOf(node: DerNode, tag: number): Buffer {
  if (node.tag !== tag) throw new DerError(`expected tag ${tag}`);
  return node.contents;
}

/** Refuses an INTEGER that is not minimal (X.690 §8.3.2) or has more octets than `limit`. */
export function checkInteger(node: DerNode, limit = 21): Buffer {
  const bytes = contentsOf(node, TAG.integer);
  const [first, second] = bytes;
  if (first === undefined || bytes.length > limit) throw new DerError('an integer that is empty or too long');
  if (second !== undefined && (first === 0 ? second < 0x80 : first === 0xff && second >= 0x80))
    throw new DerError('an integer that is not minimal');
  return bytes;
}

export function smallInteger(node: DerNode): number {
  const bytes = checkInteger(node, 4);
  if ((bytes[0] ?? 0) >= 0x80) throw new DerError('a negative integer');
  return bytes.reduce((value, octet) => value * 256 + octet, 0);
}

export function boolean(node: DerNode): boolean {
  const [value, more] = contentsOf(node, TAG.boolean);
  if (more !== undefined || (value !== 0 && value !== 0xff)) throw new DerError('a boolean that is not DER');
  return value === 0xff;
}

/** A BIT STRING's octets; the unused bits at the end are zero (X.690 §11.2). */
export function bitString(node: DerNode): { readonly bytes: Buffer; readonly unused: number } {
  const contents = contentsOf(node, TAG.bitString);
  const unused = contents[0] ?? 8;
  const bytes = contents.subarray(1);
  const padding = (bytes.at(-1) ?? 0) & ((1 << unused) - 1);
  if (unused > 7 || padding !== 0 || (bytes.length === 0 && unused > 0))
    throw new DerError('a bit string that is not DER');
  return { bytes, unused };
}

export const octetString = (node: DerNode): Buffer => contentsOf(node, TAG.octetString);

/** An OBJECT IDENTIFIER by its octets in hex: here it is only compared; each arc is minimal. */
export function oid(node: DerNode): string {
  const bytes = contentsOf(node, TAG.oid);
  if (bytes.length === 0 || bytes.length > 40 || (bytes.at(-1) ?? 0) >= 0x80)
    throw new DerError('an object identifier that is cut or too long');
  bytes.forEach((octet, i) => {
    if (octet === 0x80 && (i === 0 || (bytes[i - 1] ?? 0) < 0x80))
      throw new DerError('an object identifier that is not minimal');
  });
  return bytes.toString('hex');
}

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{0,8}[1-9])?Z$/;

/** Refuses a time that is no UTCTime or GeneralizedTime in UTC, or no instant (RFC 5280 §4.1.2.5). */
export function checkTime({ tag, contents }: DerNode): void {
  if (tag !== TAG.utcTime && tag !== TAG.generalizedTime) throw new DerError('expected a time');
  const given = ascii(contents);
  const text = tag === TAG.utcTime ? (given < '5' ? '20' : '19') + given : given;
  const match = TIME.exec(text);
  if (!match || (tag === TAG.utcTime && match[7] !== undefined)) throw new DerError('a time that is not DER');
  const [, year, month, day, hour, minute, second] = match as unknown as string[];
  const seconds = `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}`;
  const date = new Date(`${seconds}Z`);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(seconds))
    throw new DerError('a time that does not exist');
}

function ascii(bytes: Buffer): string {
  if (bytes.some((octet) => octet > 0x7e)) throw new DerError('text that is not ASCII');
  return bytes.toString('latin1');
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Refuses what is no DirectoryString, or no text in its encoding. */
export function checkText({ tag, contents }: DerNode): void {
  switch (tag) {
    case TAG.utf8String:
      try {
        strictUtf8.decode(contents);
      } catch {
        throw new DerError('text that is not UTF-8');
      }
      return;
    case TAG.printableString:
    case TAG.ia5String:
      ascii(contents);
      return;
    case TAG.teletexString:
      return;
    case TAG.bmpString:
      if (contents.length % 2 !== 0) throw new DerError('a BMPString of odd length');
      return;
    default:
      throw new DerError('expected text');
  }
}
