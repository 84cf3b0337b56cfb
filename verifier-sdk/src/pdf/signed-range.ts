import { fromHex } from '../formats/bytes.js';
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

const MOST_CONTENTS = 1024 * 1024;

const isHexDigit = (octet: number): boolean =>
  (octet >= 0x30 && octet <= 0x39) || (octet >= 0x61 && octet <= 0x66);

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
  if (hex.length % 2 !== 0 || hex.length > MOST_CONTENTS || !hex.every(isHexDigit)) {
    throw refused('a signature that is not lower-case hex');
  }
  const decode = (from: number, to: number): Uint8Array =>
    fromHex(String.fromCharCode(...hex.subarray(2 * from, 2 * to)));
  const header = decode(0, 6);
  const length = encodedLength(header);
  if (length * 2 > hex.length) throw refused('a signature that is cut');
  if (hex.subarray(length * 2).some((octet) => octet !== 0x30))
    throw refused('something after its signature');
  const cms = new Uint8Array(length);
  for (let at = 0; at < length; at += 4096) cms.set(decode(at, Math.min(length, at + 4096)), at);
  return cms;
}

/** The length of a DER SEQUENCE with its header; DerReader checks that it is minimal. */
function encodedLength(header: Uint8Array): number {
  const [tag, first = 0, ...more] = header;
  if (tag !== 0x30 || first === 0x80 || first > 0x84) throw refused('a signature that is not DER');
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  return 2 + count + more.slice(0, count).reduce((length, octet) => length * 256 + octet, 0);
}
