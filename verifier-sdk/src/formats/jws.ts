import { fromBase64Url, toBase64Url, utf8 } from './bytes.js';
import { FormatError } from './error.js';
import type { FormatErrorCode } from './error.js';
import { canonicalJson, parseJson } from './json.js';
import type { Json, JsonLimits } from './json.js';
import type { Sign } from './keys.js';

/** A compact JWS (RFC 7515 §7.1) that was read; its signature is not verified. */
export interface CompactJws {
  readonly header: Json;
  readonly payload: Json;
  /** What the signature is over. */
  readonly input: Uint8Array;
  readonly signature: Uint8Array;
}

/** Header and payload in canonical JSON, signed. */
export async function signJws(header: Json, payload: Json, sign: Sign): Promise<string> {
  const input = [header, payload].map((part) => toBase64Url(utf8(canonicalJson(part)))).join('.');
  return `${input}.${toBase64Url(await sign(utf8(input)))}`;
}

/**
 * Reads the three parts, bounded and decoded.
 * @throws FormatError with the code of the format that the JWS is of
 */
export function readJws(
  text: string,
  code: FormatErrorCode,
  limits: JsonLimits = { length: 65_536, depth: 8 },
): CompactJws {
  const parts = text.split('.', 4);
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3) throw new FormatError(code, 'not a JWS of three parts');
  try {
    return {
      header: parseJson(fromBase64Url(header), { length: 2048, depth: 4 }),
      payload: parseJson(fromBase64Url(payload), limits),
      input: utf8(`${header}.${payload}`),
      signature: fromBase64Url(signature),
    };
  } catch (cause) {
    throw new FormatError(code, 'not a JWS that can be read', { cause });
  }
}
