import { z } from 'zod';
import { backupDefinitions } from './backups.js';
import { define, secret } from './define.js';
import { limitDefinitions } from './limit-definitions.js';
import { tlsDefinitions } from './tls.js';
import {
  databaseUrl,
  duration,
  durations,
  host,
  hosts,
  httpUrl,
  issuerUrl,
  list,
  networks,
  text,
  wholeNumber,
} from './values.js';

/** Every setting, by the name of its environment variable. Its schema holds the default. */
export const definitions = {
  CERTBRIDGE_DATA: define(
    text.prefault('data'),
    'the path of a folder for data and keys',
    'where data and keys lie',
  ),
  CERTBRIDGE_HOST: define(
    text.prefault('127.0.0.1'),
    'the address to listen on, like 127.0.0.1 or 0.0.0.0',
    'what it listens on',
  ),
  CERTBRIDGE_PORT: define(
    wholeNumber(0, 65_535).prefault('8080'),
    'a port, a whole number from 0 to 65535',
    'the port it listens on; 0 is any free one',
  ),
  CERTBRIDGE_PUBLIC_URL: define(
    httpUrl.optional(),
    'the address under which others reach this service, like https://certificates.example.cn',
    'where others reach it; certificates name it. Unset, they name no address',
  ),
  CERTBRIDGE_PUBLIC_HOST: define(
    host.optional(),
    'the host that QR codes name, like certificates.example.cn',
    'the host in QR codes. Unset, that of the public address',
  ),
  ...tlsDefinitions,
  DATABASE_OWNER_URL: secret(
    databaseUrl.optional(),
    'the address of the same database for the role that owns its tables',
    'migrates the schema and grants to the role of DATABASE_URL, which may own nothing. Unset, the schema must be up to date',
  ),
  DATABASE_URL: secret(
    databaseUrl.optional(),
    'the address of a PostgreSQL database, like postgresql://user:password@host:5432/certbridge',
    'the database. Unset, an embedded PostgreSQL',
  ),
  CERTBRIDGE_DATABASE_CONNECTIONS: define(
    wholeNumber(2, 500).prefault('10'),
    'a number of connections from 2 to 500',
    'connections kept to it',
  ),
  CERTBRIDGE_LEDGER: define(
    list.optional(),
    'the path of a ledger file, or several separated by commas',
    'the provinces’ ledger files. Unset, an embedded ledger of three provinces',
  ),
  CERTBRIDGE_ENTRY_SIZE: define(
    wholeNumber(1, 100_000).prefault('1000'),
    'a number of certificates from 1 to 100000',
    'certificates in an entry, at most',
  ),
  CERTBRIDGE_ENTRY_AGE: define(
    duration.prefault('2s'),
    'a duration, like 500ms, 2s or 5m',
    'how long a certificate waits for others before its entry is sent',
  ),
  CERTBRIDGE_BEAT_EVERY: define(
    duration.prefault('2m'),
    'a duration, like 30s or 5m',
    'how often the province’s time on the ledger (beat 心跳) is renewed, which shows how fresh the ledger is',
  ),
  CERTBRIDGE_AUDIT_EVERY: define(
    duration.prefault('5m'),
    'a duration, like 5m',
    'how often the state of the audit’s tree goes on the ledger, if it grew',
  ),
  CERTBRIDGE_AUDIT_RETENTION: define(
    duration.prefault('1096d'),
    'a duration, like 1096d',
    'how long what the audit says of somebody stays readable after their data was erased and nothing new was written of them',
  ),
  CERTBRIDGE_RETENTION: define(
    durations.prefault('cases=1096d,corrections=1096d,wallet-credentials=90d,delegations=90d'),
    'kinds with durations, like cases=1096d,receipts=3653d,residence-permit=1826d, or nothing',
    'how long what is over is kept: closed cases, filed receipts, answered corrections, lapsed wallet-credentials and delegations, and of certificate types (by their names) what counts no more. What it does not name is kept, but for unfinished-uploads: a day, and batch-files: 30 days',
  ),
  CERTBRIDGE_AUDIT_ACCEPT_LOSS: define(
    wholeNumber(1, 999_999_999).optional(),
    'the number of audit records that the ledger knows and the database has lost, as the refused start says it',
    'starts with a database whose audit is behind the ledger’s, for which two people have decided. Unset, no such start',
  ),
  CERTBRIDGE_AUDIT_SUPPLY: define(
    text.optional(),
    'the path of a file that certbridge audit export wrote',
    'an export of the audit: what a restored database lacks of it is added at the start, if all its records together are what the ledger knows. Unset, nothing is',
  ),
  ...backupDefinitions,
  CERTBRIDGE_FONTS: define(
    list.optional(),
    'the path of a TrueType font with rare characters, or several separated by commas',
    'fonts for characters that the built-in ones lack',
  ),
  CERTBRIDGE_TIMESTAMPS: define(
    z.union([z.literal('embedded'), httpUrl]).optional(),
    'the address of a time-stamping authority (RFC 3161), like http://timestamps.example.cn, or embedded',
    'who stamps the time of signatures. Only a development start goes without: an embedded authority',
  ),
  CERTBRIDGE_TIMESTAMP_ROOTS: define(
    list.optional(),
    "the path of a PEM file with the time-stamping authority's roots, or several separated by commas",
    'the roots of that authority',
  ),
  CERTBRIDGE_DOCUMENT_AUTHORITY: define(
    z.enum(['departments', 'embedded']).optional(),
    'departments, or embedded',
    'who certifies the keys that sign PDFs: the departments’ own authorities, or one that this service embeds. Only a development start goes without: the embedded one',
  ),
  CERTBRIDGE_KEY_PASSPHRASE_FILE: define(
    text.optional(),
    'the path of a file with one line of at least 16 ASCII characters',
    'the passphrase of the files of signing keys. Unset, made in the data folder beside them',
  ),
  CERTBRIDGE_PKCS11_MODULE: define(
    text.optional(),
    'the path of a PKCS#11 library, like /usr/lib/softhsm/libsofthsm2.so',
    'the hardware module that makes and holds new signing keys. Unset, files do',
  ),
  CERTBRIDGE_PKCS11_TOKEN: define(
    text.optional(),
    'the label of a token of that module',
    'the token in that module',
  ),
  CERTBRIDGE_PKCS11_PIN_FILE: define(
    text.optional(),
    'the path of a file with the user PIN of that token',
    'the PIN of that token',
  ),
  CERTBRIDGE_HOSTS: define(
    hosts.optional(),
    'a host like certificates.example.cn or 10.0.0.5:8080, or several separated by commas',
    'further names that requests may call this service by, besides the public address and its own',
  ),
  CERTBRIDGE_PROXIES: define(
    networks.optional(),
    'an address or network like 10.0.0.2 or 10.0.0.0/24, or several separated by commas',
    'proxies whose X-Forwarded-For names the browser’s address. Unset, none is believed',
  ),
  CERTBRIDGE_DEVELOPMENT: define(
    z.literal('yes').optional(),
    'yes, or unset',
    'lets sample people sign in though the database, the ledger or the address is not the embedded one',
  ),
  CERTBRIDGE_SIGN_IN_ISSUER: define(
    issuerUrl.optional(),
    'the issuer of an OpenID provider, like https://sign-in.example.cn/realms/department',
    'where people sign in (OpenID Connect). Unset, the embedded provider of sample people',
  ),
  CERTBRIDGE_SIGN_IN_CLIENT: define(
    text.prefault('certbridge'),
    'the client id of this service at the provider',
    'as what the provider knows this service',
  ),
  CERTBRIDGE_SIGN_IN_SECRET: secret(
    text.optional(),
    'the client secret of this service at the provider',
    'proves this service to the provider. Unset, it is a public client with PKCE',
  ),
  CERTBRIDGE_ADMINISTRATORS: define(
    list.optional(),
    'subjects ("sub") of the provider, separated by commas',
    'who is made administrator, for everything, at the first sign-in; name two, since four eyes grant the rest',
  ),
  CERTBRIDGE_CLAIM_ROLES: define(
    text.prefault('roles'),
    'the name of a claim, like roles or realm_access.roles',
    'the claim that fills a person’s roles at the first sign-in; afterwards the rows of this service count',
  ),
  CERTBRIDGE_CLAIM_ISSUERS: define(
    text.prefault('issuers'),
    'the name of a claim',
    'the claim that fills the issuers of the scope: a list of GB 32100 codes, or *',
  ),
  CERTBRIDGE_CLAIM_TYPES: define(
    text.prefault('types'),
    'the name of a claim',
    'the claim that fills the certificate types of the scope: a list of type codes, or *',
  ),
  CERTBRIDGE_CLAIM_PERSON: define(
    text.optional(),
    'the name of a claim that is the same for all accounts of a person, like employee_number',
    'joins the accounts of one person, who then counts once where four eyes are asked',
  ),
  CERTBRIDGE_RESIDENTS_ISSUER: define(
    issuerUrl.optional(),
    'the issuer of an OpenID provider, like https://sign-in.example.cn/realms/residents',
    'where residents 群众 sign in (OpenID Connect). Unset, sample residents in a development start, else nobody',
  ),
  CERTBRIDGE_RESIDENTS_CLIENT: define(
    text.prefault('certbridge'),
    'the client id of this service at the residents’ provider',
    'as what that provider knows this service',
  ),
  CERTBRIDGE_RESIDENTS_SECRET: secret(
    text.optional(),
    'the client secret of this service at the residents’ provider',
    'proves this service to it. Unset, it is a public client with PKCE',
  ),
  CERTBRIDGE_RESIDENTS_ASSURANCE: define(
    list.optional(),
    'values of the claim acr, separated by commas',
    'how surely the provider must know a resident: it is asked for these levels, and others do not suffice',
  ),
  CERTBRIDGE_RESIDENTS_CLAIM_NUMBER: define(
    text.prefault('id_number'),
    'the name of a claim',
    'the claim with the resident’s number (GB 11643)',
  ),
  CERTBRIDGE_RESIDENTS_CLAIM_NAME: define(
    text.prefault('name'),
    'the name of a claim',
    'the claim with the resident’s name',
  ),
  CERTBRIDGE_SESSION_IDLE: define(
    duration.prefault('30m'),
    'a duration, like 30m',
    'after how long without a request a session ends',
  ),
  CERTBRIDGE_SESSION_LIFE: define(
    duration.prefault('12h'),
    'a duration, like 12h',
    'after how long a session ends whatever is done',
  ),
  CERTBRIDGE_STEP_UP: define(
    duration.prefault('5m'),
    'a duration, like 5m',
    'how old a sign-in may be for what is dangerous',
  ),
  ...limitDefinitions,
  CERTBRIDGE_TOKEN_ISSUER: define(
    issuerUrl.optional(),
    'the issuer ("iss") of access tokens, like https://sign-in.example.cn',
    'whose access tokens (JWT) count besides sessions. Unset, none',
  ),
  CERTBRIDGE_TOKEN_KEYS: define(
    text.optional(),
    "the address or the file of the issuer's JSON Web Key Set, like https://sign-in.example.cn/jwks",
    'the keys of that issuer',
  ),
  CERTBRIDGE_TOKEN_AUDIENCE: define(
    text.prefault('certbridge'),
    'the audience ("aud") of access tokens',
    'whom those tokens must be for',
  ),
  CERTBRIDGE_MASTER_KEY: secret(
    text.optional(),
    '32 random bytes in base64 ("openssl rand -base64 32")',
    'wraps the keys of holders. Unset, made in the data folder',
  ),
  CERTBRIDGE_OLD_MASTER_KEYS: secret(
    list.optional(),
    'master keys of earlier times, newest first, separated by commas',
    'keys that wrapped them before',
  ),
  CERTBRIDGE_LOG_LEVEL: define(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).prefault('warn'),
    'one of trace, debug, info, warn, error, fatal, silent',
    'how much is logged',
  ),
} as const;

type Definitions = typeof definitions;
export type SettingName = keyof Definitions;
export type Values = { readonly [K in SettingName]: z.output<Definitions[K]['schema']> };
