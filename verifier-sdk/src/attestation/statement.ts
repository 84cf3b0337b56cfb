import { parseCanonicalJson } from '../formats/json.js';
import type { Json, JsonObject } from '../formats/json.js';
import { readCertificateRef } from '../formats/entry.js';
import type { CertificateStatus, PendingSupersession } from '../formats/status.js';
import { changeReasons, recordedStates } from '../formats/status-rules.js';
import { FormatError } from '../formats/error.js';
import { readAlgorithm, readKeyUse } from '../formats/province-records.js';
import type { KeyAlgorithm, KeyUse } from '../formats/province-records.js';
import { Shape } from '../formats/shape.js';
import type { Read } from '../formats/shape.js';
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
  readonly keys: readonly {
    readonly kid: string;
    readonly alg: KeyAlgorithm;
    readonly use: KeyUse;
    readonly spki: string;
  }[];
}

/** When each province's service last showed that the ledger still commits, sorted by MSP id; RFC 3339 UTC. */
export type Beats = readonly (readonly [mspId: string, time: string])[];

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
    /** Of the last record, from 1; 0: there was none. */
    readonly seq: number;
    /** SHA-256 (hex) of the last record. */
    readonly hash: string;
  };
  /** As recorded, whatever the day; null: no change was. */
  readonly status: CertificateStatus | null;
  /** When each province last showed that the ledger commits. */
  readonly beats: Beats;
}

/** All heads at once. */
export interface CheckpointStatement extends Common {
  /** Emitted by `AttestCheckpoint` alone. */
  readonly $tag: 'certbridge/checkpoint/1';
  /** How many heads the list has. */
  readonly count: number;
  /** RFC 6962 root (hex) over the lines of the heads list. */
  readonly heads: string;
  /** n of the trust anchor in force. */
  readonly anchor: number;
  /** When each province last showed that the ledger commits. */
  readonly beats: Beats;
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

/** What a province last stated of its audit tree. */
export interface AuditStatement extends Common {
  /** Emitted by `AttestAudit` alone. */
  readonly $tag: 'certbridge/audit/1';
  /** MSP id of the province. */
  readonly mspId: string;
  /** null: it never stated one. */
  readonly head: {
    /** Records in the tree, from 1. */
    readonly size: number;
    /** RFC 6962 root (hex) over the records. */
    readonly root: string;
    /** When it was stated; RFC 3339 UTC. */
    readonly time: string;
  } | null;
  /** What the asker asked with: 16 bytes, hex. */
  readonly nonce: string;
}

/** What an attestation may state. */
export type Statement =
  EntryStatement | StatusStatement | CheckpointStatement | AnchorStatement | AuditStatement;
/** The tag that a statement begins with, which only one function of the contract returns. */
export type StatementTag = Statement['$tag'];
export type StatementOf<T extends StatementTag> = Extract<Statement, { $tag: T }>;

const shape = new Shape('ATTESTATION_MALFORMED');
const where = 'the statement';
const reason = shape.one(...changeReasons);
const key = shape.members({ kid: shape.kid, alg: readAlgorithm, use: readKeyUse, spki: shape.hash });
const pair = shape.list((one) => one, 2, 2);

function beat(value: Json | undefined): Beats[number] {
  const [mspId, time] = pair(value, where);
  return [shape.mspId(mspId, where), shape.instant(time, where)];
}
const beats = shape.sorted(beat, ([mspId]) => mspId, 1000);

const recorded = { reason, seq: shape.count, time: shape.instant };
const pending: Read<PendingSupersession> = shape.members({
  ...recorded,
  by: readCertificateRef,
  from: shape.date,
});
const status: Read<CertificateStatus> = shape.members(
  { ...recorded, state: shape.one('none', ...recordedStates) },
  { by: readCertificateRef, pending },
);

const common = { channel: shape.ledgerName, network: shape.hex32, time: shape.instant };

/** What each statement has beside its tag. */
const readers: { readonly [T in StatementTag]: Read<Omit<StatementOf<T>, '$tag'>> } = {
  'certbridge/entry/1': shape.members({
    ...common,
    issuer: shape.code18,
    name: shape.label,
    mspId: shape.mspId,
    seq: shape.count,
    hash: shape.hash,
    keys: shape.sorted(key, ({ kid }) => kid, 100),
  }),
  'certbridge/status/1': shape.members({
    ...common,
    issuer: shape.code18,
    cert: shape.hex32,
    nonce: shape.hex32,
    head: shape.members({ seq: shape.natural, hash: shape.hash }),
    status: shape.orNull(status),
    beats,
  }),
  'certbridge/checkpoint/1': shape.members({
    ...common,
    count: shape.natural,
    heads: shape.hash,
    anchor: shape.count,
    beats,
    nonce: shape.hex32,
  }),
  'certbridge/audit/1': shape.members({
    ...common,
    mspId: shape.mspId,
    head: shape.orNull(shape.members({ size: shape.count, root: shape.hash, time: shape.instant })),
    nonce: shape.hex32,
  }),
  'certbridge/anchor/1': shape.members({
    ...common,
    n: shape.count,
    anchor: shape.hash,
    previous: shape.orNull(shape.hash),
  }),
};

/** Whether a tag is of a later version (2 to 9999) of the statement that was asked for, whose own is 1. */
const isLater = (said: Json | undefined, tag: StatementTag): boolean =>
  typeof said === 'string' && said.replace(/[1-9][0-9]{0,3}$/, '1') === tag;

/** Reads what a contract function returned as the statement with this tag, and no other. */
export function readStatement<T extends StatementTag>(result: Uint8Array, tag: T): StatementOf<T> {
  let value: Json;
  try {
    value = parseCanonicalJson(result, { length: 64 * 1024, depth: 12 });
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new AttestationError('STATEMENT_MALFORMED', 'what was attested is not canonical JSON', { cause });
  }
  const said = (value as JsonObject | null)?.['$tag'];
  if (said !== tag) {
    throw isLater(said, tag)
      ? new AttestationError('STATEMENT_VERSION', `a later version of a ${tag} statement`)
      : new AttestationError('STATEMENT_MISMATCH', `not a ${tag} statement`);
  }
  try {
    // The tag chooses the reader, which the compiler does not follow through the table.
    return { $tag: tag, ...readers[tag](value, where) } as unknown as StatementOf<T>;
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new AttestationError('STATEMENT_MALFORMED', `not a ${tag} statement`, { cause });
  }
}
