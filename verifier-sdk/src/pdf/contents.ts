import { recallCertificate } from '../der/certificate-memory.js';
import { DerError } from '../der/index.js';
import type { Certificate } from '../der/index.js';
import { fromUtf8 } from '../formats/bytes.js';
import { inflate } from '../formats/hash.js';
import { refused } from './parser.js';
import { isArray, isDictionary, nameOf } from './values.js';
import type { PdfObject } from './values.js';

const MAX_CREDENTIAL = 262_144;
const MAX_CERTIFICATE = 65_536;

/** A stream's bytes, deflated or plain (ISO 32000-1 §7.4). */
async function decode({ value, stream }: PdfObject, max: number, what: string): Promise<Uint8Array> {
  if (!isDictionary(value) || stream === undefined) throw refused(`${what} without bytes`);
  if (value.has('F') || value.has('DecodeParms')) throw refused(`${what} that is encoded otherwise`);
  const filter = value.get('Filter');
  const name = isArray(filter) && filter.length === 1 ? filter[0] : filter;
  if (name === undefined) {
    if (stream.length > max) throw refused(`${what} that is too large`);
    return stream;
  }
  if (nameOf(name) !== 'FlateDecode') throw refused(`${what} that is encoded otherwise`);
  try {
    return await inflate(stream, max);
  } catch {
    throw refused(`${what} that does not inflate within its limit`);
  }
}

/**
 * The attached credential's text.
 * @throws PdfError `STRUCTURE_REFUSED` when it is encoded otherwise, or larger than 256 KiB
 */
export async function readAttachment(object: PdfObject): Promise<string> {
  const content = await decode(object, MAX_CREDENTIAL, 'an attachment');
  const text = fromUtf8(content);
  // Only ASCII has as many characters as bytes.
  if (text.length !== content.length || text.includes('\u007f'))
    throw refused('an attachment that is no credential');
  return text;
}

/**
 * DER of the certificates that were put into the file for validation, before it was signed. Not read yet: one that
 * cannot be read is of no use and no harm.
 * @throws PdfError `STRUCTURE_REFUSED`
 */
export function readValidation(objects: readonly PdfObject[]): Promise<readonly Uint8Array[]> {
  return Promise.all(objects.map(async (object) => certificates.get(object) ?? readCertificate(object)));
}

/** Of objects that come with other files too. */
const certificates = new WeakMap<PdfObject, Uint8Array>();

async function readCertificate(object: PdfObject): Promise<Uint8Array> {
  const der = await decode(object, MAX_CERTIFICATE, 'a certificate');
  if (object.isKept) certificates.set(object, der);
  return der;
}

/** Those of them that can be read. */
export function certificatesOf(validation: readonly Uint8Array[]): readonly Certificate[] {
  return validation.map(asCertificate).filter((certificate) => certificate !== undefined);
}

function asCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return recallCertificate(der);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
