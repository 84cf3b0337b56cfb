/** Settings come from the environment, or from a file of NAME=value lines that CERTBRIDGE_SETTINGS names. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { definitions } from './definitions.js';
import type { SettingName, Values } from './definitions.js';
import { SettingsRefused } from './errors.js';

export { SettingsRefused } from './errors.js';

export interface TokenSettings {
  readonly issuer: string;
  /** Address or file of a JWK Set (RFC 7517 §5). */
  readonly keys: string;
  readonly audience: string;
}

export interface Settings {
  /** Absolute. */
  readonly data: string;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Without a trailing slash; unset: where the service listens. */
  readonly publicUrl: string | undefined;
  /** What QR codes name; unset: the host of `publicUrl`. */
  readonly publicHost: string | undefined;
  /** Unset: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly databaseConnections: number;
  /** Absolute paths of ledger files; empty: the embedded ledger. */
  readonly ledgerFiles: readonly string[];
  /** Durations in milliseconds, here and below. */
  readonly batch: { readonly size: number; readonly age: number };
  readonly beatEvery: number;
  /** Absolute paths of further fonts, for rare characters. */
  readonly fonts: readonly string[];
  /** Unset: the embedded time-stamping authority. `roots` are absolute paths of PEM files. */
  readonly timestamps: { readonly url: string; readonly roots: readonly string[] } | undefined;
  /** Unset: the development issuer of tokens. */
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
  for (const name of Object.keys(fromFile)) {
    if (!(name in definitions))
      faults.push(`${name} in ${file ?? ''} is no setting of CertBridge: remove it.`);
  }
  if ((values.CERTBRIDGE_TOKEN_ISSUER === undefined) !== (values.CERTBRIDGE_TOKEN_KEYS === undefined)) {
    faults.push('CERTBRIDGE_TOKEN_ISSUER and CERTBRIDGE_TOKEN_KEYS go together: set both or neither.');
  }
  if (values.CERTBRIDGE_TIMESTAMP_ROOTS !== undefined && values.CERTBRIDGE_TIMESTAMPS === undefined) {
    faults.push('CERTBRIDGE_TIMESTAMP_ROOTS is of use with CERTBRIDGE_TIMESTAMPS only: set both or neither.');
  }
  if (faults.length > 0) throw new SettingsRefused(faults);
  return arrange(values as Values);
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

function arrange(v: Values): Settings {
  return {
    data: resolve(v.CERTBRIDGE_DATA),
    host: v.CERTBRIDGE_HOST,
    port: v.CERTBRIDGE_PORT,
    publicUrl: v.CERTBRIDGE_PUBLIC_URL,
    publicHost: v.CERTBRIDGE_PUBLIC_HOST,
    databaseUrl: v.DATABASE_URL,
    databaseConnections: v.CERTBRIDGE_DATABASE_CONNECTIONS,
    ledgerFiles: (v.CERTBRIDGE_LEDGER ?? []).map((path) => resolve(path)),
    batch: { size: v.CERTBRIDGE_BATCH_SIZE, age: v.CERTBRIDGE_BATCH_AGE },
    beatEvery: v.CERTBRIDGE_BEAT_EVERY,
    fonts: (v.CERTBRIDGE_FONTS ?? []).map((path) => resolve(path)),
    timestamps:
      v.CERTBRIDGE_TIMESTAMPS === undefined
        ? undefined
        : {
            url: v.CERTBRIDGE_TIMESTAMPS,
            roots: (v.CERTBRIDGE_TIMESTAMP_ROOTS ?? []).map((path) => resolve(path)),
          },
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
