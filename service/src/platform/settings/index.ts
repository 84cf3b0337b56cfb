/** Settings come from the environment, or from a file of NAME=value lines that CERTBRIDGE_SETTINGS names. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { Quota, QuotaName } from '../quotas/index.js';
import { backupFaults, backupsOf } from './backups.js';
import type { BackupSettings } from './backups.js';
import { definitions } from './definitions.js';
import type { SettingName, Values } from './definitions.js';
import { SettingsRefused } from './errors.js';
import { tlsFaults, tlsOf } from './tls.js';
import type { TlsFiles } from './tls.js';

export { SettingsRefused } from './errors.js';
export { misspelt, misspeltWords } from './misspelt.js';
export type { Misspelt } from './misspelt.js';
export type { TlsFiles } from './tls.js';

export interface TokenSettings {
  readonly issuer: string;
  /** Address or file of a JWK Set (RFC 7517 §5). */
  readonly keys: string;
  readonly audience: string;
}

export interface SignInSettings {
  readonly issuer: string;
  readonly client: string;
  /** Unset: a public client. */
  readonly secret: string | undefined;
}

/** How the residents' provider is asked, and what its claims are called. */
export interface ResidentSettings {
  /** Values of `acr` that suffice. */
  readonly assurance: readonly string[];
  readonly numberClaim: string;
  readonly nameClaim: string;
}

/** A token of a hardware module (PKCS#11); paths are absolute. */
export interface KeyModuleSettings {
  readonly module: string;
  readonly token: string;
  readonly pinFile: string;
}

/** How a provider's claims become rows at the first sign-in: names of claims. */
export interface AccountSettings {
  readonly administrators: readonly string[];
  readonly rolesClaim: string;
  readonly issuersClaim: string;
  readonly typesClaim: string;
  readonly personClaim: string | undefined;
}

export interface Settings {
  /** Absolute. */
  readonly data: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Unset: plain http. */
  readonly tls: TlsFiles | undefined;
  /** Without a trailing slash; unset: where the service listens. */
  readonly publicUrl: string | undefined;
  /** What QR codes name; unset: the host of `publicUrl`. */
  readonly publicHost: string | undefined;
  /** Unset: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** Of the role that owns the tables; unset: nothing is migrated. */
  readonly databaseOwnerUrl: string | undefined;
  readonly databaseConnections: number;
  /** Absolute paths of ledger files; empty: the embedded ledger. */
  readonly ledgerFiles: readonly string[];
  /** Durations in milliseconds, here and below. */
  readonly entry: { readonly size: number; readonly age: number };
  readonly beatEvery: number;
  readonly auditEvery: number;
  readonly auditRetention: number;
  /** By kind; what has none is kept. */
  readonly retention: Readonly<Record<string, number>>;
  /** Size of the stated audit tree whose loss was accepted. */
  readonly auditAcceptLoss: number | undefined;
  /** Absolute path of an export of the audit that has what may be lacking. */
  readonly auditSupply: string | undefined;
  /** Unset: there are none. */
  readonly backups: BackupSettings | undefined;
  /** Absolute paths of further fonts, for rare characters. */
  readonly fonts: readonly string[];
  /** Unset: the embedded time-stamping authority. `roots` are absolute paths of PEM files. */
  readonly timestamps: { readonly url: string; readonly roots: readonly string[] } | undefined;
  /** Whether this service certifies keys itself; elsewhere departments' authorities do. */
  readonly certifiesKeys: boolean;
  /** File with the passphrase of key files; unset: made in the data folder. */
  readonly keyPassphraseFile: string | undefined;
  /** A PKCS#11 module for new keys; unset: files. */
  readonly keyModule: KeyModuleSettings | undefined;
  /** Names, in lower case, that requests may call this service by besides its own. */
  readonly hosts: readonly string[];
  /** Addresses and networks whose forwarded headers are believed. */
  readonly proxies: readonly string[];
  /** Sample people may sign in, and an empty service is filled with samples. Never with NODE_ENV=production. */
  readonly isDevelopment: boolean;
  /** Unset: the embedded provider where `isDevelopment`, else nobody signs in by a browser. */
  readonly signIn: SignInSettings | undefined;
  readonly accounts: AccountSettings;
  /** Where residents sign in; unset: sample residents where `isDevelopment`, else none. */
  readonly residents: (SignInSettings & ResidentSettings) | undefined;
  /** Durations, as everywhere. */
  readonly sessions: { readonly idle: number; readonly life: number; readonly fresh: number };
  /** How often: of each person, system or resident, and of each address. */
  readonly quotas: Readonly<Record<QuotaName | 'address', Quota>>;
  /** Requests that are worked on at once. */
  readonly concurrency: number;
  /** Where /metrics and /timestamps are: an address of their own, and what they demand. */
  readonly internal: {
    readonly listen: { readonly host: string; readonly port: number } | undefined;
    readonly token: string | undefined;
  };
  /** JWTs that count besides sessions; unset: none. */
  readonly tokens: TokenSettings | undefined;
  /** Unset: the file `master.key` in the data folder. */
  readonly masterKey: string | undefined;
  readonly oldMasterKeys: readonly string[];
  readonly logLevel: Values['CERTBRIDGE_LOG_LEVEL'];
  /** Bytes of a JSON body, and of an uploaded batch. */
  readonly bodyLimit: number;
  readonly uploadLimit: number;
  readonly requestTimeout: number;
}

