import { fromHex, toHex } from './bytes.js';
import { dateAt, endOfDate, startOfDate } from './dates.js';
import { FormatError } from './error.js';
import { parseIdentifier } from './identifier.js';
import type { Identifier } from './identifier.js';
import type { Json, JsonObject } from './json.js';
import { publicJwkReader } from './jwk.js';
import type { PublicJwk } from './jwk.js';
import { Shape } from './shape.js';
import type { Read } from './shape.js';

/** What a field is called, in both languages of a window. */
export interface FieldTitle {
  /** Key of the field. */
  readonly field: string;
  /** Simplified Chinese. */
  readonly zh: string;
  /** English. */
  readonly en: string;
}

/** Keys of the fields that name and number the holder 持证主体, as the certificate type has them. */
export interface HolderFields {
  /** Key of the field with the holder's name. */
  readonly name: string;
  /** Key of the field with the holder's number, unmasked: GB 11643, GB 32100 or what the type has. */
  readonly number: string;
}

/** What an issuer says in a credential. Dates are inclusive, `YYYY-MM-DD`, in Asia/Shanghai. */
export interface CredentialClaims {
  /** The issuer's GB 32100 code. */
  readonly issuer: string;
  /** 16 lower-case hex: which of the issuer's keys signs. */
  readonly kid: string;
  /** 21 characters. */
  readonly typeCode: string;
  /** Version of the certificate type, from 1. */
  readonly typeVersion: number;
  /** The certificate's name, such as 居住证. */
  readonly typeName: string;
  /** GB/T 36904 identifier, of the same issuer and type. */
  readonly identifier: string;
  /** 16 bytes. */
  readonly certId: Uint8Array;
  /** Day of issue. */
  readonly issuedOn: string;
  /** First day of validity. */
  readonly validFrom: string;
  /** null: 长期, no expiry. */
  readonly validUntil: string | null;
  /** Every one of them selectively disclosable. */
  readonly fields: Readonly<Record<string, Json>>;
  /** What the type's fields are called, in their order on the page: a window need not know the type. */
  readonly titles?: readonly FieldTitle[];
  /** Which of the fields say who holds it: a window compares these, whatever the type calls them. */
  readonly holder?: HolderFields;
  /** To which the credential is bound. */
  readonly holderKey?: PublicJwk;
  /** Of a purpose-limited copy only. */
  readonly copy?: CopyClaims;
}

/** What makes a certificate a purpose-limited copy 加注件: good for one purpose and one user, as long as its original is. */
export interface CopyClaims {
  /** certId of the original, 16 bytes; it has the same issuer. */
  readonly of: Uint8Array;
  /** What it may be used for, like 办理公积金提取. */
  readonly purpose: string;
  /** Who may use it. */
  readonly user: string;
}

const VCT = /^urn:certbridge:certificate:([0-9A-Z]{21}):([1-9][0-9]{0,5})$/;
/** The most fields, disclosed or not. */
export const MAX_FIELDS = 128;

const CLAIMS = [
  'iss',
  'vct',
  'vct_name',
  'identifier',
  'jti',
  'iat',
  'nbf',
  'exp',
  'cnf',
  'copy',
  'titles',
  'holder',
  '_sd',
  '_sd_alg',
];
/** Names that a field may not have: the claims above, those of RFC 7519 §4.1 and of SD-JWT VC. */
const RESERVED: ReadonlySet<string> = new Set([
  ...CLAIMS,
  'sub',
  // An object by RFC 9493.
  'sub_id',
  'aud',
  'status',
  'aka_vcts',
  '...',
  'vct#integrity',
  '__proto__',
]);
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

export const shape = new Shape('CREDENTIAL_MALFORMED');
const readTitle = shape.list(shape.label, 3, 3);
const vct = shape.text(VCT, 'a certificate type and version');
const digestText = shape.text(/^[A-Za-z0-9_-]{43}$/, 'a SHA-256 in base64url');

export const malformed = (what: string, options?: ErrorOptions): FormatError =>
  new FormatError('CREDENTIAL_MALFORMED', `not a credential: ${what}`, options);

/** The issuer-signed claims (SD-JWT VC), fields by their digests only. */
export function writePayload(claims: CredentialClaims, digests: readonly string[]): JsonObject {
  const { holderKey, holder, copy, validUntil } = claims;
  return {
    iss: claims.issuer,
    vct: `urn:certbridge:certificate:${claims.typeCode}:${claims.typeVersion}`,
    vct_name: claims.typeName,
    identifier: claims.identifier,
    jti: toHex(claims.certId),
    iat: startOfDate(claims.issuedOn) / 1000,
    nbf: startOfDate(claims.validFrom) / 1000,
    ...(validUntil !== null && { exp: endOfDate(validUntil) / 1000 }),
    ...(holderKey && { cnf: { jwk: { kty: 'EC', crv: 'P-256', x: holderKey.x, y: holderKey.y } } }),
    ...(copy && { copy: { of: toHex(copy.of), purpose: copy.purpose, user: copy.user } }),
    ...(claims.titles && { titles: claims.titles.map(({ field, zh, en }) => [field, zh, en]) }),
    ...(holder && { holder: { name: holder.name, number: holder.number } }),
    _sd: digests,
    _sd_alg: 'sha-256',
  };
}

