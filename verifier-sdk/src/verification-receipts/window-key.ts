import { toLowS } from '../formats/ecdsa.js';
import { FormatError } from '../formats/error.js';
import { parseJson } from '../formats/json.js';
import type { JsonObject } from '../formats/json.js';
import { expectSignatureKey, jwkThumbprint, windowMembers, windowShape } from '../formats/jwk.js';
import type { PublicJwk } from '../formats/jwk.js';
import type { Sign } from '../formats/keys.js';
import type { Read } from '../formats/shape.js';

/** A window's private key (RFC 7518 §6.2.2). Keep it where only the window's software reads it. */
export interface PrivateJwk extends PublicJwk {
  /** Private scalar, 32 bytes in base64url: a secret. */
  readonly d: string;
}

/** What signs for a window: a key of this package, or the vendor's own smart card or hardware module. */
export interface WindowSigner {
  /** By whose thumbprint auditors pin it. */
  readonly publicKey: PublicJwk;
  /** ES256: raw r‖s, 64 bytes. */
  readonly sign: Sign;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const readPublicMembers: Read<PublicJwk> = windowShape.members(windowMembers);

const readPrivateJwk: Read<PrivateJwk> = windowShape.members({
  ...windowMembers,
  d: windowShape.text(/^[A-Za-z0-9_-]{43}$/, 'a private number of P-256'),
});

/** Makes a new key for a window: P-256, from the platform's random numbers. */
export async function createWindowKey(): Promise<PrivateJwk> {
  const { privateKey } = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  return exported(privateKey);
}

async function exported(key: CryptoKey): Promise<PrivateJwk> {
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', key);
  return { kty: 'EC', crv: 'P-256', x, y, d };
}

/** The part that is pinned and published. */
export function publicWindowKey({ kty, crv, x, y }: PrivateJwk): PublicJwk {
  return { kty, crv, x, y };
}

/**
 * Reads a private window key, as {@link createWindowKey} or another made it; members beyond are ignored (RFC 7517 §4).
 * @throws FormatError `WINDOW_KEY_MALFORMED`, `JSON_MALFORMED`
 */
export function parsePrivateWindowKey(input: string | Uint8Array): PrivateJwk {
  const jwk = windowShape.open(parseJson(input, { length: 16_384, depth: 16 }), 'the key');
  expectSignatureKey(jwk, 'the key', 'sign');
  return readPrivateJwk(jwk, 'the key');
}

/**
 * A signer with a key of this package.
 * @throws FormatError `WINDOW_KEY_MALFORMED` when its parts do not belong together
 */
export async function windowSigner(key: PrivateJwk): Promise<WindowSigner> {
  const { kty, crv, x, y, d } = key;
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('jwk', { kty, crv, x, y, d }, EC, false, ['sign']);
  } catch (cause) {
    throw new FormatError('WINDOW_KEY_MALFORMED', 'not a private key on P-256', { cause });
  }
  return { publicKey: publicWindowKey(key), sign: signWith(imported) };
}

const signWith =
  (key: CryptoKey): Sign =>
  async (bytes) => {
    const signature = await crypto.subtle.sign(EC, key, bytes as Uint8Array<ArrayBuffer>);
    return toLowS(new Uint8Array(signature));
  };

/**
 * Makes a key that cannot leave the browser it was made in: `extractable` is false, so that its database keeps the
 * handle and no script reads the key.
 */
export async function createBrowserWindowKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(EC, false, ['sign', 'verify']);
}

/**
 * A signer with a key pair of the platform, as {@link createBrowserWindowKey} makes it.
 * @throws FormatError `WINDOW_KEY_MALFORMED` when it is not on P-256
 */
export async function browserWindowSigner({ publicKey, privateKey }: CryptoKeyPair): Promise<WindowSigner> {
  const jwk = await crypto.subtle.exportKey('jwk', publicKey);
  return {
    publicKey: readPublicMembers(jwk as JsonObject, 'the key'),
    sign: signWith(privateKey),
  };
}

/**
 * What a window sends its hall to be certified, or certified again: signed with its key, for this hall, now.
 * @param hall GB 32100 code of the hall's organisation
 * @param at milliseconds since 1970; the system's clock unless given
 * @throws FormatError `HALL_MALFORMED` for a hall that has no such code
 */
export async function proveWindowKey(
  hall: string,
  { publicKey, sign }: WindowSigner,
  at = Date.now(),
): Promise<string> {
  // Once a key's life.
  const { encodeWindowProof } = await import('../formats/hall-tokens.js');
  const keyId = await jwkThumbprint(publicKey);
  return encodeWindowProof({ hall, at: Math.floor(at / 1000) }, { keyId, sign });
}