/**
 * @param environment its own values win over those of the file
 * @throws SettingsRefused that names every wrong one
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const file = environment['CERTBRIDGE_SETTINGS'];
  const fromFile = file ? readFile(file) : {};
  const { values, faults } = parse({ ...fromFile, ...environment });
  faults.push(...backupFaults(values), ...tlsFaults(values));
  for (const name of Object.keys(fromFile)) {
    if (!(name in definitions))
      faults.push(`${name} in ${file ?? ''} is no setting of CertBridge: remove it.`);
  }
  if ((values.CERTBRIDGE_TOKEN_ISSUER === undefined) !== (values.CERTBRIDGE_TOKEN_KEYS === undefined)) {
    faults.push('CERTBRIDGE_TOKEN_ISSUER and CERTBRIDGE_TOKEN_KEYS go together: set both or neither.');
  }
  if (
    (values.CERTBRIDGE_RESIDENTS_ISSUER === undefined) !==
    (values.CERTBRIDGE_RESIDENTS_ASSURANCE === undefined)
  ) {
    faults.push(
      'CERTBRIDGE_RESIDENTS_ISSUER and CERTBRIDGE_RESIDENTS_ASSURANCE go together: set both or neither.',
    );
  }
  if (values.DATABASE_OWNER_URL !== undefined && values.DATABASE_URL === undefined) {
    faults.push('DATABASE_OWNER_URL is of use with DATABASE_URL only: set both or neither.');
  }
  if (
    values.CERTBRIDGE_TIMESTAMP_ROOTS !== undefined &&
    [undefined, 'embedded'].includes(values.CERTBRIDGE_TIMESTAMPS)
  ) {
    faults.push('CERTBRIDGE_TIMESTAMP_ROOTS is of use with CERTBRIDGE_TIMESTAMPS only: set both or neither.');
  }
  const { CERTBRIDGE_PKCS11_MODULE: module, CERTBRIDGE_PKCS11_TOKEN: token } = values;
  const ofModule = [module, token, values.CERTBRIDGE_PKCS11_PIN_FILE];
  if (ofModule.some((value) => value === undefined) && ofModule.some((value) => value !== undefined)) {
    faults.push(
      'CERTBRIDGE_PKCS11_MODULE, CERTBRIDGE_PKCS11_TOKEN and CERTBRIDGE_PKCS11_PIN_FILE go together: set all or none.',
    );
  }
  if (faults.length > 0) throw new SettingsRefused(faults);
  const complete = values as Values;
  const isProduction = environment['NODE_ENV'] === 'production';
  const refusal = signInFault(complete, isProduction);
  if (refusal !== undefined) throw new SettingsRefused([refusal]);
  const missing = authorityFaults(complete, isDevelopmentStart(complete, isProduction));
  if (missing.length > 0) throw new SettingsRefused(missing);
  return arrange(complete, isProduction);
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Samples exist only where nothing is at stake, or where somebody said so: never by leaving something out. */
function maySample(values: Values): boolean {
  const isAllEmbedded = values.DATABASE_URL === undefined && values.CERTBRIDGE_LEDGER === undefined;
  const isLoopback = LOOPBACK.includes(values.CERTBRIDGE_HOST) && values.CERTBRIDGE_PUBLIC_URL === undefined;
  return values.CERTBRIDGE_DEVELOPMENT === 'yes' || (isAllEmbedded && isLoopback);
}

