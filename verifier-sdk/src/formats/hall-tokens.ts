import { fromUtf8, toBase64Url, utf8 } from './bytes.js';
import { isLowS } from './ecdsa.js';
import { canonicalJson } from './json.js';
import type { Json, JsonObject } from './json.js';
import { jwkSpki, readPublicJwk } from './jwk.js';
import type { PublicJwk } from './jwk.js';
import { readJws, signJws } from './jws.js';
import { importKey } from './keys.js';
import type { Sign } from './keys.js';
import { Shape } from './shape.js';

/** The `typ` (RFC 8725 §3.11) of a window's certificate. */
export const WINDOW_CERTIFICATE_TYPE = 'certbridge-window-certificate+jwt';
/** The `typ` of a hall's list of revoked windows. */
export const WINDOW_REVOCATIONS_TYPE = 'certbridge-window-revocations+jwt';
/** The `typ` of what a window signs to show that it holds its key. */
export const WINDOW_PROOF_TYPE = 'certbridge-window-proof+jwt';
/** Seconds that a window's certificate lives at most: 30 days. */
export const maxWindowLife = 30 * 86_400;

const MAX_REVOKED = 10_000;
const MAX_CHARACTERS = 2_500_000;

/** What a hall certifies of one of its windows. */
export interface WindowCertificate {
  /** GB 32100 code of the hall's organisation. */
  readonly hall: string;
  /** Id of the window, a UUID. */
  readonly window: string;
  /** Where the window is, such as 杭州市市民中心 12 号窗口; 1–200 characters. */
  readonly name: string;
  /** The window's key. */
  readonly key: PublicJwk;
  /** SHA-256 (hex) of the trust anchor that the window has pinned. */
  readonly trustAnchor: string;
  /** Seconds since 1970: the first in which the certificate counts. */
  readonly notBefore: number;
  /** Seconds since 1970: from then on it does not; at most {@link maxWindowLife} after `notBefore`. */
  readonly notAfter: number;
}

/** A window's key that counts no more. */
export interface WindowRevocation {
  /** RFC 7638 thumbprint of the window's key. */
  readonly key: string;
  /** Seconds since 1970: when it was revoked. */
  readonly at: number;
  /** Leaves of the audit tree (审计) by then: receipts among them were filed before, and stay good. */
  readonly after: number;
}

/** What a hall revoked, all of it. */
export interface WindowRevocations {
  /** GB 32100 code of the hall's organisation. */
  readonly hall: string;
  /** Seconds since 1970: when the list was signed. */
  readonly at: number;
  /** MSP id of the province in whose audit tree the hall's receipts are filed. */
  readonly mspId: string;
  /** Sorted by `key`. */
  readonly revoked: readonly WindowRevocation[];
}

