import { decodeCbor, encodeCbor } from './cbor.js';
import type { Cbor, CborMap } from './cbor.js';
import type { CopyClaims } from './credential.js';
import { parseCose, signCose } from './cose.js';
import type { CoseSign1 } from './cose.js';
import { dateAt, endOfDate, startOfDate } from './dates.js';
import { FormatError } from './error.js';
import { sha256 } from './hash.js';
import { identifierRoot, parseIdentifier } from './identifier.js';
import type { Identifier } from './identifier.js';
import type { Sign } from './keys.js';

/** What a certificate's QR code says. Dates are inclusive, in Asia/Shanghai. */
export interface QrClaims {
  /** The issuer's GB 32100 code. */
  readonly issuer: string;
  /** GB/T 36904 identifier; its issuer is `issuer`. */
  readonly identifier: string;
  /** 16 bytes. */
  readonly certId: Uint8Array;
  /** The certificate's name, such as 居住证. */
  readonly name: string;
  /** In full. */
  readonly holderName: string;
  /** Masked. */
  readonly holderNumber: string;
  /** First day of validity, `YYYY-MM-DD`. */
  readonly validFrom: string;
  /** null: 长期, no expiry. */
  readonly validUntil: string | null;
  /** Of a purpose-limited copy only. */
  readonly copy?: CopyClaims;
}

/** A QR payload that was read; not verified. */
export interface ParsedQr extends CoseSign1 {
  /** What it says; nothing of it may be believed before the signature is verified. */
  readonly claims: QrClaims;
  /** `claims.identifier`, in its parts. */
  readonly identifier: Identifier;
}

// CWT claim keys (RFC 8392 §4); the last is from its private use range.
const iss = 1;
const sub = 2;
const exp = 4;
const nbf = 5;
const cti = 7;
const ours = -65537;
const ourVersion = 1;

const lastExp = endOfDate('9999-12-30') / 1000;

function malformed(what: string): FormatError {
  return new FormatError('QR_MALFORMED', `not the claims of a certificate's QR code: ${what}`);
}

/** The identifier without its root and issuer, which the QR code has elsewhere. */
function shorten(identifier: string, issuer: string): string {
  const parts = parseIdentifier(identifier);
  if (parts.issuer !== issuer) throw malformed('the identifier is of another issuer');
  return [parts.type, parts.serial, parts.version, identifier.slice(-1)].join('.');
}

function lengthen(short: string, issuer: string): string {
  const [type = '', ...rest] = short.split('.');
  return [identifierRoot, type, issuer, ...rest].join('.');
}

function writeClaims(claims: QrClaims): Uint8Array {
  const { copy } = claims;
  const limits = copy ? [[copy.of, copy.purpose, copy.user]] : [];
  const map = new Map<number, Cbor>([
    [iss, claims.issuer],
    [sub, shorten(claims.identifier, claims.issuer)],
    [nbf, startOfDate(claims.validFrom) / 1000],
    [cti, claims.certId],
    [ours, [ourVersion, claims.name, claims.holderName, claims.holderNumber, ...limits]],
  ]);
  if (claims.validUntil !== null) map.set(exp, endOfDate(claims.validUntil) / 1000);
  return encodeCbor(map);
}

const isBytes16 = (value: Cbor | undefined): value is Uint8Array =>
  value instanceof Uint8Array && value.length === 16;

function text(value: Cbor | undefined, max: number): string {
  if (typeof value !== 'string' || value.length > max) throw malformed('a text is missing or too long');
  return value;
}

/** The date whose Shanghai midnight this is, `before` milliseconds earlier. */
function date(value: Cbor | undefined, before: number): string {
  if (typeof value !== 'number' || Math.abs(value) > lastExp) throw malformed('a date is missing');
  const found = dateAt(value * 1000 - before);
  if (startOfDate(found) + before !== value * 1000)
    throw malformed('a validity that is not a whole day in China');
  return found;
}

type Own = Pick<QrClaims, 'name' | 'holderName' | 'holderNumber' | 'copy'>;

