import type { Json, JsonObject } from './json.js';
import type { Sign } from './keys.js';
import { readToken, signToken } from './jws.js';
import type { PublicJwk } from './jwk.js';
import { Shape } from './shape.js';

/** What was verified: the argument of `verifyPdf`, `verifyQr`, `verifyImage` or `verifyPresentation`. */
export type ShownKind = 'pdf' | 'qr' | 'image' | 'presentation';

/** What a window's verification receipt (核验回执) says. */
export interface VerificationReceiptClaims {
  /** 16 random bytes, hex: names this receipt. */
  readonly id: string;
  /** The second in which it was signed, by the window's clock; RFC 3339 UTC. */
  readonly at: string;
  /** Where the window is, 1–200 characters. */
  readonly place: string;
  /** What it was verified for, 1–200 characters. */
  readonly purpose: string;
  /** The window's own number of the case (办件编号). */
  readonly reference?: string;
  /** What was verified. */
  readonly shown: {
    /** Of what was shown. */
    readonly kind: ShownKind;
    /** SHA-256 (hex) of the file's bytes, the text's UTF-8 or the picture's pixels. */
    readonly sha256: string;
  };
  /** SHA-256 (hex) of the trust anchor that the window had pinned. */
  readonly trustAnchor: string;
  /** The report as it was, without the fields that were withheld. */
  readonly report: JsonObject;
  /** Names of the certificate's fields that the window saw and did not record. */
  readonly withheld: readonly string[];
  /** Name and version of the software that verified. */
  readonly software: string;
}

/** A receipt that was read. The signature is NOT verified: nothing of it may be believed yet. */
export interface ParsedVerificationReceipt {
  /** RFC 7638 thumbprint of the key that it says signed it. */
  readonly keyId: string;
  /** What it says; nothing of it may be believed before `isSignedBy`. */
  readonly claims: VerificationReceiptClaims;
  /** Whether this key signed it, by ES256 with low s. */
  isSignedBy(key: PublicJwk): Promise<boolean>;
}

/** The `typ` of its header (RFC 8725 §3.11): no other token can be taken for one, nor it for another. */
export const VERIFICATION_RECEIPT_TYPE = 'certbridge-verification-receipt+jwt';

const KIND = {
  typ: VERIFICATION_RECEIPT_TYPE,
  code: 'VERIFICATION_RECEIPT_MALFORMED',
  limits: { length: 262_144, depth: 16 },
} as const;
const MAX_FIELDS = 128;
const shape = new Shape(KIND.code);
const readMembers = shape.exactly(
  {
    v: shape.one(1),
    jti: shape.hex32,
    iat: readInstant,
    place: shape.label,
    purpose: shape.label,
    shown: shape.exactly({ kind: shape.one('pdf', 'qr', 'image', 'presentation'), sha256: shape.hash }),
    trust_anchor: shape.hash,
    report: shape.open,
    withheld: shape.sorted(shape.label, (name) => name, MAX_FIELDS),
    software: shape.label,
  },
  { reference: shape.label },
);

/**
 * RFC 7515 §3.1, compact: header and payload are canonical JSON, so that one receipt has one text.
 * @throws FormatError `VERIFICATION_RECEIPT_MALFORMED`
 */
export async function encodeVerificationReceipt(
  claims: VerificationReceiptClaims,
  signer: { readonly keyId: string; readonly sign: Sign },
): Promise<string> {
  const { reference, shown, report } = claims;
  const payload = {
    v: 1,
    jti: claims.id,
    iat: Date.parse(claims.at) / 1000,
    place: claims.place,
    purpose: claims.purpose,
    ...(reference !== undefined && { reference }),
    shown: { kind: shown.kind, sha256: shown.sha256 },
    trust_anchor: claims.trustAnchor,
    report,
    withheld: claims.withheld,
    software: claims.software,
  };
  const text = await signToken(KIND, payload, signer);
  // What is too large or has a high s is refused before anybody archives it.
  parseVerificationReceipt(text);
  return text;
}

/**
 * Reads a verification receipt, in the one form that it has.
 * @throws FormatError `VERIFICATION_RECEIPT_MALFORMED`
 */
export function parseVerificationReceipt(text: string): ParsedVerificationReceipt {
  const { payload, ...token } = readToken(text, KIND);
  return { ...token, claims: readClaims(payload) };
}

function readClaims(value: Json): VerificationReceiptClaims {
  const { v: _, jti: id, iat: at, trust_anchor: trustAnchor, ...claims } = readMembers(value, 'the receipt');
  return { ...claims, id, at, trustAnchor };
}

function readInstant(value: Json | undefined, where: string): string {
  const seconds = shape.count(value, where);
  // The last second of the year 9999.
  if (seconds > 253_402_300_799) throw shape.wrong(where, 'a number of seconds');
  return new Date(seconds * 1000).toISOString();
}
