import { parseCanonicalJson } from '../formats/json.js';
import type { Json, JsonObject } from '../formats/json.js';
import type { CertificateRef } from '../formats/entry.js';
import { changeReasons, changeStates } from '../formats/status-rules.js';
import type { ChangeReason, ChangeState } from '../formats/status-rules.js';
import { FormatError } from '../formats/error.js';
import type { KeyAlgorithm } from '../formats/records.js';
import { Shape } from '../formats/shape.js';
import { AttestationError } from './error.js';

interface Common {
  /** Name of the Fabric channel. */
  readonly channel: string;
  /** The network’s random id: 16 bytes, hex. */
  readonly network: string;
  /** The transaction's timestamp: the asking client's clock, within the peers' window. */
  readonly time: string;
}

/** That an entry stands in its issuer's log, and the keys that it names. */
export interface EntryStatement extends Common {
  /** Emitted by `AttestEntry` alone. */
  readonly $tag: 'certbridge/entry/1';
  /** GB 32100 code, 18 characters. */
  readonly issuer: string;
  /** The issuer’s name, as registered. */
  readonly name: string;
  /** MSP id of the province that registered the issuer. */
  readonly mspId: string;
  /** Of the entry in its issuer’s log, from 1. */
  readonly seq: number;
  /** SHA-256 (hex) of the entry’s canonical JSON. */
  readonly hash: string;
  /** `spki`: SHA-256 (hex) of the SubjectPublicKeyInfo. */
  readonly keys: readonly { readonly kid: string; readonly alg: KeyAlgorithm; readonly spki: string }[];
}

/** A certificate’s status in a statement of the ledger’s. */
export interface LedgerStatus {
  /** What the last change made of the certificate. */
  readonly state: ChangeState;
  /** Why, from the closed list. */
  readonly reason: ChangeReason;
  /** The successor, where the state names one. */
  readonly by?: CertificateRef;
  /** The entry that changed it. */
  readonly seq: number;
  /** Of that entry: RFC 3339 UTC. */
  readonly time: string;
}

/** One certificate's status. */
export interface StatusStatement extends Common {
  /** Emitted by `AttestStatus` alone. */
  readonly $tag: 'certbridge/status/1';
  /** GB 32100 code, 18 characters. */
  readonly issuer: string;
  /** certId, 16 bytes, hex. */
  readonly cert: string;
  /** What the asker asked with: 16 bytes, hex. */
  readonly nonce: string;
  /** Of the issuer’s log when it was attested. */
  readonly head: {
    /** Of the last record, from 1. */
    readonly seq: number;
    /** SHA-256 (hex) of the last record. */
    readonly hash: string;
  };
  /** null: no change was recorded. */
  readonly status: LedgerStatus | null;
  /** Time of the newest heartbeat, RFC 3339 UTC; null: none yet. */
  readonly beat: string | null;
}

/** All heads at once. */
export interface CheckpointStatement extends Common {
  /** Emitted by `AttestCheckpoint` alone. */
  readonly $tag: 'certbridge/checkpoint/1';
  /** How many heads the list has. */
  readonly count: number;
  /** SHA-256 (hex) of the heads list. */
  readonly heads: string;
  /** n of the trust anchor in force. */
  readonly anchor: number;
  /** Time of the newest heartbeat, RFC 3339 UTC; null: none yet. */
  readonly beat: string | null;
  /** What the asker asked with: 16 bytes, hex. */
  readonly nonce: string;
}

/** A trust anchor and its predecessor, by their ids. */
export interface AnchorStatement extends Common {
  /** Emitted by `AttestAnchor` alone. */
  readonly $tag: 'certbridge/anchor/1';
  /** Number of the trust anchor. */
  readonly n: number;
  /** Its id: SHA-256 (hex) of its canonical JSON. */
  readonly anchor: string;
  /** Its predecessor’s id; null for the first. */
  readonly previous: string | null;
}

/** What an attestation may state. */
export type Statement = EntryStatement | StatusStatement | CheckpointStatement | AnchorStatement;
/** The tag that a statement begins with, which only one function of the contract returns. */
export type StatementTag = Statement['$tag'];
export type StatementOf<T extends StatementTag> = Extract<Statement, { $tag: T }>;

const shape = new Shape('ATTESTATION_MALFORMED');
const where = 'the statement';
const alg = shape.one('ES256', 'RS256');
const state = shape.one(...changeStates);
const reason = shape.one(...changeReasons);

