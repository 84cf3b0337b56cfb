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
  /** Of a wallet credential 钱包凭证 only, which then has no `copy`; `identifier` is its original's. */
  readonly wallet?: WalletClaims;
}

/** What binds a wallet credential to a resident's device; it is valid at most 30 days and as long as its original. */
export interface WalletClaims {
  /** certId of the original, 16 bytes; it has the same issuer. */
  readonly of: Uint8Array;
  /** The device's key on P-256: its point, compressed (SEC 1 §2.3.3), 33 bytes. */
  readonly deviceKey: Uint8Array;
  /** Whether the device attested that the key cannot leave it. */
  readonly keyKind: DeviceKeyKind;
  /** Who acts for the holder, on whose device the key is; of a delegation 代办授权 only. */
  readonly delegate?: DelegateClaims;
}

/** Where a device's key is kept: by a browser's software, or in hardware that attested it. */
export type DeviceKeyKind = 'software' | 'attested';

/** Who may show a certificate for its holder, and for what. */
export interface DelegateClaims {
  /** In full. */
  readonly name: string;
  /** Masked. */
  readonly number: string;
  /** Codes of the items that it may be shown for, at most 16; none: for any. */
  readonly items: readonly string[];
}

/** What an item's code is: letters, digits, `.`, `_` and `-`, at most 32. */
export const itemCode = /^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$/;

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
/** 1: a certificate or a copy of it; 2: a wallet credential, which software of before must not take for either. */
const plainVersion = 1;
const walletVersion = 2;
const keyKinds: readonly DeviceKeyKind[] = ['software', 'attested'];
const maxWalletLife = 30 * 86_400;

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
  const { wallet } = claims;
  const map = new Map<number, Cbor>([
    [iss, claims.issuer],
    [sub, shorten(claims.identifier, claims.issuer)],
    [nbf, startOfDate(claims.validFrom) / 1000],
    [cti, claims.certId],
    [
      ours,
      [
        wallet ? walletVersion : plainVersion,
        claims.name,
        claims.holderName,
        claims.holderNumber,
        ...limitsOf(claims),
      ],
    ],
  ]);
  if (claims.validUntil !== null) map.set(exp, endOfDate(claims.validUntil) / 1000);
  return encodeCbor(map);
}

function limitsOf({ copy, wallet }: QrClaims): readonly Cbor[] {
  if (copy && wallet) throw malformed('both a copy and a wallet credential');
  if (copy) return [[copy.of, copy.purpose, copy.user]];
  if (!wallet) return [];
  const { of, deviceKey, keyKind, delegate } = wallet;
  const acting = delegate ? [[delegate.name, delegate.number, ...delegate.items]] : [];
  return [of, deviceKey, keyKinds.indexOf(keyKind), ...acting];
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

type Own = Pick<QrClaims, 'name' | 'holderName' | 'holderNumber' | 'copy' | 'wallet'>;

function readOwn(value: Cbor | undefined): Own {
  const [version, name, holderName, holderNumber, ...limits] = itemsOf(value);
  if (typeof version === 'number' && version > walletVersion)
    throw new FormatError('VERSION_UNKNOWN', `claims of version ${version}`);
  const own = {
    name: text(name, 100),
    holderName: text(holderName, 200),
    holderNumber: text(holderNumber, 100),
  };
  if (version === walletVersion) return { ...own, wallet: readWallet(limits) };
  const [copy, ...more] = limits;
  if (version !== plainVersion || more.length > 0)
    throw malformed('a version that this package does not know');
  return copy === undefined ? own : { ...own, copy: readCopy(copy) };
}

function readWallet([of, deviceKey, kind, acting, ...more]: readonly Cbor[]): WalletClaims {
  const keyKind = typeof kind === 'number' ? keyKinds[kind] : undefined;
  const isKey = deviceKey instanceof Uint8Array && deviceKey.length === 33;
  if (!isBytes16(of) || !isKey || !keyKind || more.length > 0) throw malformed('a wallet credential');
  const bound = { of, deviceKey, keyKind };
  return acting === undefined ? bound : { ...bound, delegate: readDelegate(acting) };
}

function readDelegate(value: Cbor): DelegateClaims {
  const [name, number, ...items] = itemsOf(value);
  const isItem = (item: Cbor): item is string => typeof item === 'string' && itemCode.test(item);
  if (items.length > 16 || !items.every(isItem)) throw malformed('the items of a delegation');
  return { name: text(name, 200), number: text(number, 100), items };
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
  if (own.wallet) checkWalletLife(map);
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

/** A lost device must not show for long what nobody reported: 30 days at most. */
function checkWalletLife(map: CborMap): void {
  const [from, until] = [map.get(nbf), map.get(exp)];
  const isShort =
    typeof from === 'number' && typeof until === 'number' && until > from && until - from <= maxWalletLife;
  if (!isShort) throw malformed('a wallet credential of more than 30 days');
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
