/** `gone`: no trace of a signature; `damaged`: traces of one that encloses nothing any more. */
export type SignatureLoss = 'gone' | 'damaged';

/** Bytes within which readers look for header and end (ISO 32000-1 annex H, notes 13 and 18). */
const WITHIN = 1024;
const BYTE_RANGE = /\/ByteRange[\s\0]*\[[\s\0]*(\d{1,10})[\s\0]+(\d{1,10})[\s\0]+(\d{1,10})[\s\0]/gu;
/** Of a signature dictionary (ISO 32000-1 table 252); an empty field is none. */
const TRACE = /\/(?:ByteRange|ETSI\.|adbe\.|Adobe\.PPK)/iu;
/** Names may be written with escapes (ISO 32000-1 §7.3.5). */
const ESCAPE = /#([0-9a-f]{2})/giu;

/**
 * Whether a PDF lost its signature, as printing, flattening and saving anew do to it; undefined for what is no whole PDF,
 * and for a file with a `/ByteRange` that encloses its own `/Contents`: that is judged by its signature alone.
 */
export function signatureLoss(bytes: Uint8Array): SignatureLoss | undefined {
  const text = new TextDecoder('latin1').decode(bytes);
  if (!text.slice(0, WITHIN).includes('%PDF-') || !text.slice(-WITHIN).includes('%%EOF')) return undefined;
  for (const [, start = '', length = '', next = ''] of text.matchAll(BYTE_RANGE)) {
    if (text[Number(start) + Number(length)] === '<' && text[Number(next) - 1] === '>') return undefined;
  }
  const plain = text.replaceAll(ESCAPE, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return TRACE.test(plain) ? 'damaged' : 'gone';
}