const key = (value: Json | undefined): EntryStatement['keys'][number] => {
  const o = shape.object(value, where, ['kid', 'alg', 'spki']);
  return { kid: shape.kid(o['kid'], where), alg: alg(o['alg'], where), spki: shape.hash(o['spki'], where) };
};
const keys = shape.sorted(key, (one) => one.kid, 100);

function instantOrNull(value: Json | undefined): string | null {
  return value === null ? null : shape.instant(value, where);
}

function ref(value: Json | undefined): CertificateRef {
  const o = shape.object(value, where, ['issuer', 'cert']);
  return { issuer: shape.code18(o['issuer'], where), cert: shape.hex32(o['cert'], where) };
}

function status(value: Json | undefined): LedgerStatus | null {
  if (value === null) return null;
  const o = shape.object(value, where, ['state', 'reason', 'by', 'seq', 'time']);
  return {
    state: state(o['state'], where),
    reason: reason(o['reason'], where),
    ...('by' in o ? { by: ref(o['by']) } : {}),
    seq: shape.count(o['seq'], where),
    time: shape.instant(o['time'], where),
  };
}

function head(value: Json | undefined): StatusStatement['head'] {
  const o = shape.object(value, where, ['seq', 'hash']);
  return { seq: shape.natural(o['seq'], where), hash: shape.hash(o['hash'], where) };
}

const common = ['$tag', 'channel', 'network', 'time'];

function readCommon(o: JsonObject): Common {
  return {
    channel: shape.ledgerName(o['channel'], where),
    network: shape.hex32(o['network'], where),
    time: shape.instant(o['time'], where),
  };
}

const readers: { readonly [T in StatementTag]: (value: Json) => StatementOf<T> } = {
  'certbridge/entry/1': (value) => {
    const o = shape.object(value, where, [...common, 'issuer', 'name', 'mspId', 'seq', 'hash', 'keys']);
    return {
      $tag: 'certbridge/entry/1',
      ...readCommon(o),
      issuer: shape.code18(o['issuer'], where),
      name: shape.label(o['name'], where),
      mspId: shape.mspId(o['mspId'], where),
      seq: shape.count(o['seq'], where),
      hash: shape.hash(o['hash'], where),
      keys: keys(o['keys'], where),
    };
  },
  'certbridge/status/1': (value) => {
    const o = shape.object(value, where, [...common, 'issuer', 'cert', 'nonce', 'head', 'status', 'beat']);
    return {
      $tag: 'certbridge/status/1',
      ...readCommon(o),
      issuer: shape.code18(o['issuer'], where),
      cert: shape.hex32(o['cert'], where),
      nonce: shape.hex32(o['nonce'], where),
      head: head(o['head']),
      status: status(o['status']),
      beat: instantOrNull(o['beat']),
    };
  },
  'certbridge/checkpoint/1': (value) => {
    const o = shape.object(value, where, [...common, 'count', 'heads', 'anchor', 'beat', 'nonce']);
    return {
      $tag: 'certbridge/checkpoint/1',
      ...readCommon(o),
      count: shape.natural(o['count'], where),
      heads: shape.hash(o['heads'], where),
      anchor: shape.count(o['anchor'], where),
      beat: instantOrNull(o['beat']),
      nonce: shape.hex32(o['nonce'], where),
    };
  },
  'certbridge/anchor/1': (value) => {
    const o = shape.object(value, where, [...common, 'n', 'anchor', 'previous']);
    return {
      $tag: 'certbridge/anchor/1',
      ...readCommon(o),
      n: shape.count(o['n'], where),
      anchor: shape.hash(o['anchor'], where),
      previous: o['previous'] === null ? null : shape.hash(o['previous'], where),
    };
  },
};

/** Reads what a contract function returned as the statement with this tag, and no other. */
export function readStatement<T extends StatementTag>(result: Uint8Array, tag: T): StatementOf<T> {
  let value: Json;
  try {
    value = parseCanonicalJson(result, { length: 64 * 1024, depth: 6 });
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new AttestationError('STATEMENT_MALFORMED', 'what was attested is not canonical JSON', { cause });
  }
  if ((value as JsonObject | null)?.['$tag'] !== tag) {
    throw new AttestationError('STATEMENT_MISMATCH', `what was attested is not a ${tag} statement`);
  }
  try {
    return readers[tag](value);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new AttestationError('STATEMENT_MALFORMED', `not a ${tag} statement`, { cause });
  }
}
