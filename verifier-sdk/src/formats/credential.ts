import { fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex, utf8 } from './bytes.js';
import { dateAt, endOfDate, isDate, startOfDate } from './dates.js';
import { isLowS } from './ecdsa.js';
import { FormatError } from './error.js';
import { sha256 } from './hash.js';
import { parseIdentifier } from './identifier.js';
import { canonicalJson, parseJson } from './json.js';
import type { Json, JsonObject } from './json.js';
import { readJws, signJws } from './jws.js';
import { readPublicJwk } from './jwk.js';
import type { PublicJwk } from './jwk.js';
import { importKey } from './keys.js';
import type { Sign } from './keys.js';
import { Shape } from './shape.js';

/** What a field is called, in both languages of a window. */
export interface FieldTitle {
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

/** What an issuer says in a credential. Dates are inclusive, `YYYY-MM-DD`, in Asia/Shanghai. */
export interface CredentialClaims {
  /** The issuer's GB 32100 code. */
  readonly issuer: string;
  /** 16 lower-case hex: which of the issuer's keys signs. */
  readonly kid: string;
  /** 21 characters. */
  readonly typeCode: string;
  readonly typeVersion: number;
  /** The certificate's name, such as 居住证. */
  readonly typeName: string;
  /** GB/T 36904 identifier, of the same issuer and type. */
  readonly identifier: string;
  /** 16 bytes. */
  readonly certId: Uint8Array;
  readonly issuedOn: string;
  readonly validFrom: string;
  /** null: 长期, no expiry. */
  readonly validUntil: string | null;
  /** Every one of them selectively disclosable. */
  readonly fields: Readonly<Record<string, Json>>;
  /** What the type's fields are called, in their order on the page: a window need not know the type. */
  readonly titles?: readonly FieldTitle[];
  /** To which the credential is bound. */
  readonly holderKey?: PublicJwk;
  /** Of a purpose-limited copy: the original's certId. */
  readonly copyOf?: Uint8Array;
  readonly purpose?: string;
}

/** One disclosed field of a credential. */
export interface Disclosure {
  readonly name: string;
  readonly value: Json;
  /** As it stands in the text: base64url of `[salt, name, value]`. */
  readonly encoded: string;
}

/** A credential or presentation that was read. The signature is NOT verified: nothing of it may be believed yet. */
export interface Credential extends CredentialClaims {
  /** The issuer-signed JWT. */
  readonly jwt: string;
  readonly disclosures: readonly Disclosure[];
  /** How many claims are not disclosed. */
  readonly hidden: number;
  /** The key binding JWT of a presentation, not verified. */
  readonly keyBinding?: string;
}

/** SD-JWT VC's media type, in the `typ` header (draft-ietf-oauth-sd-jwt-vc §3.2.1). */
const CREDENTIAL_TYPE = 'dc+sd-jwt';
const VCT = /^urn:certbridge:certificate:([0-9A-Z]{21}):([1-9][0-9]{0,5})$/;
const MOST_CHARACTERS = 262_144;
const MOST_FIELDS = 128;

const CLAIMS = [
  'iss',
  'vct',
  'vct_name',
  'sub_id',
  'jti',
  'iat',
  'nbf',
  'exp',
  'cnf',
  'copy_of',
  'purpose',
  'titles',
  '_sd',
  '_sd_alg',
];
/** Names that a field may not have: the claims above, those of RFC 7519 §4.1 and of SD-JWT VC. */
const RESERVED: ReadonlySet<string> = new Set([
  ...CLAIMS,
  'sub',
  'aud',
  'status',
  '...',
  'vct#integrity',
  '__proto__',
]);
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

const shape = new Shape('CREDENTIAL_MALFORMED');
const readTitle = shape.list(shape.label, 3, 3);
const vct = shape.text(VCT, 'a certificate type and version');
const digestText = shape.text(/^[A-Za-z0-9_-]{43}$/, 'a SHA-256 in base64url');

const malformed = (what: string, options?: ErrorOptions): FormatError =>
  new FormatError('CREDENTIAL_MALFORMED', `not a credential: ${what}`, options);

/** RFC 9901 §4.2.3: over the ASCII of the encoded disclosure. */
export async function disclosureDigest(encoded: string): Promise<string> {
  return toBase64Url(await sha256(utf8(encoded)));
}

function randomSalt(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16));
}

