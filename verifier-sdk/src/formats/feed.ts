import { attestationFromJson, attestationToJson } from './attestation.js';
import type { Attestation } from './attestation.js';
import { utf8 } from './bytes.js';
import { FormatError } from './error.js';
import { parseHeads } from './heads.js';
import type { Log } from './heads.js';
import { canonicalJson, parseJson } from './json.js';
import type { Json } from './json.js';
import { PAGE_SIZE, checkOnePage } from './pages.js';
import { logOf, readLogRecord } from './records.js';
import type { LogRecord } from './records.js';
import { Shape } from './shape.js';
import { readTrustAnchor } from './trust-anchor.js';
import type { TrustAnchor } from './trust-anchor.js';

/** Values of the fullest page: 256 KiB of records of small members, or one trust anchor. */
const maxPageValues = 2 ** 18;
/** Bytes of the largest page as a file. */
export const maxPageFile = 1024 * 1024;

/** feed/checkpoint.json (账本快照). */
export interface CheckpointFile {
  /** Version of the file format. */
  readonly v: 1;
  /** The heads list; see {@link parseHeads} and {@link headsRoot}. */
  readonly heads: string;
  /** A `certbridge/checkpoint/1` over the SHA-256 of `heads`; unverified. */
  readonly attestation: Attestation;
  /** What the service asked with: 16 bytes, hex. */
  readonly nonce: string;
}

/** feed/n/<from>.json, feed/p/<mspId>/<from>.json, feed/i/<issuer>/<from>.json; see {@link PageCutter}. */
export interface Page {
  /** Version of the file format. */
  readonly v: 1;
  /** Whose log: `n` network, `p` province, `i` issuer. */
  readonly log: Log;
  /** Network id, MSP id or issuer code. */
  readonly id: string;
  /** seq of the first record. */
  readonly from: number;
  /** As they stand in the log, kinds of later software included; see {@link interpretRecord}. */
  readonly records: readonly LogRecord[];
}

/** feed/anchor/<n>.json: a successor of the trust anchor, attested under its predecessor. */
export interface AnchorFile {
  /** Version of the file format. */
  readonly v: 1;
  /** The successor. */
  readonly anchor: TrustAnchor;
  /** The predecessor’s provinces attest it; unverified. */
  readonly attestation: Attestation;
}

const shape = new Shape('FEED_MALFORMED');
const version = (value: Json | undefined, where: string): 1 => {
  shape.version(value, where, 1);
  return 1;
};
const logName = shape.one('n', 'p', 'i');
const file = (value: unknown): Uint8Array => utf8(canonicalJson(value as Json));

/**
 * Writes feed/checkpoint.json.
 * @throws FormatError `HEADS_MALFORMED` for heads that are no list of heads, `JSON_MALFORMED`
 */
export function encodeCheckpoint(checkpoint: CheckpointFile): Uint8Array {
  parseHeads(checkpoint.heads);
  return file({ ...checkpoint, attestation: attestationToJson(checkpoint.attestation) });
}

/**
 * Reads feed/checkpoint.json; the attestation is not verified yet.
 * @throws FormatError `FEED_MALFORMED`, `ATTESTATION_MALFORMED`; `VERSION_UNKNOWN` for one of later software
 */
export function parseCheckpoint(input: string | Uint8Array): CheckpointFile {
  const where = 'the checkpoint';
  const o = shape.open(parseJson(input, { length: 96 * 1024 * 1024, depth: 6, values: 1024 }), where);
  const v = version(o['v'], `${where}.v`);
  const heads = o['heads'];
  if (typeof heads !== 'string') throw shape.wrong(`${where}.heads`, 'a text');
  return {
    v,
    heads,
    attestation: attestationFromJson(o['attestation'], `${where}.attestation`),
    nonce: shape.hex32(o['nonce'], `${where}.nonce`),
  };
}

/** Writes a page of a log; refuses records that are not its own, out of order or too many. @throws FormatError */
export function encodePage(page: Page): Uint8Array {
  checkRecords(page);
  checkOnePage(page.records);
  return file(page);
}

/** A page must hold one log's records in order. */
function checkRecords(page: Page): void {
  const { log, id, from, records } = page;
  records.forEach((record, i) => {
    const of = logOf(record);
    if (of.log !== log || of.id !== id || record.seq !== from + i) {
      throw new FormatError('FEED_MALFORMED', `record ${i} of the page is of another log or out of order`);
    }
  });
}

/**
 * Reads a page of a log: one log’s records in order; whether they chain, and end where a page ends, is for the
 * mirror to find out.
 * @throws FormatError `FEED_MALFORMED`, `RECORD_MALFORMED`, `JSON_MALFORMED`, `JSON_LIMIT`, `VERSION_UNKNOWN`
 */
export function parsePage(input: string | Uint8Array): Page {
  const where = 'the page';
  const o = shape.open(parseJson(input, { length: maxPageFile, depth: 24, values: maxPageValues }), where);
  const v = version(o['v'], `${where}.v`);
  const log = logName(o['log'], `${where}.log`);
  const records = shape.list((record) => readLogRecord(log, record), PAGE_SIZE, 1);
  const page: Page = {
    v,
    log,
    id: shape.text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'the id of a log')(o['id'], `${where}.id`),
    from: shape.count(o['from'], `${where}.from`),
    records: records(o['records'], `${where}.records`),
  };
  checkRecords(page);
  return page;
}

/**
 * Writes feed/anchor/<n>.json.
 * @throws FormatError `JSON_MALFORMED` for what has no JSON
 */
export function encodeAnchorFile(anchorFile: AnchorFile): Uint8Array {
  return file({ ...anchorFile, attestation: attestationToJson(anchorFile.attestation) });
}

/**
 * Reads feed/anchor/<n>.json; the attestation is not verified yet.
 * @throws FormatError `FEED_MALFORMED`, or the code of a format within it
 */
export function parseAnchorFile(input: string | Uint8Array): AnchorFile {
  const where = 'the anchor file';
  const o = shape.open(parseJson(input, { depth: 12 }), where);
  return {
    v: version(o['v'], `${where}.v`),
    anchor: readTrustAnchor(o['anchor'], `${where}.anchor`),
    attestation: attestationFromJson(o['attestation'], `${where}.attestation`),
  };
}

/** Where the page lies in the feed that begins with the record `from`. */
export function pagePath(log: Log, id: string, from: number): string {
  return log === 'n' ? `feed/n/${from}.json` : `feed/${log}/${id}/${from}.json`;
}
