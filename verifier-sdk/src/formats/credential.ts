import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from './bytes.js';
import { MAX_FIELDS, expectField, malformed, readPayload, shape, writePayload } from './credential-claims.js';
import type { CredentialClaims } from './credential-claims.js';
import { isLowS } from './ecdsa.js';
import { sha256 } from './hash.js';
import { canonicalJson, parseJson } from './json.js';
import type { Json } from './json.js';
import type { Identifier } from './identifier.js';
import { readJws, signJws } from './jws.js';
import type { CompactJws } from './jws.js';
import { importKey } from './keys.js';
import type { Sign } from './keys.js';

export type { CopyClaims, CredentialClaims, FieldTitle, HolderFields } from './credential-claims.js';

/** One disclosed field of a credential. */
export interface Disclosure {
  /** Key of the field. */
  readonly name: string;
  /** Its value, JSON. */
  readonly value: Json;
  /** As it stands in the text: base64url of `[salt, name, value]`. */
  readonly encoded: string;
}

/** A credential or presentation that was read. The signature is NOT verified: nothing of it may be believed yet. */
export interface Credential extends CredentialClaims {
  /** `identifier`, in its parts, and whether its check character fits. */
  readonly identifierParts: Identifier;
  /** The issuer-signed JWT. */
  readonly jwt: string;
  /** What the issuer's signature is over: the JWT's header and payload, as ASCII. */
  readonly toBeSigned: Uint8Array;
  /** The issuer's signature, ES256: r‖s, 64 bytes. */
  readonly signature: Uint8Array;
  /** In the order of the text. */
  readonly disclosures: readonly Disclosure[];
  /** How many claims are not disclosed. */
  readonly hidden: number;
  /** The key binding JWT of a presentation, not verified. */
  readonly keyBinding?: string;
}

/** SD-JWT VC's media type, in the `typ` header (draft-ietf-oauth-sd-jwt-vc §3.2.1). */
const CREDENTIAL_TYPE = 'dc+sd-jwt';
const MAX_CHARACTERS = 262_144;
const HEADER = ['alg', 'kid', 'typ'];
const readAlgorithm = shape.one('ES256');
const readType = shape.one(CREDENTIAL_TYPE);

/** RFC 9901 §4.2.3: over the ASCII of the encoded disclosure. */
export function disclosureDigest(encoded: string): Promise<string> {
  return digestOf(utf8(encoded));
}

const digestOf = async (encoded: Uint8Array): Promise<string> => toBase64Url(await sha256(encoded));

const SALT = 16;

/** So many salts, one after the other; drawn at once, since each draw costs as much as a hash. */
function randomSalts(count: number): () => Uint8Array {
  const drawn = crypto.getRandomValues(new Uint8Array(SALT * count));
  let at = 0;
  return () => drawn.subarray(at, (at += SALT));
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
  const fields = Object.entries(claims.fields);
  const salt = options.salt ?? randomSalts(fields.length);
  const disclosures = fields.map(([name, value]) => {
    expectField(name, value);
    return toBase64Url(utf8(canonicalJson([toBase64Url(salt()), name, value])));
  });
  for (const key of Object.values(claims.holder ?? {}) as string[]) {
    if (!Object.hasOwn(claims.fields, key)) throw malformed(`the holder by ${key}, which is no field of it`);
  }
  const digests = await Promise.all(disclosures.map(disclosureDigest));
  const payload = writePayload(claims, digests.sort());
  readPayload(payload);
  const header = { alg: 'ES256', kid: shape.kid(claims.kid, 'kid'), typ: CREDENTIAL_TYPE };
  const jwt = await signJws(header, payload, sign);
  return { text: [jwt, ...disclosures, ''].join('~'), jwt };
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
  if (text.length > MAX_CHARACTERS) throw malformed('too long');
  const [jwt = '', ...others] = text.split('~');
  const keyBinding = others.pop();
  if (keyBinding === undefined || others.length > MAX_FIELDS) throw malformed('no disclosures, or too many');
  // All parts are read and hashed as bytes of the one text; of other characters than ASCII none could be read.
  const bytes = utf8(text);
  if (bytes.length !== text.length) throw malformed('characters that no part of it has');
  const { header, payload, input, signature } = readIssued(bytes.subarray(0, jwt.length));
  const head = shape.object(header, 'the header', HEADER);
  readAlgorithm(head['alg'], 'alg');
  readType(head['typ'], 'typ');
  const claims = readPayload(payload);
  const announced = new Set(claims.digests);
  const disclosures: Disclosure[] = [];
  const fields: Record<string, Json> = {};
  let at = jwt.length + 1;
  for (const encoded of others) {
    const own = bytes.subarray(at, at + encoded.length);
    at += encoded.length + 1;
    const disclosure = readDisclosure(encoded, own);
    disclosures.push(disclosure);
    fields[disclosure.name] = disclosure.value;
    const digest = await digestOf(own);
    if (!announced.has(digest)) throw malformed('a disclosure that the issuer did not sign');
  }
  // So is a disclosure that is there twice.
  if (Object.keys(fields).length !== disclosures.length) throw malformed('a field twice');
  return {
    ...claims.credential,
    kid: shape.kid(head['kid'], 'kid'),
    fields,
    jwt,
    toBeSigned: input,
    signature,
    disclosures,
    hidden: announced.size - disclosures.length,
    ...(keyBinding !== '' && { keyBinding }),
  };
}

function readDisclosure(encoded: string, bytes: Uint8Array): Disclosure {
  let parts: Json;
  try {
    parts = parseJson(fromUtf8(fromBase64Url(bytes)), { length: 65_536, depth: 8 });
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

/**
 * Whether the issuer's key (SubjectPublicKeyInfo, DER) signed the credential by ES256 with low s.
 * @param credential one that was read, or its issuer-signed JWT
 * @throws FormatError when the JWT cannot be read (`CREDENTIAL_MALFORMED`) or the key is not one of P-256
 */
export async function verifyCredential(
  credential: string | Pick<Credential, 'toBeSigned' | 'signature'>,
  spki: Uint8Array,
): Promise<boolean> {
  const { toBeSigned, signature } = typeof credential === 'string' ? signedPart(credential) : credential;
  const key = await importKey('ES256', spki);
  return key.verify(toBeSigned, signature);
}

/** The issuer-signed JWT. */
function readIssued(jwt: string | Uint8Array): CompactJws {
  const read = readJws(jwt, 'CREDENTIAL_MALFORMED');
  if (!isLowS(read.signature)) throw malformed('a signature that is not 64 bytes with low s');
  return read;
}

function signedPart(jwt: string): Pick<Credential, 'toBeSigned' | 'signature'> {
  const { input, signature } = readIssued(jwt);
  return { toBeSigned: input, signature };
}