/**
 * Issues an SD-JWT VC (RFC 9901): every field a disclosure of its own with a salt of 128 bits.
 * The same claims and salts always give the same payload.
 * @throws FormatError when the claims contradict one another
 */
export async function issueCredential(
  claims: CredentialClaims,
  sign: Sign,
  options: { readonly salt?: () => Uint8Array } = {},
): Promise<{ text: string; jwt: string }> {
  const salt = options.salt ?? randomSalt;
  const disclosures = Object.entries(claims.fields).map(([name, value]) => {
    expectField(name, value);
    return toBase64Url(utf8(canonicalJson([toBase64Url(salt()), name, value])));
  });
  const digests = await Promise.all(disclosures.map(disclosureDigest));
  const payload = writePayload(claims, digests.sort());
  readPayload(payload);
  const header = { alg: 'ES256', kid: shape.kid(claims.kid, 'kid'), typ: CREDENTIAL_TYPE };
  const jwt = await signJws(header, payload, sign);
  return { text: [jwt, ...disclosures, ''].join('~'), jwt };
}

function writePayload(claims: CredentialClaims, digests: readonly string[]): JsonObject {
  const { holderKey, copyOf, purpose, validUntil } = claims;
  return {
    iss: claims.issuer,
    vct: `urn:certbridge:certificate:${claims.typeCode}:${claims.typeVersion}`,
    vct_name: claims.typeName,
    sub_id: claims.identifier,
    jti: toHex(claims.certId),
    iat: startOfDate(claims.issuedOn) / 1000,
    nbf: startOfDate(claims.validFrom) / 1000,
    ...(validUntil !== null && { exp: endOfDate(validUntil) / 1000 }),
    ...(holderKey && { cnf: { jwk: { kty: 'EC', crv: 'P-256', x: holderKey.x, y: holderKey.y } } }),
    ...(copyOf && { copy_of: toHex(copyOf) }),
    ...(purpose !== undefined && { purpose }),
    ...(claims.titles && { titles: claims.titles.map(({ field, zh, en }) => [field, zh, en]) }),
    _sd: digests,
    _sd_alg: 'sha-256',
  };
}

/** SHA-256 of the issuer-signed JWT: what the leaf commits to. */
export function credentialDigest(jwt: string): Promise<Uint8Array> {
  return sha256(utf8(jwt));
}

/**
 * Reads a credential, with all disclosures or some, with a key binding JWT or none.
 * @throws FormatError `CREDENTIAL_MALFORMED`
 */
export async function parseCredential(text: string): Promise<Credential> {
  if (text.length > MOST_CHARACTERS) throw malformed('too long');
  const [jwt = '', ...others] = text.split('~');
  const keyBinding = others.pop();
  if (keyBinding === undefined || others.length > MOST_FIELDS) throw malformed('no disclosures, or too many');
  const { header, payload } = readJws(jwt, 'CREDENTIAL_MALFORMED');
  const head = shape.object(header, 'the header', ['alg', 'kid', 'typ']);
  shape.one('ES256')(head['alg'], 'alg');
  shape.one(CREDENTIAL_TYPE)(head['typ'], 'typ');
  const claims = readPayload(payload);
  const disclosures = others.map(readDisclosure);
  const digests = await Promise.all(others.map(disclosureDigest));
  const announced = new Set(claims.digests);
  if (new Set(digests).size !== digests.length || !digests.every((digest) => announced.has(digest))) {
    throw malformed('a disclosure that the issuer did not sign, or twice');
  }
  const fields = Object.fromEntries(disclosures.map(({ name, value }) => [name, value]));
  if (Object.keys(fields).length !== disclosures.length) throw malformed('a field twice');
  return {
    ...claims.credential,
    kid: shape.kid(head['kid'], 'kid'),
    fields,
    jwt,
    disclosures,
    hidden: announced.size - digests.length,
    ...(keyBinding !== '' && { keyBinding }),
  };
}