const isFieldName = (name: string): boolean => !RESERVED.has(name) && FIELD_NAME.test(name);

/** A field that may be disclosed. @throws FormatError `CREDENTIAL_MALFORMED` */
export function expectField(name: string, value: Json): void {
  if (!isFieldName(name)) throw malformed('a field of a name that is reserved');
  expectPlain(value);
}

/** No disclosure within a disclosure (RFC 9901 §4.2.6): our issuers make none, so there is nothing to hide in. */
function expectPlain(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '_sd') || Object.hasOwn(value, '...'))
    throw malformed('a disclosure within a disclosure');
  Object.values(value as JsonObject).forEach(expectPlain);
}

type Signed = Omit<CredentialClaims, 'kid' | 'fields'> & { readonly identifierParts: Identifier };

/** @throws FormatError `CREDENTIAL_MALFORMED` */
export function readPayload(payload: Json): { credential: Signed; digests: readonly string[] } {
  const claims = shape.object(payload, 'the payload', CLAIMS);
  shape.one('sha-256')(claims['_sd_alg'], '_sd_alg');
  const digests = shape.sorted(digestText, (text) => text, MAX_FIELDS)(claims['_sd'], '_sd');
  const [, typeCode = '', typeVersion = ''] = VCT.exec(vct(claims['vct'], 'vct')) ?? [];
  const issuer = shape.code18(claims['iss'], 'iss');
  const { cnf, copy, titles, holder, exp } = claims;
  const credential = {
    issuer,
    typeCode,
    typeVersion: Number(typeVersion),
    typeName: shape.label(claims['vct_name'], 'vct_name'),
    ...readIdentifier(claims['identifier'], issuer, typeCode),
    certId: fromHex(shape.hex32(claims['jti'], 'jti')),
    issuedOn: readDate(claims['iat'], 0),
    validFrom: readDate(claims['nbf'], 0),
    validUntil: exp === undefined ? null : readDate(exp, 86_400_000),
    ...(cnf !== undefined && { holderKey: readConfirmation(cnf, 'cnf').jwk }),
    ...(copy !== undefined && { copy: readCopy(copy) }),
    ...(titles !== undefined && { titles: readTitles(titles, 'titles') }),
    ...(holder !== undefined && { holder: readHolder(holder, 'holder') }),
  };
  return { credential, digests };
}

const readTitles = shape.list((value, where): FieldTitle => {
  const [field = '', zh = '', en = ''] = readTitle(value, where);
  if (!isFieldName(field)) throw malformed('a title of no field');
  return { field, zh, en };
}, MAX_FIELDS);

function readFieldName(value: Json | undefined): string {
  if (typeof value !== 'string' || !isFieldName(value)) throw malformed('a holder by no field');
  return value;
}

const readHolder: Read<HolderFields> = shape.exactly({ name: readFieldName, number: readFieldName });
const readConfirmation = shape.exactly({ jwk: publicJwkReader(shape) });
const copyMembers = shape.exactly({ of: shape.hex32, purpose: shape.label, user: shape.label });

function readCopy(value: Json): CopyClaims {
  const copy = copyMembers(value, 'copy');
  return { ...copy, of: fromHex(copy.of) };
}

function readIdentifier(
  value: Json | undefined,
  issuer: string,
  typeCode: string,
): Pick<Signed, 'identifier' | 'identifierParts'> {
  const identifier = shape.label(value, 'identifier');
  const identifierParts = parseIdentifier(identifier);
  if (identifierParts.issuer !== issuer || identifierParts.type !== typeCode)
    throw malformed('an identifier of another issuer or type');
  return { identifier, identifierParts };
}

/** The date whose midnight in Shanghai this is, `before` milliseconds earlier. */
function readDate(value: Json | undefined, before: number): string {
  const at = typeof value === 'number' ? value * 1000 - before : NaN;
  if (!Number.isSafeInteger(at) || Math.abs(at) > 8e15)
    throw malformed('a time that is no number of seconds');
  const date = dateAt(at);
  if (startOfDate(date) !== at) throw malformed('a validity that is not a whole day in China');
  return date;
}