function readOwn(value: Cbor | undefined): Own {
  const [version, name, holderName, holderNumber, copy, ...more] = itemsOf(value);
  if (typeof version === 'number' && version > ourVersion)
    throw new FormatError('VERSION_UNKNOWN', `claims of version ${version}`);
  if (version !== ourVersion || more.length > 0) throw malformed('a version that this package does not know');
  const own = {
    name: text(name, 100),
    holderName: text(holderName, 200),
    holderNumber: text(holderNumber, 100),
  };
  return copy === undefined ? own : { ...own, copy: readCopy(copy) };
}

function readCopy(value: Cbor): CopyClaims {
  const [of, purpose, user, ...more] = itemsOf(value);
  if (!isBytes16(of) || more.length > 0) throw malformed('the original of a copy');
  return { of, purpose: text(purpose, 200), user: text(user, 200) };
}

const itemsOf = (value: Cbor | undefined): readonly Cbor[] =>
  Array.isArray(value) ? (value as readonly Cbor[]) : [];

const known = new Set<number | string>([iss, sub, exp, nbf, cti, ours]);

/** Who signed a QR payload, by which key, whatever the version of its claims. */
export interface QrSigner extends CoseSign1 {
  /** GB 32100 code, 18 characters; nothing proves it before the signature is verified. */
  readonly issuer: string;
}

/**
 * Reads who signed a QR payload, for whoever is to tell an authentic payload of later software from a forgery.
 * @throws FormatError as {@link parseQr}, but never `VERSION_UNKNOWN`
 */
export function parseQrSigner(cose: Uint8Array): QrSigner {
  const parsed = parseCose(cose);
  const map = decodeCbor(parsed.payload, { length: 4096, depth: 8 });
  if (!(map instanceof Map)) throw malformed('no map');
  return { ...parsed, issuer: text((map as CborMap).get(iss), 18) };
}

function readClaims(map: CborMap): Pick<ParsedQr, 'claims' | 'identifier'> {
  const own = readOwn(map.get(ours));
  for (const key of map.keys()) if (!known.has(key)) throw malformed('an unknown claim');
  const issuer = text(map.get(iss), 18);
  const certId = map.get(cti);
  if (!isBytes16(certId)) throw malformed('the certId');
  const identifier = lengthen(text(map.get(sub), 80), issuer);
  const claims = {
    issuer,
    identifier,
    certId,
    ...own,
    validFrom: date(map.get(nbf), 0),
    validUntil: map.has(exp) ? date(map.get(exp), 86_400_000) : null,
  };
  return { claims, identifier: parseIdentifier(identifier) };
}

/**
 * Writes and signs a QR payload: COSE_Sign1 (RFC 9052) over CWT claims (RFC 8392); first byte 0xD2.
 * @throws FormatError `QR_MALFORMED`, `CBOR_MALFORMED` or `IDENTIFIER_MALFORMED`
 */
export async function signQr(claims: QrClaims, key: { kid: Uint8Array; sign: Sign }): Promise<Uint8Array> {
  const payload = writeClaims(claims);
  parseClaims(payload);
  return signCose(payload, key);
}

function parseClaims(payload: Uint8Array): Pick<ParsedQr, 'claims' | 'identifier'> {
  const map = decodeCbor(payload, { length: 4096, depth: 8 });
  if (!(map instanceof Map)) throw malformed('no map');
  return readClaims(map as CborMap);
}

/**
 * Reads a QR payload. The signature is NOT verified: nothing of it may be believed yet.
 * @throws FormatError `QR_MALFORMED` and those of its parts; `VERSION_UNKNOWN` for claims of later software
 */
export function parseQr(cose: Uint8Array): ParsedQr {
  const parsed = parseCose(cose);
  return { ...parsed, ...parseClaims(parsed.payload) };
}

/** SHA-256 of the COSE bytes, inflated: what the leaf commits to. */
export function qrDigest(cose: Uint8Array): Promise<Uint8Array> {
  return sha256(cose);
}
