import { isUtf8 } from 'node:buffer';
import { UploadRefused } from './errors.js';
import { readSeparated } from './separated.js';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/**
 * How a text is encoded, by evidence: a byte order mark; else UTF-8 where every byte is UTF-8; else GB 18030
 * where every line looks like text that somebody wrote in it. Bytes that prove neither are refused, never
 * guessed at: one wrong character in a name is a wrong certificate.
 * @param told what the sender says it is, where the bytes do not prove it; bytes that disprove it win
 * @throws UploadRefused `UPLOAD_ENCODING`, with the row where it shows
 */
export function detectEncoding(bytes: Uint8Array, told?: 'utf-8' | 'gb18030'): Encoding {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined || told === 'utf-8') {
    const encoding = marked ?? 'utf-8';
    if (decodes(bytes, encoding)) return encoding;
    throw damaged(encoding, rowOf(bytes, encoding, damageIn(encoding)));
  }
  if (isUtf8(bytes)) return 'utf-8';
  if (isMostlyUtf8(bytes)) {
    throw damaged('utf-8', rowOf(bytes, 'utf-8', damageIn('utf-8')));
  }
  const isDoubtful = (line: Uint8Array): boolean => isStrange(line) || (isMostlyUtf8(line) && isUtf8(line));
  if (told === undefined && lineEnd(bytes, isDoubtful) !== undefined) {
    throw damaged('gb18030', rowOf(bytes, 'gb18030', isDoubtful));
  }
  if (decodes(bytes, 'gb18030')) return 'gb18030';
  throw damaged('gb18030', rowOf(bytes, 'gb18030', damageIn('gb18030')));
}

/** The text in pieces, so that a large file is never in memory twice. A leading BOM is left out. */
export function* decodeText(bytes: Uint8Array, encoding: Encoding, fatal = true): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal });
  const size = 64 * 1024;
  for (let at = 0; at < bytes.length; at += size) {
    yield decoder.decode(bytes.subarray(at, at + size), { stream: true });
  }
  yield decoder.decode();
}

function byteOrderMark(bytes: Uint8Array): Encoding | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    for (const _ of decodeText(bytes, encoding));
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether most bytes beyond ASCII belong to Chinese characters of three bytes (RFC 3629), two at least. Of text in
 * GB 18030 about one in fifty looks so by chance.
 */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let high = 0;
  let found = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    high += 1;
    if (lead < 0xe3 || lead > 0xe9 || !isFurther(bytes[at + 1]) || !isFurther(bytes[at + 2])) continue;
    found += 1;
    high += 2;
    at += 2;
  }
  return found >= 2 && found * 6 > high;
}

const isFurther = (byte = 0): boolean => byte >> 6 === 2;

/**
 * Whether a line read as GB 18030 would be of characters that files hardly hold: more than a third of its
 * characters lie outside GB 2312, which nearly all Chinese text keeps to. UTF-8 read that way does.
 */
function isStrange(line: Uint8Array): boolean {
  let usual = 0;
  let rare = 0;
  for (let at = 0; at < line.length; at += 1) {
    const lead = line[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = line[at + 1] ?? 0;
    // Four bytes (GB 18030 §5.2): lead, digit, lead, digit.
    const isFour = trail >= 0x30 && trail <= 0x39;
    if (!isFour && lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) usual += 1;
    else rare += 1;
    at += isFour ? 3 : 1;
  }
  return rare >= 3 && rare * 3 > usual + rare;
}

/** Lines one after the other: a file may have millions, and their views took gigabytes. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  // No character of UTF-8 or GB 18030 has 0A among its further bytes.
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0x0a, at);
    const next = end < 0 ? bytes.length : end + 1;
    yield bytes.subarray(at, next);
    at = next;
  }
}

/** Where the first such line ends. */
function lineEnd(bytes: Uint8Array, isIt: (line: Uint8Array) => boolean): number | undefined {
  let end = 0;
  for (const line of linesOf(bytes)) {
    end += line.length;
    if (isIt(line)) return end;
  }
  return undefined;
}

/** Tells of lines, given in their order, whether they are not of that encoding. */
function damageIn(encoding: Encoding): (line: Uint8Array) => boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (line) => {
    try {
      // Without an end of line it is the last.
      decoder.decode(line, { stream: line.at(-1) === 0x0a });
      return false;
    } catch {
      return true;
    }
  };
}

/** The row of the first such line. */
function rowOf(
  bytes: Uint8Array,
  encoding: Encoding,
  isIt: (line: Uint8Array) => boolean,
): number | undefined {
  const end = encoding.startsWith('utf-16') ? undefined : lineEnd(bytes, isIt);
  if (end === undefined) return undefined;
  let last = 1;
  for (const { row } of readSeparated(decodeText(bytes.subarray(0, end), encoding, false))) last = row;
  return last;
}

const names: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  gb18030: 'GB 18030',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
};

function damaged(encoding: Encoding, row: number | undefined): UploadRefused {
  const [zh, en] = row === undefined ? ['', ''] : [`（第 ${row} 行）`, ` (row ${row})`];
  return new UploadRefused(
    'UPLOAD_ENCODING',
    {
      zh: `文件编码损坏或混用，不是完整的 ${names[encoding]}${zh}：请从原表另存为 .xlsx 或“CSV UTF-8”后重新上传，勿手工修补。`,
      en: `The text is damaged or of several encodings, not ${names[encoding]} throughout${en}: save the original as .xlsx or “CSV UTF-8” again.`,
    },
    { details: { encoding, ...(row !== undefined && { row }) } },
  );
}
