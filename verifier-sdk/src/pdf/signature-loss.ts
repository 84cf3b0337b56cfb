/**
 * `gone`: no trace of a signature; `damaged`: traces of one that encloses nothing any more; `cut`: the file ends
 * before its end.
 */
export type SignatureLoss = 'gone' | 'damaged' | 'cut';

/** Bytes within which readers look for header and end (ISO 32000-1 annex H, notes 13 and 18). */
const WITHIN = 1024;
const BYTE_RANGE =
  /\/ByteRange[\s\0]*\[[\s\0]*(\d{1,10})[\s\0]+(\d{1,10})[\s\0]+(\d{1,10})[\s\0]+(\d{1,10})/gu;
/** Of a signature dictionary (ISO 32000-1 table 252); an empty field is none. */
const TRACE = /\/(?:ByteRange|ETSI\.|adbe\.|Adobe\.PPK)/iu;
/** Names may be written with escapes (ISO 32000-1 §7.3.5). */
const ESCAPE = /#([0-9a-f]{2})/giu;
const HEADER = '%PDF-';
/** In the trailer (ISO 32000-1 table 15), which itself is never encrypted. */
const ENCRYPT = /\/Encrypt[\s\0]*(?:\d|<<)/u;

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Whether the file is encrypted. With an empty user password it opens all the same (ISO 32000-1 §7.6.3.1). */
export function isEncrypted(bytes: Uint8Array): boolean {
  return ENCRYPT.test(latin1(bytes));
}

/** Without the zeros that stand where a transfer ended before the file did. */
function received(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}

/**
 * Whether a PDF lost its signature, as printing, flattening and saving anew do to it, or its end; undefined for what
 * is no PDF, and for a file with a `/ByteRange` that encloses its own `/Contents` and reaches no farther than the
 * file: that is judged by its signature alone.
 */
export function signatureLoss(bytes: Uint8Array): SignatureLoss | undefined {
  const text = latin1(received(bytes));
  if (!text.slice(0, WITHIN).includes(HEADER)) return HEADER.startsWith(text) ? 'cut' : undefined;
  const isWhole = text.slice(-WITHIN).includes('%%EOF');
  for (const [, ...numbers] of text.matchAll(BYTE_RANGE)) {
    const [start = 0, length = 0, next = 0, rest = 0] = numbers.map(Number);
    const isEnclosed = text[start + length] === '<' && text[next - 1] === '>';
    if (isEnclosed && (isWhole || next + rest <= text.length)) return undefined;
  }
  if (!isWhole) return 'cut';
  const plain = text.replaceAll(ESCAPE, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return TRACE.test(plain) ? 'damaged' : 'gone';
}
