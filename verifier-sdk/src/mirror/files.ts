import type { Page } from '../formats/feed.js';
import type { Log } from '../formats/heads.js';
import { parseJson } from '../formats/json.js';
import { Shape } from '../formats/shape.js';
import type { Read } from '../formats/shape.js';
import type { LogEnd } from './chain.js';
import type { LogState } from './ledger.js';

/** The file that makes the others count. */
export const stateName = 'state.json';

/** A log that does not end in its head of the checkpoint: where it ends here, and why. */
export interface LaggingLog extends LogEnd {
  readonly log: Log;
  readonly id: string;
  readonly state: Exclude<LogState, 'current'>;
}

export interface StoredState {
  readonly v: 1;
  /** The store's name of the checkpoint's file. */
  readonly checkpoint: string;
  /** When it was received. */
  readonly received: string;
  readonly lagging: readonly LaggingLog[];
}

const shape = new Shape('FEED_MALFORMED');
const lagging: Read<LaggingLog> = shape.exactly({
  log: shape.one('n', 'p', 'i'),
  // As long as an MSP id; the other ids are shorter.
  id: shape.mspId,
  seq: shape.natural,
  hash: shape.hash,
  state: shape.one('short', 'refused', 'too-large'),
});
const readState: Read<StoredState> = shape.exactly({
  v: shape.one(1),
  checkpoint: shape.text(/^checkpoints\/[0-9a-f]{32}\.json$/, 'the name of a checkpoint'),
  received: shape.instant,
  lagging: shape.list(lagging, 2 ** 18),
});

export function parseState(bytes: Uint8Array): StoredState {
  const limits = { length: 64 * 1024 * 1024, depth: 4, values: 2 ** 20 };
  return readState(parseJson(bytes, limits), 'the state');
}

/** The name of a trust anchor's file in the store. */
export const anchorName = (n: number): string => `anchors/${n}.json`;

/** The name of a list of QR digests in the store. */
export const qrListName = (issuer: string, seq: number): string => `qr/${issuer}/${seq}`;

/** What the names of a log's pages in the store begin with. */
export const logFolder = (of: Log, id: string): string => `logs/${of}/${id}/`;

/** A full page's name in the store, by its first record: it never changes. */
export function fullPageName(of: Log, id: string, from: number): string {
  return `${logFolder(of, id)}${from}.json`;
}

/** The name of a page that is not full yet, by its first and its last record. */
export function openPageName(of: Log, id: string, from: number, last: number): string {
  return `${logFolder(of, id)}${from}.${last}.json`;
}

/** The first record of a page, full or not, by its name. */
export const pageStart = (name: string): number => Number.parseInt(name.slice(name.lastIndexOf('/') + 1), 10);

/** The page without the records after `lastSeq`. */
export function cutPage(page: Page, lastSeq: number): Page {
  const records = page.records.filter(({ seq }) => seq <= lastSeq);
  return { ...page, records };
}