const isDevelopmentStart = (values: Values, isProduction: boolean): boolean =>
  !isProduction && values.CERTBRIDGE_SIGN_IN_ISSUER === undefined && maySample(values);

/** Authorities that nobody audits certify and stamp for real only where somebody said so. */
function authorityFaults(values: Values, isDevelopment: boolean): string[] {
  if (isDevelopment) return [];
  return (['CERTBRIDGE_TIMESTAMPS', 'CERTBRIDGE_DOCUMENT_AUTHORITY'] as const)
    .filter((name) => values[name] === undefined)
    .map((name) => `${name} is missing: it should be ${definitions[name].shouldBe}.`);
}

function signInFault(values: Values, isProduction: boolean): string | undefined {
  if (isProduction && values.CERTBRIDGE_DEVELOPMENT === 'yes') {
    return 'CERTBRIDGE_DEVELOPMENT is yes while NODE_ENV is production: unset one of them.';
  }
  const hasProvider =
    values.CERTBRIDGE_SIGN_IN_ISSUER !== undefined || values.CERTBRIDGE_TOKEN_ISSUER !== undefined;
  if (hasProvider || (!isProduction && maySample(values))) return undefined;
  return (
    'CERTBRIDGE_SIGN_IN_ISSUER is missing: it should be the issuer of your OpenID provider, since sample people ' +
    'sign in only where everything is embedded and on loopback, or with CERTBRIDGE_DEVELOPMENT=yes, and never ' +
    'with NODE_ENV=production.'
  );
}

function readFile(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch {
    throw new SettingsRefused([
      `CERTBRIDGE_SETTINGS is "${path}": it should be the path of a readable file.`,
    ]);
  }
}

function parse(raw: NodeJS.Dict<string>): { values: Partial<Values>; faults: string[] } {
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [name, definition] of Object.entries(definitions)) {
    // An empty variable is how shells and compose files say "unset".
    const given = raw[name]?.trim() ?? '';
    const parsed = z.safeParse(definition.schema, given === '' ? undefined : given);
    if (parsed.success) values[name] = parsed.data;
    else faults.push(fault(name as SettingName, given));
  }
  return { values: values, faults };
}

function fault(name: SettingName, given: string): string {
  const definition = definitions[name];
  const is = 'secret' in definition ? 'has the wrong form' : `is "${given}"`;
  return `${name} ${is}: it should be ${definition.shouldBe}.`;
}

const resolved = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : resolve(path);

