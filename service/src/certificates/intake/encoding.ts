import { UploadRefused } from './errors.js';

export type Encoding = 'utf-8' | 'gb18030';

/**
 * UTF-8 where all bytes are UTF-8 (with or without BOM), else GB 18030 where all bytes are that; anything
 * else, or a mixture, is refused rather than guessed at: one wrong character in a name is a wrong certificate.
 */
export function detectEncoding(bytes: Uint8Array): Encoding {
  if (decodes(bytes, 'utf-8')) return 'utf-8';
  const saysUtf8 = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (!saysUtf8 && decodes(bytes, 'gb18030')) return 'gb18030';
  throw new UploadRefused(
    'UPLOAD_ENCODING',
    'The CSV is neither UTF-8 nor GB 18030: save it as “CSV UTF-8”.',
  );
}

/** The text in pieces, so that a large file is never in memory twice. A leading BOM is left out. */
export function* decodeText(bytes: Uint8Array, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const size = 64 * 1024;
  for (let at = 0; at < bytes.length; at += size) {
    yield decoder.decode(bytes.subarray(at, at + size), { stream: true });
  }
  yield decoder.decode();
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    for (const _ of decodeText(bytes, encoding));
    return true;
  } catch {
    return false;
  }
}
