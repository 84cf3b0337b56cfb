import { attestationFromJson, attestationToJson } from './attestation.js';
import type { Attestation } from './attestation.js';
import { utf8 } from './bytes.js';
import { FormatError } from './error.js';
import { parseHeads } from './heads.js';
import type { Log } from './heads.js';
import { canonicalJson, parseJson } from './json.js';
import type { Json } from './json.js';
import { logOf, readRecord } from './records.js';
import type { LedgerRecord } from './records.js';
import { Shape } from './shape.js';
import { readTrustAnchor } from './trust-anchor.js';
import type { TrustAnchor } from './trust-anchor.js';

/** Records a page; page k of a log holds seq k·256 + 1 to k·256 + 256. */
export const PAGE_SIZE = 256;

/** Values of a page full of records of 1000 changes and 1000 types. */
const mostPageValues = PAGE_SIZE * 9000;

/** feed/checkpoint.json (账本快照). */
export interface CheckpointFile {
  /** Version of the file format. */
  readonly v: 1;
  /** The heads list; see {@link parseHeads}. */
  readonly heads: string;
  /** A `certbridge/checkpoint/1` over the SHA-256 of `heads`; unverified. */
  readonly attestation: Attestation;
  /** What the service asked with: 16 bytes, hex. */
  readonly nonce: string;
}

/** feed/n/<page>.json, feed/p/<mspId>/<page>.json, feed/i/<issuer>/<page>.json. */
export interface Page {
  /** Version of the file format. */
  readonly v: 1;
  /** Whose log: `n` network, `p` province, `i` issuer. */
  readonly log: Log;
  /** Network id, MSP id or issuer code. */
  readonly id: string;
  /** seq of the first record. */
  readonly from: number;
  /** In the order of seq, at most 256. */
  readonly records: readonly LedgerRecord[];
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
const version = shape.one(1);
const logName = shape.one('n', 'p', 'i');
const file = (value: unknown): Uint8Array => utf8(canonicalJson(value as Json));

/** Writes feed/checkpoint.json. */
export function encodeCheckpoint(checkpoint: CheckpointFile): Uint8Array {
  parseHeads(checkpoint.heads);
  return file({ ...checkpoint, attestation: attestationToJson(checkpoint.attestation) });
}

/**
 * Reads feed/checkpoint.json; the attestation is not verified yet.
 * @throws FormatError `FEED_MALFORMED`, or the code of a format within it
 */
export function parseCheckpoint(input: string | Uint8Array): CheckpointFile {
  const where = 'the checkpoint';
  const o = shape.object(parseJson(input, { length: 96 * 1024 * 1024, depth: 6, values: 1024 }), where, [
    'v',
    'heads',
    'attestation',
    'nonce',
  ]);
  const heads = o['heads'];
  if (typeof heads !== 'string') throw shape.wrong(`${where}.heads`, 'a text');
  return {
    v: version(o['v'], `${where}.v`),
    heads,
    attestation: attestationFromJson(o['attestation'], `${where}.attestation`),
    nonce: shape.hex32(o['nonce'], `${where}.nonce`),
  };
}

/**
 * Writes a page of a log; refuses records that are not its own or out of order.
 * @throws FormatError `FEED_MALFORMED`, or the code of a format within it
 */
export function encodePage(page: Page): Uint8Array {
  const bytes = file(page);
  checkPage(page);
  return bytes;
}

/** A page must hold one log's records in order; whether they chain is for the mirror to find out. */
function checkPage(page: Page): void {
  const { log, id, from, records } = page;
  if ((from - 1) % PAGE_SIZE !== 0) throw shape.wrong('the page', 'at the start of a page');
  records.forEach((record, i) => {
    const of = logOf(record);
    if (of.log !== log || of.id !== id || record.seq !== from + i) {
      throw new FormatError('FEED_MALFORMED', `record ${i} of the page is of another log or out of order`);
    }
  });
}

/**
 * Reads a page of a log: one log’s records in order; whether they chain is for the mirror to find out.
 * @throws FormatError `FEED_MALFORMED`, or the code of a format within it
 */
export function parsePage(input: string | Uint8Array): Page {
  const where = 'the page';
  const o = shape.object(
    parseJson(input, { length: 128 * 1024 * 1024, depth: 14, values: mostPageValues }),
    where,
    ['v', 'log', 'id', 'from', 'records'],
  );
  const log = logName(o['log'], `${where}.log`);
  const records = shape.list((record) => readRecord(log, record), PAGE_SIZE, 1);
  const page: Page = {
    v: version(o['v'], `${where}.v`),
    log,
    id: shape.text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'the id of a log')(o['id'], `${where}.id`),
    from: shape.count(o['from'], `${where}.from`),
    records: records(o['records'], `${where}.records`),
  };
  checkPage(page);
  return page;
}

/** Writes feed/anchor/<n>.json. */
export function encodeAnchorFile(anchorFile: AnchorFile): Uint8Array {
  return file({ ...anchorFile, attestation: attestationToJson(anchorFile.attestation) });
}

/**
 * Reads feed/anchor/<n>.json; the attestation is not verified yet.
 * @throws FormatError `FEED_MALFORMED`, or the code of a format within it
 */
export function parseAnchorFile(input: string | Uint8Array): AnchorFile {
  const where = 'the anchor file';
  const o = shape.object(parseJson(input, { depth: 10 }), where, ['v', 'anchor', 'attestation']);
  return {
    v: version(o['v'], `${where}.v`),
    anchor: readTrustAnchor(o['anchor'], `${where}.anchor`),
    attestation: attestationFromJson(o['attestation'], `${where}.attestation`),
  };
}

/** Where a page lies in the feed. */
export function pagePath(log: Log, id: string, page: number): string {
  return log === 'n' ? `feed/n/${page}.json` : `feed/${log}/${id}/${page}.json`;
}