/** That whoever asks holds a window's key, now. */
export interface WindowProof {
  /** GB 32100 code of the hall's organisation, whom the proof is for. */
  readonly hall: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** What a hall, or a window for its hall, signed. */
export interface HallToken<T> {
  /** RFC 7638 thumbprint of the key that it says signed it. */
  readonly keyId: string;
  /** What it says; nothing of it may be believed before `isSignedBy`. */
  readonly claims: T;
  /** Whether this key signed it, by ES256 with low s. */
  isSignedBy(key: PublicJwk): Promise<boolean>;
}

/** A hall's or a window's key for signing. */
export interface HallSigner {
  /** RFC 7638 thumbprint. */
  readonly keyId: string;
  /** ES256: raw r‖s, 64 bytes, low s. */
  readonly sign: Sign;
}

const shape = new Shape('HALL_MALFORMED');
const thumbprint = shape.text(/^[A-Za-z0-9_-]{43}$/, 'an RFC 7638 thumbprint');
const uuid = shape.text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID');

/**
 * A window's certificate: RFC 7515, compact, canonical JSON; the key is its confirmation key (RFC 7800).
 * @throws FormatError `HALL_MALFORMED`
 */
export async function encodeWindowCertificate(
  claims: WindowCertificate,
  signer: HallSigner,
): Promise<string> {
  const { kty, crv, x, y } = claims.key;
  const payload = {
    v: 1,
    iss: claims.hall,
    sub: claims.window,
    name: claims.name,
    cnf: { jwk: { kty, crv, x, y } },
    trust_anchor: claims.trustAnchor,
    nbf: claims.notBefore,
    exp: claims.notAfter,
  };
  return signed(WINDOW_CERTIFICATE_TYPE, payload, signer, parseWindowCertificate);
}

/**
 * Reads a window's certificate, in the one form that it has.
 * @throws FormatError `HALL_MALFORMED`
 */
export function parseWindowCertificate(text: string): HallToken<WindowCertificate> {
  return parse(text, WINDOW_CERTIFICATE_TYPE, (value) => {
    const members = ['v', 'iss', 'sub', 'name', 'cnf', 'trust_anchor', 'nbf', 'exp'];
    const o = shape.object(value, 'the certificate', members);
    shape.one(1)(o['v'], 'v');
    const cnf = shape.object(o['cnf'], 'cnf', ['jwk']);
    const notBefore = shape.natural(o['nbf'], 'nbf');
    const notAfter = shape.natural(o['exp'], 'exp');
    if (notAfter <= notBefore || notAfter - notBefore > maxWindowLife) {
      throw shape.wrong('exp', 'after nbf, by 30 days at most');
    }
    return {
      hall: shape.code18(o['iss'], 'iss'),
      window: uuid(o['sub'], 'sub'),
      name: shape.label(o['name'], 'name'),
      key: readPublicJwk(cnf['jwk'], 'cnf.jwk', shape),
      trustAnchor: shape.hash(o['trust_anchor'], 'trust_anchor'),
      notBefore,
      notAfter,
    };
  });
}

/**
 * A hall's list of revoked windows, in the same form.
 * @throws FormatError `HALL_MALFORMED`
 */
export async function encodeWindowRevocations(
  claims: WindowRevocations,
  signer: HallSigner,
): Promise<string> {
  const revoked = claims.revoked.map(({ key, at, after }) => ({ key, at, after }));
  const payload = { v: 1, iss: claims.hall, iat: claims.at, audit: claims.mspId, revoked };
  return signed(WINDOW_REVOCATIONS_TYPE, payload, signer, parseWindowRevocations);
}

const readRevoked = shape.sorted(
  (value, where): WindowRevocation => {
    const o = shape.object(value, where, ['key', 'at', 'after']);
    return {
      key: thumbprint(o['key'], `${where}.key`),
      at: shape.natural(o['at'], `${where}.at`),
      after: shape.natural(o['after'], `${where}.after`),
    };
  },
  ({ key }) => key,
  MAX_REVOKED,
);

/**
 * Reads a hall's list of revoked windows.
 * @throws FormatError `HALL_MALFORMED`
 */
export function parseWindowRevocations(text: string): HallToken<WindowRevocations> {
  return parse(text, WINDOW_REVOCATIONS_TYPE, (value) => {
    const o = shape.object(value, 'the list', ['v', 'iss', 'iat', 'audit', 'revoked']);
    shape.one(1)(o['v'], 'v');
    return {
      hall: shape.code18(o['iss'], 'iss'),
      at: shape.natural(o['iat'], 'iat'),
      mspId: shape.mspId(o['audit'], 'audit'),
      revoked: readRevoked(o['revoked'], 'revoked'),
    };
  });
}

/**
 * What a window signs when it asks its hall for a certificate.
 * @throws FormatError `HALL_MALFORMED`
 */
export async function encodeWindowProof({ hall, at }: WindowProof, signer: HallSigner): Promise<string> {
  return signed(WINDOW_PROOF_TYPE, { v: 1, aud: hall, iat: at }, signer, parseWindowProof);
}

/**
 * Reads what a window signed to show that it holds its key.
 * @throws FormatError `HALL_MALFORMED`
 */
export function parseWindowProof(text: string): HallToken<WindowProof> {
  return parse(text, WINDOW_PROOF_TYPE, (value) => {
    const o = shape.object(value, 'the proof', ['v', 'aud', 'iat']);
    shape.one(1)(o['v'], 'v');
    return { hall: shape.code18(o['aud'], 'aud'), at: shape.natural(o['iat'], 'iat') };
  });
}

async function signed(
  typ: string,
  payload: JsonObject,
  { keyId, sign }: HallSigner,
  check: (text: string) => unknown,
): Promise<string> {
  const text = await signJws({ alg: 'ES256', kid: keyId, typ }, payload, sign);
  // What no checker would read is refused before anybody has it.
  check(text);
  return text;
}

function parse<T>(text: string, typ: string, read: (payload: Json) => T): HallToken<T> {
  if (text.length > MAX_CHARACTERS) throw shape.wrong('the token', 'of a size that these have');
  const limits = { length: MAX_CHARACTERS, depth: 8 };
  const { header, payload, input, signature } = readJws(text, 'HALL_MALFORMED', limits);
  const head = shape.object(header, 'the header', ['alg', 'kid', 'typ']);
  shape.one('ES256')(head['alg'], 'alg');
  shape.one(typ)(head['typ'], 'typ');
  const canonical = [header, payload].map((part) => toBase64Url(utf8(canonicalJson(part)))).join('.');
  if (canonical !== fromUtf8(input)) throw shape.wrong('the token', 'canonical JSON');
  if (!isLowS(signature)) throw shape.wrong('the signature', 'a raw P-256 signature with low s');
  return {
    keyId: thumbprint(head['kid'], 'kid'),
    claims: read(payload),
    isSignedBy: async (key) => (await importKey('ES256', jwkSpki(key))).verify(input, signature),
  };
}
