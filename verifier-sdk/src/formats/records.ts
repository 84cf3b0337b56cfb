import { utf8 } from './bytes.js';
import { readEntry } from './entry.js';
import type { Entry } from './entry.js';
import type { Log } from './heads.js';
import { sha256Hex } from './hash.js';
import { canonicalJson, parseCanonicalJson } from './json.js';
import type { Json, JsonObject } from './json.js';
import { Shape } from './shape.js';
import { readTrustAnchor } from './trust-anchor.js';
import type { TrustAnchor } from './trust-anchor.js';

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
}

/** Algorithms of issuers’ keys. */
export type KeyAlgorithm = 'ES256' | 'RS256';

/** One record of a province's log. */
export type ProvinceRecord = RecordHead & {
  /** `p`: a province’s log. */
  readonly log: 'p';
  /** MSP id of the province. */
  readonly mspId: string;
} & ProvinceBody;
/** What a province’s records say. */
export type ProvinceBody =
  | {
      /** What the record does. */
      readonly kind: 'issuer';
      /** GB 32100 code, 18 characters. */
      readonly issuer: string;
      /** The issuer’s name. */
      readonly name: string;
      /** Codes of the types that it may issue (21 characters), sorted. */
      readonly types: readonly string[];
    }
  | {
      /** What the record does. */
      readonly kind: 'key';
      /** GB 32100 code, 18 characters. */
      readonly issuer: string;
      /** First 8 bytes of SHA-256 of the key’s SubjectPublicKeyInfo, hex. */
      readonly kid: string;
      /** With which the key signs. */
      readonly alg: KeyAlgorithm;
      /** SubjectPublicKeyInfo, DER in base64. */
      readonly spki: string;
    }
  | {
      /** What the record does. */
      readonly kind: 'revoke-key';
      /** GB 32100 code, 18 characters. */
      readonly issuer: string;
      /** First 8 bytes of SHA-256 of the key’s SubjectPublicKeyInfo, hex. */
      readonly kid: string;
      /** The issuer's entries up to this one stay good; 0: none. */
      readonly revokedAfter: number;
      /** Coarse, from the contract’s closed list. */
      readonly reason: string;
    }
  | {
      /** What the record does. */
      readonly kind: 'beat';
    };

interface Approved {
  /** Id of the proposal on the ledger. */
  readonly proposal: string;
  /** MSP ids of the provinces that approved it, sorted. */
  readonly approvedBy: readonly string[];
}

/** One record of the network's log. */
export type NetworkRecord = RecordHead & {
  /** `n`: the network’s log. */
  readonly log: 'n';
} & NetworkBody;
/** What the network’s records say. */
export type NetworkBody =
  | {
      /** What the record does. */
      readonly kind: 'init';
      /** The trust anchor from then on. */
      readonly anchor: TrustAnchor;
    }
  | ({
      /** What the record does. */
      readonly kind: 'anchor';
      /** The trust anchor from then on. */
      readonly anchor: TrustAnchor;
    } & Approved)
  | ({
      /** What the record does. */
      readonly kind: 'type';
      /** The certificate type. */
      readonly type: {
        /** 21 characters. */
        readonly code: string;
        /** Such as 居住证. */
        readonly name: string;
      };
    } & Approved)
  | ({
      /** What the record does. */
      readonly kind: 'issuer';
      /** GB 32100 code, 18 characters. */
      readonly issuer: string;
      /** The issuer’s name. */
      readonly name: string;
      /** MSP id of the province that the issuer belongs to. */
      readonly mspId: string;
      /** Codes of the types that it may issue (21 characters), sorted. */
      readonly types: readonly string[];
    } & Approved)
  | ({
      /** What the record does. */
      readonly kind: 'succession';
      /** The merged issuer’s GB 32100 code. */
      readonly from: string;
      /** Its successor’s GB 32100 code. */
      readonly to: string;
    } & Approved);

/** One record of any log. */
export type LedgerRecord = Entry | ProvinceRecord | NetworkRecord;

const shape = new Shape('RECORD_MALFORMED');
const own = (text: string): string => text;
const types = shape.sorted(shape.code21, own, 1000);
const proposal = shape.text(/^[0-9a-zA-Z-]{1,64}$/, 'a proposal id');
const coarse = shape.text(/^[a-z][a-z-]{0,63}$/, 'a coarse reason');
const approvers = shape.sorted(shape.mspId, own, 100, 1);
const common = ['v', 'network', 'channel', 'log', 'seq', 'prev', 'time', 'kind'];

type Body<T> = { readonly members: readonly string[]; read(o: JsonObject, where: string): T };

const provinceBodies: { readonly [kind: string]: Body<ProvinceBody> } = {
  issuer: {
    members: ['issuer', 'name', 'types'],
    read: (o, where) => ({
      kind: 'issuer',
      issuer: shape.code18(o['issuer'], `${where}.issuer`),
      name: shape.label(o['name'], `${where}.name`),
      types: types(o['types'], `${where}.types`),
    }),
  },
  key: {
    members: ['issuer', 'kid', 'alg', 'spki'],
    read: (o, where) => ({
      kind: 'key',
      issuer: shape.code18(o['issuer'], `${where}.issuer`),
      kid: shape.kid(o['kid'], `${where}.kid`),
      alg: shape.one('ES256', 'RS256')(o['alg'], `${where}.alg`),
      spki: shape.base64(o['spki'], `${where}.spki`),
    }),
  },
  'revoke-key': {
    members: ['issuer', 'kid', 'revokedAfter', 'reason'],
    read: (o, where) => ({
      kind: 'revoke-key',
      issuer: shape.code18(o['issuer'], `${where}.issuer`),
      kid: shape.kid(o['kid'], `${where}.kid`),
      revokedAfter: shape.natural(o['revokedAfter'], `${where}.revokedAfter`),
      reason: coarse(o['reason'], `${where}.reason`),
    }),
  },
  beat: { members: [], read: () => ({ kind: 'beat' }) },
};

