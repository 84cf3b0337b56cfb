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

const ZERO = 0x30;
/** Values of lower-case hex digits; 256 for what is none. */
const DIGIT = Uint16Array.from({ length: 256 }, (_, octet) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(octet));
  return value === -1 ? 256 : value;
});

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
  if (length * 2 > hex.length) throw refused('a signature that is cut');
  const cms = decode(hex.subarray(0, length * 2));
  for (let at = length * 2; at < hex.length; at += 1) {
    if (hex[at] !== ZERO) throw refused('something after its signature');
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

/** The length of a DER SEQUENCE with its header; DerReader checks that it is minimal. */
function encodedLength(header: Uint8Array): number {
  const [tag, first = 0, ...more] = header;
  if (tag !== 0x30 || first === 0x80 || first > 0x84) throw refused('a signature that is not DER');
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  return 2 + count + more.slice(0, count).reduce((length, octet) => length * 256 + octet, 0);
}
