import { toBase64Url, utf8 } from './bytes.js';
import type { Credential } from './credential.js';
import { FormatError } from './error.js';
import { sha256 } from './hash.js';
import { readJws, signJws } from './jws.js';
import { jwkSpki } from './jwk.js';
import type { PublicJwk } from './jwk.js';
import { importKey } from './keys.js';
import type { Sign } from './keys.js';
import { Shape } from './shape.js';

/** What a presentation is bound to (RFC 9901 §4.3): for whom, and their fresh number. */
export interface Audience {
  /** Who asked, as the asker named itself. */
  readonly audience: string;
  /** The asker’s fresh number, as text. */
  readonly nonce: string;
}

/** Whether the holder showed the credential themselves: `none` when it is bound to no key. */
export type HolderBinding =
  | {
      /** The holder's key signed for this request. */
      readonly state: 'bound';
      /** When, by the holder's clock. */
      readonly at: Date;
    }
  | {
      /** The credential names no key, and none signed. */
      readonly state: 'none';
    }
  | {
      /** The holder's key did not sign for this request. */
      readonly state: 'mismatch';
      /** Why not, for people. */
      readonly reason: string;
    };

const shape = new Shape('CREDENTIAL_MALFORMED');

/**
 * The credential with the chosen fields only, without key binding: ends with `~`.
 * @throws FormatError when a field is not there
 */
export function selectDisclosures(credential: Credential, names: readonly string[]): string {
  const chosen = credential.disclosures.filter(({ name }) => names.includes(name));
  if (chosen.length !== new Set(names).size) {
    throw new FormatError('CREDENTIAL_MALFORMED', 'a field was chosen that the credential does not disclose');
  }
  return [credential.jwt, ...chosen.map(({ encoded }) => encoded), ''].join('~');
}

/** RFC 9901 §4.3.1: over the ASCII of the presentation up to and with its last tilde. */
export async function presentationHash(presentation: string): Promise<string> {
  return toBase64Url(await sha256(utf8(presentation)));
}

/**
 * Signs a key binding JWT for a presentation that ends with `~`; returns presentation and JWT.
 * @throws FormatError `JSON_MALFORMED` for an audience, nonce or time that has no JSON
 */
export async function bindPresentation(
  presentation: string,
  { audience, nonce, at }: Audience & { readonly at: Date },
  sign: Sign,
): Promise<string> {
  const payload = {
    aud: audience,
    nonce,
    iat: Math.floor(at.getTime() / 1000),
    sd_hash: await presentationHash(presentation),
  };
  const header = { alg: 'ES256', typ: 'kb+jwt' };
  return presentation + (await signJws(header, payload, sign));
}

/**
 * Verifies key binding (RFC 9901 §7.3). Where the credential names a holder's key, it is mandatory:
 * a presentation without it is a mismatch.
 */
export async function verifyHolder(
  credential: Credential,
  expected: Audience & { readonly now: Date; readonly maxAgeSeconds?: number; readonly skewSeconds?: number },
): Promise<HolderBinding> {
  const { holderKey, keyBinding } = credential;
  if (holderKey === undefined) {
    return keyBinding === undefined
      ? { state: 'none' }
      : mismatch('signed by a key that the credential does not name');
  }
  if (keyBinding === undefined) return mismatch('the holder has not signed');
  try {
    return await verifyBinding(credential, holderKey, keyBinding, expected);
  } catch (error) {
    if (error instanceof FormatError) return mismatch('the holder’s signature cannot be read');
    throw error;
  }
}

const mismatch = (reason: string): HolderBinding => ({ state: 'mismatch', reason });

async function verifyBinding(
  credential: Credential,
  holderKey: PublicJwk,
  keyBinding: string,
  expected: Parameters<typeof verifyHolder>[1],
): Promise<HolderBinding> {
  const { header, payload, input, signature } = readJws(keyBinding, 'CREDENTIAL_MALFORMED');
  const head = shape.open(header, 'the header');
  shape.one('ES256')(head['alg'], 'alg');
  shape.one('kb+jwt')(head['typ'], 'typ');
  // RFC 7515 §4.1.11: what must be understood is not, here; all else is ignored (§4, RFC 7519 §4, RFC 9901 §4.3).
  if ('crit' in head) return mismatch('signed with an extension that is not understood');
  const claims = shape.open(payload, 'the payload');
  const seconds = shape.count(claims['iat'], 'iat');
  const shown = selectDisclosures(credential, Object.keys(credential.fields));
  if (claims['sd_hash'] !== (await presentationHash(shown))) return mismatch('signed over other fields');
  if (claims['aud'] !== expected.audience) return mismatch('signed for somebody else');
  if (claims['nonce'] !== expected.nonce) return mismatch('signed for another request');
  const key = await importKey('ES256', jwkSpki(holderKey));
  if (!(await key.verify(input, signature))) return mismatch('the holder’s signature does not verify');
  const age = expected.now.getTime() / 1000 - seconds;
  if (age > (expected.maxAgeSeconds ?? 300) || age < -(expected.skewSeconds ?? 60)) {
    return mismatch('signed at another time');
  }
  return { state: 'bound', at: new Date(seconds * 1000) };
}
