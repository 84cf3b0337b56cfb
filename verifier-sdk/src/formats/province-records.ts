import { FormatError } from './error.js';
import type { Json, JsonObject } from './json.js';
import { Shape } from './shape.js';
import type { Read } from './shape.js';
import { readUnder } from './under.js';
import type { Under } from './under.js';

/** Algorithms of issuers’ keys. */
export type KeyAlgorithm = 'ES256' | 'RS256';

/** What a key may sign (or, `encrypt`, be encrypted to): one use a key, for ever. */
export const keyUses = ['certificate', 'credential', 'list', 'encrypt', 'relying-party', 'service'] as const;
/** `certificate`: QR codes and PDFs; `credential`: SD-JWTs; the others are of later formats. */
export type KeyUse = (typeof keyUses)[number];

/** Why an issuer's key was revoked: coarse, nothing personal. */
export type KeyReason = string;

interface OfIssuer {
  /** GB 32100 code, 18 characters. */
  readonly issuer: string;
  /** The issuer's version before this record. */
  readonly under: Under;
}

/** What a province’s records say. */
export type ProvinceBody =
  | ({
      /** What is recorded. */
      readonly kind: 'issuer';
      /** 1 to 200 characters. */
      readonly name: string;
      /** Codes of the certificate types that it may issue (21 characters), sorted. */
      readonly types: readonly string[];
    } & OfIssuer)
  | ({
      /** What is recorded. */
      readonly kind: 'key';
      /** First 8 bytes of SHA-256 of the SubjectPublicKeyInfo, hex. */
      readonly kid: string;
      /** RS256 for certificates only. */
      readonly alg: KeyAlgorithm;
      /** The one thing that it may be used for, for ever. */
      readonly use: KeyUse;
      /** Base64 of the SubjectPublicKeyInfo. */
      readonly spki: string;
    } & OfIssuer)
  | ({
      /** What is recorded. */
      readonly kind: 'revoke-key';
      /** Of the key, 16 hex digits. */
      readonly kid: string;
      /** A coarse word, such as `key-compromise`. */
      readonly reason: KeyReason;
    } & OfIssuer)
  | ({
      /** The issuer ends without a successor: nothing may be appended to its log but changes. */
      readonly kind: 'retire';
    } & OfIssuer);

const shape = new Shape('RECORD_MALFORMED');
const own = (text: string): string => text;

/** Reads a list of certificate types, sorted. */
export const readTypes = shape.sorted(shape.code21, own, 1000);
/** Reads the name of an algorithm. */
export const readAlgorithm: Read<KeyAlgorithm> = shape.one('ES256', 'RS256');
/** Reads the use of a key. */
export const readKeyUse: Read<KeyUse> = shape.one(...keyUses);

const readKey = shape.members({
  kid: shape.kid,
  alg: readAlgorithm,
  use: readKeyUse,
  spki: shape.base64,
});

const bodies: { readonly [Kind in ProvinceBody['kind']]: (o: JsonObject, where: string) => void } = {
  issuer: shape.members({ name: shape.label, types: readTypes }),
  key: (o, where) => {
    const { alg, use } = readKey(o, where);
    if (alg === 'RS256' && use !== 'certificate')
      throw shape.wrong(`${where}.use`, 'certificate, for which alone RS256 may be used');
  },
  'revoke-key': shape.members({
    kid: shape.kid,
    reason: shape.text(/^[a-z][a-z-]{0,63}$/, 'a coarse reason'),
  }),
  retire: () => undefined,
};
const readOfIssuer = shape.members({ issuer: shape.code18, under: readUnder });

/** The reader of a kind. @throws FormatError `VERSION_UNKNOWN` for a kind that this software does not know */
export function readerOf<T>(
  readers: { readonly [kind: string]: T },
  kind: Json | undefined,
  where: string,
): T {
  if (typeof kind !== 'string') throw shape.wrong(`${where}.kind`, 'a kind');
  const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (!reader)
    throw new FormatError('VERSION_UNKNOWN', `${where} is of a kind that this software does not know`);
  return reader;
}

/** Checks what a province's record says. @throws FormatError `RECORD_MALFORMED`, `VERSION_UNKNOWN` */
export function readProvinceBody(o: JsonObject, where: string): void {
  const read = readerOf(bodies, o['kind'], where);
  readOfIssuer(o, where);
  read(o, where);
}
