import type { Json } from './json.js';
import { publicJwkReader } from './jwk.js';
import type { PublicJwk } from './jwk.js';
import { readToken, signToken } from './jws.js';
import type { TokenKind } from './jws.js';
import type { Sign } from './keys.js';
import { Shape } from './shape.js';
import type { Read } from './shape.js';

/** The `typ` (RFC 8725 §3.11) of a window's certificate. */
export const WINDOW_CERTIFICATE_TYPE = 'certbridge-window-certificate+jwt';
/** The `typ` of a hall's list of revoked windows. */
export const WINDOW_REVOCATIONS_TYPE = 'certbridge-window-revocations+jwt';
/** The `typ` of a hall's statement that another key takes the place of its own. */
export const HALL_SUCCESSION_TYPE = 'certbridge-hall-succession+jwt';
/** The `typ` of what a window signs to show that it holds its key. */
export const WINDOW_PROOF_TYPE = 'certbridge-window-proof+jwt';
/** Seconds that a window's certificate lives at most: 30 days. */
export const maxWindowLife = 30 * 86_400;

const MAX_REVOKED = 10_000;

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

/** That a hall's key counts no more, and another in its place; signed by the key that is replaced. */
export interface HallSuccession {
  /** GB 32100 code of the hall's organisation. */
  readonly hall: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** RFC 7638 thumbprint of the key that takes its place. */
  readonly next: string;
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
const uuid = shape.text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID');

const kind = (typ: string, length: number): TokenKind => ({
  typ,
  code: 'HALL_MALFORMED',
  limits: { length, depth: 8 },
});
const certificateKind = kind(WINDOW_CERTIFICATE_TYPE, 4_096);
// Of each revoked window less than 130 characters.
const revocationsKind = kind(WINDOW_REVOCATIONS_TYPE, 130 * MAX_REVOKED + 4_096);
const successionKind = kind(HALL_SUCCESSION_TYPE, 1_024);
const proofKind = kind(WINDOW_PROOF_TYPE, 1_024);

const readCertificate = shape.exactly({
  v: shape.one(1),
  iss: shape.code18,
  sub: uuid,
  name: shape.label,
  cnf: shape.exactly({ jwk: publicJwkReader(shape) }),
  trust_anchor: shape.hash,
  nbf: shape.natural,
  exp: shape.natural,
});

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
  return signed(certificateKind, payload, signer, parseWindowCertificate);
}

/**
 * Reads a window's certificate, in the one form that it has.
 * @throws FormatError `HALL_MALFORMED`
 */
export function parseWindowCertificate(text: string): HallToken<WindowCertificate> {
  return parse(text, certificateKind, (value, where) => {
    const { iss: hall, sub: window, name, cnf, ...o } = readCertificate(value, where);
    if (o.exp <= o.nbf || o.exp - o.nbf > maxWindowLife) {
      throw shape.wrong('exp', 'after nbf, by 30 days at most');
    }
    const { trust_anchor: trustAnchor, nbf: notBefore, exp: notAfter } = o;
    return { hall, window, name, key: cnf.jwk, trustAnchor, notBefore, notAfter };
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
  return signed(revocationsKind, payload, signer, parseWindowRevocations);
}

const readRevocations = shape.exactly({
  v: shape.one(1),
  iss: shape.code18,
  iat: shape.natural,
  audit: shape.mspId,
  revoked: shape.sorted(
    shape.exactly({ key: shape.thumbprint, at: shape.natural, after: shape.natural }),
    ({ key }) => key,
    MAX_REVOKED,
  ),
});

/**
 * Reads a hall's list of revoked windows.
 * @throws FormatError `HALL_MALFORMED`
 */
export function parseWindowRevocations(text: string): HallToken<WindowRevocations> {
  return parse(text, revocationsKind, (value, where) => {
    const { iss: hall, iat: at, audit: mspId, revoked } = readRevocations(value, where);
    return { hall, at, mspId, revoked };
  });
}

/**
 * A hall's statement that another key takes the place of the one that signs it, in the same form.
 * @throws FormatError `HALL_MALFORMED`
 */
export async function encodeHallSuccession(
  { hall, at, next }: HallSuccession,
  signer: HallSigner,
): Promise<string> {
  return signed(successionKind, { v: 1, iss: hall, iat: at, next }, signer, parseHallSuccession);
}

const readSuccession = shape.exactly({
  v: shape.one(1),
  iss: shape.code18,
  iat: shape.natural,
  next: shape.thumbprint,
});

/**
 * Reads such a statement.
 * @throws FormatError `HALL_MALFORMED`
 */
export function parseHallSuccession(text: string): HallToken<HallSuccession> {
  return parse(text, successionKind, (value, where) => {
    const { iss: hall, iat: at, next } = readSuccession(value, where);
    return { hall, at, next };
  });
}

const readProof = shape.exactly({ v: shape.one(1), aud: shape.code18, iat: shape.natural });

/**
 * What a window signs when it asks its hall for a certificate.
 * @throws FormatError `HALL_MALFORMED`
 */
export async function encodeWindowProof({ hall, at }: WindowProof, signer: HallSigner): Promise<string> {
  return signed(proofKind, { v: 1, aud: hall, iat: at }, signer, parseWindowProof);
}

/**
 * Reads what a window signed to show that it holds its key.
 * @throws FormatError `HALL_MALFORMED`
 */
export function parseWindowProof(text: string): HallToken<WindowProof> {
  return parse(text, proofKind, (value, where) => {
    const { aud: hall, iat: at } = readProof(value, where);
    return { hall, at };
  });
}

async function signed(
  of: TokenKind,
  payload: Json,
  signer: HallSigner,
  check: (text: string) => unknown,
): Promise<string> {
  const text = await signToken(of, payload, signer);
  // What no checker would read is refused before anybody has it.
  check(text);
  return text;
}

function parse<T>(text: string, of: TokenKind, read: Read<T>): HallToken<T> {
  const { payload, ...token } = readToken(text, of);
  return { ...token, claims: read(payload, 'the token') };
}