function readDisclosure(encoded: string): Disclosure {
  let parts: Json;
  try {
    parts = parseJson(fromUtf8(fromBase64Url(encoded)), { length: 65_536, depth: 8 });
  } catch (cause) {
    throw malformed('a disclosure that cannot be read', { cause });
  }
  const [salt, name, value, ...more] = Array.isArray(parts) ? (parts as readonly Json[]) : [];
  if (
    typeof salt !== 'string' ||
    salt.length < 22 ||
    typeof name !== 'string' ||
    value === undefined ||
    more.length > 0
  ) {
    throw malformed('a disclosure that is not [salt, name, value]');
  }
  expectField(name, value);
  return { name, value, encoded };
}

function expectField(name: string, value: Json): void {
  if (RESERVED.has(name) || !FIELD_NAME.test(name)) throw malformed('a field of a name that is reserved');
  expectPlain(value);
}

/** No disclosure within a disclosure (RFC 9901 §4.2.6): our issuers make none, so there is nothing to hide in. */
function expectPlain(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '_sd') || Object.hasOwn(value, '...'))
    throw malformed('a disclosure within a disclosure');
  Object.values(value as JsonObject).forEach(expectPlain);
}

type Signed = Omit<CredentialClaims, 'kid' | 'fields'>;

function readPayload(payload: Json): { credential: Signed; digests: readonly string[] } {
  const claims = shape.object(payload, 'the payload', CLAIMS);
  shape.one('sha-256')(claims['_sd_alg'], '_sd_alg');
  const digests = shape.sorted(digestText, (text) => text, MOST_FIELDS)(claims['_sd'], '_sd');
  const [, typeCode = '', typeVersion = ''] = VCT.exec(vct(claims['vct'], 'vct')) ?? [];
  const issuer = shape.code18(claims['iss'], 'iss');
  const { cnf, copy_of: copyOf, purpose, titles, exp } = claims;
  const credential = {
    issuer,
    typeCode,
    typeVersion: Number(typeVersion),
    typeName: shape.label(claims['vct_name'], 'vct_name'),
    identifier: readIdentifier(claims['sub_id'], issuer, typeCode),
    certId: fromHex(shape.hex32(claims['jti'], 'jti')),
    issuedOn: readDate(claims['iat'], 0),
    validFrom: readDate(claims['nbf'], 0),
    validUntil: exp === undefined ? null : readDate(exp, 86_400_000),
    ...(cnf !== undefined && {
      holderKey: readPublicJwk(shape.object(cnf, 'cnf', ['jwk'])['jwk'], 'cnf.jwk', shape),
    }),
    ...(copyOf !== undefined && { copyOf: fromHex(shape.hex32(copyOf, 'copy_of')) }),
    ...(purpose !== undefined && { purpose: shape.label(purpose, 'purpose') }),
    ...(titles !== undefined && { titles: readTitles(titles, 'titles') }),
  };
  return { credential, digests };
}

const readTitles = shape.list((value, where): FieldTitle => {
  const [field = '', zh = '', en = ''] = readTitle(value, where);
  if (RESERVED.has(field) || !FIELD_NAME.test(field)) throw malformed('a title of no field');
  return { field, zh, en };
}, MOST_FIELDS);

function readIdentifier(value: Json | undefined, issuer: string, typeCode: string): string {
  const identifier = shape.label(value, 'sub_id');
  const parts = parseIdentifier(identifier);
  if (parts.issuer !== issuer || parts.type !== typeCode)
    throw malformed('an identifier of another issuer or type');
  return identifier;
}

/** The date whose midnight in Shanghai this is, `before` milliseconds earlier. */
function readDate(value: Json | undefined, before: number): string {
  const at = typeof value === 'number' ? value * 1000 - before : NaN;
  if (!Number.isSafeInteger(at) || Math.abs(at) > 8e15)
    throw malformed('a time that is no number of seconds');
  const date = dateAt(at);
  if (!isDate(date) || startOfDate(date) !== at)
    throw malformed('a validity that is not a whole day in China');
  return date;
}

/**
 * Whether the issuer's key (SubjectPublicKeyInfo, DER) signed the credential by ES256 with low s.
 * @throws FormatError when the key is not one of P-256
 */
export async function verifyCredential(jwt: string, spki: Uint8Array): Promise<boolean> {
  const { input, signature } = readJws(jwt, 'CREDENTIAL_MALFORMED');
  if (!isLowS(signature)) return false;
  const key = await importKey('ES256', spki);
  return key.verify(input, signature);
}