function approved(o: JsonObject, where: string): Approved {
  return {
    proposal: proposal(o['proposal'], `${where}.proposal`),
    approvedBy: approvers(o['approvedBy'], `${where}.approvedBy`),
  };
}

function certificateType(value: Json | undefined, where: string): { code: string; name: string } {
  const o = shape.object(value, where, ['code', 'name']);
  return { code: shape.code21(o['code'], `${where}.code`), name: shape.label(o['name'], `${where}.name`) };
}

const approval = ['proposal', 'approvedBy'];

const networkBodies: { readonly [kind: string]: Body<NetworkBody> } = {
  init: {
    members: ['anchor'],
    read: (o, where) => ({ kind: 'init', anchor: readTrustAnchor(o['anchor'], `${where}.anchor`) }),
  },
  anchor: {
    members: ['anchor', ...approval],
    read: (o, where) => ({
      kind: 'anchor',
      anchor: readTrustAnchor(o['anchor'], `${where}.anchor`),
      ...approved(o, where),
    }),
  },
  type: {
    members: ['type', ...approval],
    read: (o, where) => ({
      kind: 'type',
      type: certificateType(o['type'], `${where}.type`),
      ...approved(o, where),
    }),
  },
  issuer: {
    members: ['issuer', 'name', 'mspId', 'types', ...approval],
    read: (o, where) => ({
      kind: 'issuer',
      issuer: shape.code18(o['issuer'], `${where}.issuer`),
      name: shape.label(o['name'], `${where}.name`),
      mspId: shape.mspId(o['mspId'], `${where}.mspId`),
      types: types(o['types'], `${where}.types`),
      ...approved(o, where),
    }),
  },
  succession: {
    members: ['from', 'to', ...approval],
    read: (o, where) => ({
      kind: 'succession',
      from: shape.code18(o['from'], `${where}.from`),
      to: shape.code18(o['to'], `${where}.to`),
      ...approved(o, where),
    }),
  },
};

function recordHead(o: JsonObject, where: string): RecordHead {
  return {
    v: shape.one(1)(o['v'], `${where}.v`),
    network: shape.hex32(o['network'], `${where}.network`),
    channel: shape.ledgerName(o['channel'], `${where}.channel`),
    seq: shape.count(o['seq'], `${where}.seq`),
    prev: shape.hash(o['prev'], `${where}.prev`),
    time: shape.instant(o['time'], `${where}.time`),
  };
}

function bodyOf<T>(
  bodies: { readonly [kind: string]: Body<T> },
  value: Json | undefined,
  where: string,
): Body<T> {
  const kind = (value as JsonObject | null | undefined)?.['kind'];
  const body = typeof kind === 'string' && Object.hasOwn(bodies, kind) ? bodies[kind] : undefined;
  if (!body) throw shape.wrong(`${where}.kind`, 'a kind that this package knows');
  return body;
}

function readProvinceRecord(value: Json | undefined, where: string): ProvinceRecord {
  const body = bodyOf(provinceBodies, value, where);
  const o = shape.object(value, where, [...common, 'mspId', ...body.members]);
  const log = shape.one('p')(o['log'], `${where}.log`);
  return {
    ...recordHead(o, where),
    log,
    mspId: shape.mspId(o['mspId'], `${where}.mspId`),
    ...body.read(o, where),
  };
}

function readNetworkRecord(value: Json | undefined, where: string): NetworkRecord {
  const body = bodyOf(networkBodies, value, where);
  const o = shape.object(value, where, [...common, ...body.members]);
  return { ...recordHead(o, where), log: shape.one('n')(o['log'], `${where}.log`), ...body.read(o, where) };
}

/**
 * Reads a record that was parsed as JSON.
 * @throws FormatError `RECORD_MALFORMED`
 */
export function readRecord(log: 'i', value: Json | undefined, where?: string): Entry;
export function readRecord(log: 'p', value: Json | undefined, where?: string): ProvinceRecord;
export function readRecord(log: 'n', value: Json | undefined, where?: string): NetworkRecord;
export function readRecord(log: Log, value: Json | undefined, where?: string): LedgerRecord;
export function readRecord(log: Log, value: Json | undefined, where = 'the record'): LedgerRecord {
  if (log === 'i') return readEntry(value, where);
  return log === 'p' ? readProvinceRecord(value, where) : readNetworkRecord(value, where);
}

/**
 * Reads a record from its canonical JSON.
 * @throws FormatError `JSON_MALFORMED` or `RECORD_MALFORMED`
 */
export function parseRecord(log: Log, input: string | Uint8Array): LedgerRecord {
  return readRecord(log, parseCanonicalJson(input, { length: 1024 * 1024, depth: 12 }));
}

/** The id of the log that a record belongs to: network id, mspId or issuer code. */
export function logOf(record: LedgerRecord): { log: Log; id: string } {
  if (!('log' in record)) return { log: 'i', id: record.issuer };
  return record.log === 'p' ? { log: 'p', id: record.mspId } : { log: 'n', id: record.network };
}

/** The canonical JSON of a record: what its hash is over. */
export function recordBytes(record: LedgerRecord): Uint8Array {
  return utf8(canonicalJson(record as unknown as Json));
}

/** SHA-256 (hex) of the record's canonical JSON; the next record's `prev`. */
export function recordHash(record: LedgerRecord): Promise<string> {
  return sha256Hex(recordBytes(record));
}
