import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from './bytes.js';
import { isLowS } from './ecdsa.js';
import { FormatError } from './error.js';
import type { FormatErrorCode } from './error.js';
import { canonicalJson, parseJson } from './json.js';
import type { Json, JsonLimits } from './json.js';
import { jwkSpki } from './jwk.js';
import type { PublicJwk } from './jwk.js';
import { importKey } from './keys.js';
import type { Sign } from './keys.js';
import { Shape } from './shape.js';

/** A compact JWS (RFC 7515 §7.1) that was read; its signature is not verified. */
export interface CompactJws {
  readonly header: Json;
  readonly payload: Json;
  /** What the signature is over. */
  readonly input: Uint8Array;
  readonly signature: Uint8Array;
}

/** What the signature is over, where header and payload are canonical JSON. */
const canonicalInput = (...parts: readonly [header: Json, payload: Json]): string =>
  parts.map((part) => toBase64Url(utf8(canonicalJson(part)))).join('.');

/** Header and payload in canonical JSON, signed. */
export async function signJws(header: Json, payload: Json, sign: Sign): Promise<string> {
  const input = canonicalInput(header, payload);
  return `${input}.${toBase64Url(await sign(utf8(input)))}`;
}

const DOT = 0x2e;

/**
 * Reads the three parts, bounded and decoded.
 * @param text or its UTF-8 bytes, of which what is signed is a view
 * @throws FormatError with the code of the format that the JWS is of
 */
export function readJws(
  text: string | Uint8Array,
  code: FormatErrorCode,
  limits: JsonLimits = { length: 65_536, depth: 8 },
): CompactJws {
  const bytes = typeof text === 'string' ? utf8(text) : text;
  const first = bytes.indexOf(DOT);
  const second = bytes.indexOf(DOT, first + 1);
  if (first === -1 || second === -1 || bytes.includes(DOT, second + 1))
    throw new FormatError(code, 'not a JWS of three parts');
  try {
    return {
      header: parseJson(fromBase64Url(bytes.subarray(0, first)), { length: 2048, depth: 4 }),
      payload: parseJson(fromBase64Url(bytes.subarray(first + 1, second)), limits),
      input: bytes.subarray(0, second),
      signature: fromBase64Url(bytes.subarray(second + 1)),
    };
  } catch (cause) {
    throw new FormatError(code, 'not a JWS that can be read', { cause });
  }
}

/** A token of this package's own that was read; its signature is not verified. */
export interface OwnToken {
  /** RFC 7638 thumbprint of the key that it says signed it. */
  readonly keyId: string;
  readonly payload: Json;
  /** Whether this key signed it, by ES256 with low s. */
  isSignedBy(key: PublicJwk): Promise<boolean>;
}

/** What tokens of one kind are. */
export interface TokenKind {
  /** Of the header (RFC 8725 §3.11): no other token can be taken for one. */
  readonly typ: string;
  /** Of what is wrong with one. */
  readonly code: FormatErrorCode;
  /** Most of its payload. */
  readonly limits: JsonLimits;
}

/**
 * A token that is signed by a window or a hall: ES256 with low s, the key named by its thumbprint, canonical JSON,
 * so that one token has one text.
 */
export async function signToken(
  { typ }: TokenKind,
  payload: Json,
  { keyId, sign }: { readonly keyId: string; readonly sign: Sign },
): Promise<string> {
  return signJws({ alg: 'ES256', kid: keyId, typ }, payload, sign);
}

/** Reads such a token, in the one form that it has. */
export function readToken(text: string, { typ, code, limits }: TokenKind): OwnToken {
  const shape = new Shape(code);
  // Base64url takes four characters for three bytes; header and signature take less than 4,000.
  if (text.length > (limits.length ?? 65_536) * 1.5 + 4_000)
    throw shape.wrong('the token', 'of a size that these have');
  const { header, payload, input, signature } = readJws(text, code, limits);
  const { kid } = shape.exactly({
    alg: shape.one('ES256'),
    kid: shape.thumbprint,
    typ: shape.one(typ),
  })(header, 'the header');
  if (canonicalInput(header, payload) !== fromUtf8(input)) throw shape.wrong('the token', 'canonical JSON');
  if (!isLowS(signature)) throw shape.wrong('the signature', 'a raw P-256 signature with low s');
  return {
    keyId: kid,
    payload,
    isSignedBy: async (key) => (await importKey('ES256', jwkSpki(key))).verify(input, signature),
  };
}
