import { utf8 } from './bytes.js';
import { readEntry } from './entry.js';
import type { Entry } from './entry.js';
import { FormatError } from './error.js';
import type { Log } from './heads.js';
import { sha256Hex } from './hash.js';
import { canonicalJson, parseCanonicalJson } from './json.js';
import type { Json, JsonObject } from './json.js';
import { readNetworkBody } from './network-records.js';
import type { NetworkBody } from './network-records.js';
import { readProvinceBody } from './province-records.js';
import type { ProvinceBody } from './province-records.js';
import { Shape, legible } from './shape.js';
import type { Read } from './shape.js';
import { readAbout, readUnder } from './under.js';
import type { About, Under } from './under.js';

/**
 * A record as it stands in its log, whatever its version and kind: what chains it is checked, everything else is
 * kept as it is, members of later software included, because its hash is over all of it.
 */
export interface LogRecord {
  /** From 1; what this software does not know is judged as {@link RecordReading} says. */
  readonly v: number;
  /** 16 bytes in hex: the network's random id. */
  readonly network: string;
  /** Name of the Fabric channel. */
  readonly channel: string;
  /** Its place in its log, from 1. */
  readonly seq: number;
  /** SHA-256 (hex) of the record before; 64 zeros for the first. */
  readonly prev: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly time: string;
}

interface RecordHead {
  /** Version of the record format; 1: SHA-256 and ES256. */
  readonly v: 1;
  /** The network’s random id: 16 bytes, hex. */
  readonly network: string;
  /** Name of the Fabric channel. */
  readonly channel: string;
  /** Place in its log, from 1. */
  readonly seq: number;
  /** SHA-256 (hex) of the record before; 64 zeros in the first. */
  readonly prev: string;
  /** RFC 3339 UTC with milliseconds, by the writer’s clock, within the window that the contract allows. */
  readonly time: string;
  /** For software that does not know the record’s kind or version. */
  readonly about?: About;
}

/** One record of a province's log. */
export type ProvinceRecord = RecordHead & {
  /** Of a province’s log. */
  readonly log: 'p';
  /** MSP id of the province whose log it is. */
  readonly mspId: string;
} & ProvinceBody;
/** One record of the network's log. */
export type NetworkRecord = RecordHead & {
  /** Of the network’s log. */
  readonly log: 'n';
} & NetworkBody;
/** One record of any log, of a kind and version that this software knows. */
export type LedgerRecord = Entry | ProvinceRecord | NetworkRecord;
/** The records of one kind of log. */
export type RecordOf<L extends Log> = L extends 'i' ? Entry : L extends 'p' ? ProvinceRecord : NetworkRecord;

/**
 * What this software makes of a record. `unknown`: its version or kind is of later software; what it is `about`
 * cannot be judged until the software is updated, and nothing else is touched. `unusable`: it breaks a rule of
 * its kind, and `about` is what it harms.
 */
export type RecordReading<L extends Log> =
  | {
      /** Whether it is known, of later software, or breaks the rules of its kind. */
      readonly state: 'known';
      /** The record itself, as it stands. */
      readonly record: RecordOf<L>;
    }
  | {
      /** Its version or kind is of later software. */
      readonly state: 'unknown';
      /** What cannot be judged until the software is updated. */
      readonly about: About | undefined;
      /** The version of the issuer before it, where it names one. */
      readonly under: Under | undefined;
    }
  | {
      /** It breaks a rule of its kind. */
      readonly state: 'unusable';
      /** What it harms, as far as it can be told. */
      readonly about: About | undefined;
      /** The version of the issuer before it, where it names one. */
      readonly under: Under | undefined;
      /** A sentence. */
      readonly why: string;
    };

const shape = new Shape('RECORD_MALFORMED');
const readChained = shape.members({
  v: shape.count,
  network: shape.hex32,
  channel: shape.ledgerName,
  seq: shape.count,
  prev: shape.hash,
  time: shape.instant,
});
/** What names the log that a record belongs to. */
const readOwn: Readonly<Record<Log, Read<unknown>>> = {
  n: shape.members({ log: shape.one('n') }),
  p: shape.members({ log: shape.one('p'), mspId: shape.mspId }),
  i: shape.members({ issuer: shape.code18 }),
};
/** Characters of the longest record, as canonical JSON: a trust anchor of 256 kB and what stands around it. */
export const maxRecordCharacters = 512 * 1024;

/**
 * Reads what chains a record of a log; its kind may be one that this software does not know.
 * @throws FormatError `RECORD_MALFORMED`
 */
export function readLogRecord(log: Log, value: Json | undefined, where = 'the record'): LogRecord {
  readChained(value, where);
  readOwn[log](value, where);
  return value as unknown as LogRecord;
}

/**
 * Reads a record of a kind that this software knows; what is returned is the value itself.
 * @throws FormatError `RECORD_MALFORMED`; `VERSION_UNKNOWN` for a version or kind of later software
 */
export function readRecord<L extends Log>(
  log: L,
  value: Json | undefined,
  where = 'the record',
): RecordOf<L> {
  if (log === 'i') return readEntry(value, where) as RecordOf<L>;
  readLogRecord(log, value, where);
  const o = shape.open(value, where);
  shape.version(o['v'], `${where}.v`, 1);
  if (log === 'p') readProvinceBody(o, where);
  else readNetworkBody(o, where);
  // After its kind: of later software it is just this that may be otherwise.
  if ('about' in o) readAbout(o['about'], `${where}.about`);
  return o as unknown as RecordOf<L>;
}

/** What a record that cannot be used is about, as far as it can be told: its issuer and key. */
function aboutOf(record: JsonObject): About | undefined {
  const issuer = legible(shape.code18, record['issuer']);
  const kid = legible(shape.kid, record['kid']);
  if (issuer === undefined) return undefined;
  return kid === undefined ? { issuer } : { key: { issuer, kid } };
}

/** Reads a record for a mirror, which must go on whatever stands in a log. */
export function interpretRecord<L extends Log>(log: L, record: LogRecord): RecordReading<L> {
  const o = record as unknown as JsonObject;
  try {
    return { state: 'known', record: readRecord(log, o) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const under = legible(readUnder, o['under']);
    if (error.code !== 'VERSION_UNKNOWN')
      return { state: 'unusable', about: aboutOf(o), under, why: error.message };
    return { state: 'unknown', about: legible(readAbout, o['about']), under };
  }
}

/** Reads a record of a known kind from its canonical JSON. @throws FormatError as {@link readRecord} */
export function parseRecord<L extends Log>(log: L, input: string | Uint8Array): RecordOf<L> {
  return readRecord(log, parseCanonicalJson(input, { length: maxRecordCharacters, depth: 12 }));
}

/** The id of the log that a record belongs to: network id, mspId or issuer code. */
export function logOf(record: LogRecord): { log: Log; id: string } {
  const { log, network, mspId, issuer } = record as LogRecord & Partial<Record<string, string>>;
  if (log === 'p') return { log, id: mspId ?? '' };
  return log === 'n' ? { log, id: network } : { log: 'i', id: issuer ?? '' };
}

/**
 * The canonical JSON of a record: what its hash is over.
 * @throws FormatError `JSON_MALFORMED` for what has no JSON
 */
export function recordBytes(record: LogRecord): Uint8Array {
  return utf8(canonicalJson(record as unknown as Json));
}

/**
 * SHA-256 (hex) of the record's canonical JSON; the next record's `prev`.
 * @throws FormatError `JSON_MALFORMED` for what has no JSON
 */
export function recordHash(record: LogRecord): Promise<string> {
  return sha256Hex(recordBytes(record));
}