function arrange(v: Values, isProduction: boolean): Settings {
  return {
    data: resolve(v.CERTBRIDGE_DATA),
    host: v.CERTBRIDGE_HOST,
    port: v.CERTBRIDGE_PORT,
    tls: tlsOf(v),
    publicUrl: v.CERTBRIDGE_PUBLIC_URL,
    publicHost: v.CERTBRIDGE_PUBLIC_HOST,
    databaseUrl: v.DATABASE_URL,
    databaseOwnerUrl: v.DATABASE_OWNER_URL,
    databaseConnections: v.CERTBRIDGE_DATABASE_CONNECTIONS,
    ledgerFiles: (v.CERTBRIDGE_LEDGER ?? []).map((path) => resolve(path)),
    entry: { size: v.CERTBRIDGE_ENTRY_SIZE, age: v.CERTBRIDGE_ENTRY_AGE },
    beatEvery: v.CERTBRIDGE_BEAT_EVERY,
    auditEvery: v.CERTBRIDGE_AUDIT_EVERY,
    auditRetention: v.CERTBRIDGE_AUDIT_RETENTION,
    retention: v.CERTBRIDGE_RETENTION,
    auditAcceptLoss: v.CERTBRIDGE_AUDIT_ACCEPT_LOSS,
    auditSupply: resolved(v.CERTBRIDGE_AUDIT_SUPPLY),
    backups: backupsOf(v),
    fonts: (v.CERTBRIDGE_FONTS ?? []).map((path) => resolve(path)),
    timestamps:
      v.CERTBRIDGE_TIMESTAMPS === undefined || v.CERTBRIDGE_TIMESTAMPS === 'embedded'
        ? undefined
        : {
            url: v.CERTBRIDGE_TIMESTAMPS,
            roots: (v.CERTBRIDGE_TIMESTAMP_ROOTS ?? []).map((path) => resolve(path)),
          },
    certifiesKeys: v.CERTBRIDGE_DOCUMENT_AUTHORITY !== 'departments',
    keyPassphraseFile: resolved(v.CERTBRIDGE_KEY_PASSPHRASE_FILE),
    keyModule: keyModuleOf(v),
    hosts: v.CERTBRIDGE_HOSTS ?? [],
    proxies: v.CERTBRIDGE_PROXIES ?? [],
    isDevelopment: isDevelopmentStart(v, isProduction),
    signIn:
      v.CERTBRIDGE_SIGN_IN_ISSUER === undefined
        ? undefined
        : {
            issuer: v.CERTBRIDGE_SIGN_IN_ISSUER,
            client: v.CERTBRIDGE_SIGN_IN_CLIENT,
            secret: v.CERTBRIDGE_SIGN_IN_SECRET,
          },
    accounts: {
      administrators: v.CERTBRIDGE_ADMINISTRATORS ?? [],
      rolesClaim: v.CERTBRIDGE_CLAIM_ROLES,
      issuersClaim: v.CERTBRIDGE_CLAIM_ISSUERS,
      typesClaim: v.CERTBRIDGE_CLAIM_TYPES,
      personClaim: v.CERTBRIDGE_CLAIM_PERSON,
    },
    residents:
      v.CERTBRIDGE_RESIDENTS_ISSUER === undefined
        ? undefined
        : {
            issuer: v.CERTBRIDGE_RESIDENTS_ISSUER,
            client: v.CERTBRIDGE_RESIDENTS_CLIENT,
            secret: v.CERTBRIDGE_RESIDENTS_SECRET,
            assurance: v.CERTBRIDGE_RESIDENTS_ASSURANCE ?? [],
            numberClaim: v.CERTBRIDGE_RESIDENTS_CLAIM_NUMBER,
            nameClaim: v.CERTBRIDGE_RESIDENTS_CLAIM_NAME,
          },
    sessions: {
      idle: v.CERTBRIDGE_SESSION_IDLE,
      life: v.CERTBRIDGE_SESSION_LIFE,
      fresh: v.CERTBRIDGE_STEP_UP,
    },
    quotas: quotasOf(v),
    concurrency: v.CERTBRIDGE_CONCURRENCY,
    internal: { listen: v.CERTBRIDGE_INTERNAL_LISTEN, token: v.CERTBRIDGE_INTERNAL_TOKEN },
    tokens:
      v.CERTBRIDGE_TOKEN_ISSUER !== undefined && v.CERTBRIDGE_TOKEN_KEYS !== undefined
        ? {
            issuer: v.CERTBRIDGE_TOKEN_ISSUER,
            keys: v.CERTBRIDGE_TOKEN_KEYS,
            audience: v.CERTBRIDGE_TOKEN_AUDIENCE,
          }
        : undefined,
    masterKey: v.CERTBRIDGE_MASTER_KEY,
    oldMasterKeys: v.CERTBRIDGE_OLD_MASTER_KEYS ?? [],
    logLevel: v.CERTBRIDGE_LOG_LEVEL,
    bodyLimit: v.CERTBRIDGE_BODY_LIMIT,
    uploadLimit: v.CERTBRIDGE_UPLOAD_LIMIT,
    requestTimeout: v.CERTBRIDGE_REQUEST_TIMEOUT,
  };
}

function quotasOf(v: Values): Settings['quotas'] {
  const quota = (setting: `CERTBRIDGE_${string}_QUOTA` & SettingName, per: Quota['per']): Quota => ({
    ...{ per, setting, most: v[setting] },
  });
  return {
    call: quota('CERTBRIDGE_CALL_QUOTA', 'minute'),
    'system-call': quota('CERTBRIDGE_SYSTEM_QUOTA', 'minute'),
    'look-up': quota('CERTBRIDGE_LOOKUP_QUOTA', 'hour'),
    upload: quota('CERTBRIDGE_UPLOAD_QUOTA', 'hour'),
    drawing: quota('CERTBRIDGE_DRAWING_QUOTA', 'minute'),
    mint: quota('CERTBRIDGE_MINT_QUOTA', 'hour'),
    address: quota('CERTBRIDGE_ADDRESS_QUOTA', 'minute'),
  };
}

function keyModuleOf(v: Values): KeyModuleSettings | undefined {
  const { CERTBRIDGE_PKCS11_MODULE: module, CERTBRIDGE_PKCS11_TOKEN: token } = v;
  const pinFile = v.CERTBRIDGE_PKCS11_PIN_FILE;
  if (module === undefined || token === undefined || pinFile === undefined) return undefined;
  return { module: resolve(module), token, pinFile: resolve(pinFile) };
}
