import { platform } from '#platform';
import { refused } from './parser.js';
import { PdfString, isArray, nameOf } from './values.js';
import type { PdfDictionary } from './values.js';

/** The signature's bytes and all the others. */
export interface SignedRange {
  /** The CMS, DER. */
  readonly cms: Uint8Array;
  /** What is signed: everything before `<` and everything after `>`. */
  readonly signed: readonly [Uint8Array, Uint8Array];
}

const MAX_CONTENTS = 1024 * 1024;

/** What room for a receipt is filled with, page by page. */
const ZEROS = new Uint8Array(16_384).fill(0x30);
/** Values of lower-case hex digits; 256 for what is none. */
const DIGIT = new Uint16Array(256).fill(256);
for (let value = 0; value < 16; value += 1) DIGIT[value.toString(16).charCodeAt(0)] = value;

/**
 * Finds what a signature dictionary signs. Outside it lies one `<…>` and nothing else: lower-case hex
 * of one DER value, then zeros.
 * @throws PdfError `STRUCTURE_REFUSED`
 */
export function readSignedRange(signature: PdfDictionary, bytes: Uint8Array): SignedRange {
  const contents = signature.get('Contents');
  if (nameOf(signature.get('Filter')) !== 'Adobe.PPKLite') throw refused('a signature of another handler');
  if (nameOf(signature.get('SubFilter')) !== 'ETSI.CAdES.detached')
    throw refused('a signature that is not PAdES');
  if (!(contents instanceof PdfString) || bytes[contents.start] !== 0x3c)
    throw refused('a signature without hex');
  const { start, end } = contents;
  const range = signature.get('ByteRange');
  const expected = [0, start, end, bytes.length - end];
  if (!isArray(range) || range.length !== 4 || !expected.every((offset, i) => range[i] === offset)) {
    throw refused('a signature that does not cover all of the file but itself');
  }
  const cms = readContents(bytes.subarray(start + 1, end - 1));
  return { cms, signed: [bytes.subarray(0, start), bytes.subarray(end)] };
}

function readContents(hex: Uint8Array): Uint8Array {
  if (hex.length % 2 !== 0 || hex.length > MAX_CONTENTS) throw refused('a signature that is not hex');
  const length = encodedLength(decode(hex.subarray(0, 12)));
  const cms = decode(hex.subarray(0, length * 2));
  for (let at = length * 2; at < hex.length; at += ZEROS.length) {
    const rest = hex.subarray(at, at + ZEROS.length);
    if (!platform.equal(rest, ZEROS.subarray(0, rest.length))) throw refused('something after its signature');
  }
  return cms;
}

function decode(hex: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  let wrong = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const value = ((DIGIT[hex[2 * i] ?? 0] ?? 0) << 4) | (DIGIT[hex[2 * i + 1] ?? 0] ?? 0);
    wrong |= value;
    bytes[i] = value;
  }
  if (wrong > 0xff) throw refused('a signature that is not lower-case hex');
  return bytes;
}

/** The length of a SignedData with its header, in the long form; DerReader refuses what is none, or is cut. */
function encodedLength(header: Uint8Array): number {
  const [, first = 0, ...more] = header;
  const count = first & 0x7f;
  return 2 + count + more.slice(0, count).reduce((length, octet) => length * 256 + octet, 0);
}
