import { z } from 'zod';
import { databaseUrl, duration, host, httpUrl, issuerUrl, paths, size, text, wholeNumber } from './values.js';

interface Definition<S extends z.ZodType> {
  readonly schema: S;
  /** Completes "NAME is …: it should be". */
  readonly shouldBe: string;
  /** Never shown. */
  readonly secret?: true;
}

const define = <S extends z.ZodType>(schema: S, shouldBe: string): Definition<S> => ({ schema, shouldBe });
const secret = <S extends z.ZodType>(schema: S, shouldBe: string): Definition<S> => ({
  schema,
  shouldBe,
  secret: true,
});

/** Every setting, by the name of its environment variable. A default stands in the schema. */
export const definitions = {
  CERTBRIDGE_DATA: define(text.prefault('data'), 'the path of a folder for data and keys'),
  CERTBRIDGE_HOST: define(text.prefault('127.0.0.1'), 'the address to listen on, like 127.0.0.1 or 0.0.0.0'),
  CERTBRIDGE_PORT: define(wholeNumber(0, 65_535).prefault('8080'), 'a port, a whole number from 0 to 65535'),
  CERTBRIDGE_PUBLIC_URL: define(
    httpUrl.optional(),
    'the address under which others reach this service, like https://certificates.example.cn',
  ),
  CERTBRIDGE_PUBLIC_HOST: define(
    host.optional(),
    'the host that QR codes name, like certificates.example.cn',
  ),
  DATABASE_URL: secret(
    databaseUrl.optional(),
    'the address of a PostgreSQL database, like postgresql://user:password@host:5432/certbridge',
  ),
  CERTBRIDGE_DATABASE_CONNECTIONS: define(
    wholeNumber(2, 500).prefault('10'),
    'a number of connections from 2 to 500',
  ),
  CERTBRIDGE_LEDGER: define(paths.optional(), 'the path of a ledger file, or several separated by commas'),
  CERTBRIDGE_BATCH_SIZE: define(
    wholeNumber(1, 100_000).prefault('1000'),
    'a number of certificates from 1 to 100000',
  ),
  CERTBRIDGE_BATCH_AGE: define(duration.prefault('2s'), 'a duration, like 500ms, 2s or 5m'),
  CERTBRIDGE_BEAT_EVERY: define(duration.prefault('2m'), 'a duration, like 30s or 5m'),
  CERTBRIDGE_FONTS: define(
    paths.optional(),
    'the path of a TrueType font with rare characters, or several separated by commas',
  ),
  CERTBRIDGE_TIMESTAMPS: define(
    httpUrl.optional(),
    'the address of a time-stamping authority (RFC 3161), like http://timestamps.example.cn',
  ),
  CERTBRIDGE_TIMESTAMP_ROOTS: define(
    paths.optional(),
    "the path of a PEM file with the time-stamping authority's roots, or several separated by commas",
  ),
  CERTBRIDGE_TOKEN_ISSUER: define(
    issuerUrl.optional(),
    'the issuer ("iss") of access tokens, like https://sign-in.example.cn',
  ),
  CERTBRIDGE_TOKEN_KEYS: define(
    text.optional(),
    "the address or the file of the issuer's JSON Web Key Set, like https://sign-in.example.cn/jwks",
  ),
  CERTBRIDGE_TOKEN_AUDIENCE: define(text.prefault('certbridge'), 'the audience ("aud") of access tokens'),
  CERTBRIDGE_MASTER_KEY: secret(text.optional(), '32 random bytes in base64 ("openssl rand -base64 32")'),
  CERTBRIDGE_OLD_MASTER_KEYS: secret(
    paths.optional(),
    'master keys of earlier times, newest first, separated by commas',
  ),
  CERTBRIDGE_LOG_LEVEL: define(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).prefault('warn'),
    'one of trace, debug, info, warn, error, fatal, silent',
  ),
  CERTBRIDGE_BODY_LIMIT: define(size.prefault('1MB'), 'a size, like 512KB or 1MB'),
  CERTBRIDGE_UPLOAD_LIMIT: define(size.prefault('512MB'), 'a size, like 64MB or 1GB'),
  CERTBRIDGE_REQUEST_TIMEOUT: define(duration.prefault('30s'), 'a duration, like 30s'),
} as const;

export type Definitions = typeof definitions;
export type SettingName = keyof Definitions;
export type Values = { readonly [K in SettingName]: z.output<Definitions[K]['schema']> };
