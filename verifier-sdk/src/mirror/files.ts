import type { Page } from '../formats/feed.js';
import type { Log } from '../formats/heads.js';
import { parseJson } from '../formats/json.js';
import type { Json } from '../formats/json.js';
import { Shape } from '../formats/shape.js';
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
const checkpointName = shape.text(/^checkpoints\/[0-9a-f]{32}\.json$/, 'the name of a checkpoint');
const log = shape.one('n', 'p', 'i');
const state = shape.one('short', 'refused', 'too-large');

function lagging(value: Json | undefined, where: string): LaggingLog {
  const o = shape.object(value, where, ['log', 'id', 'seq', 'hash', 'state']);
  return {
    log: log(o['log'], `${where}.log`),
    id: shape.text(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'the id of a log')(o['id'], `${where}.id`),
    seq: shape.natural(o['seq'], `${where}.seq`),
    hash: shape.hash(o['hash'], `${where}.hash`),
    state: state(o['state'], `${where}.state`),
  };
}

export function parseState(bytes: Uint8Array): StoredState {
  const limits = { length: 64 * 1024 * 1024, depth: 4, values: 2 ** 20 };
  const o = shape.object(parseJson(bytes, limits), 'the state', ['v', 'checkpoint', 'received', 'lagging']);
  return {
    v: shape.one(1)(o['v'], 'v'),
    checkpoint: checkpointName(o['checkpoint'], 'checkpoint'),
    received: shape.instant(o['received'], 'received'),
    lagging: shape.list(lagging, 2 ** 18)(o['lagging'], 'lagging'),
  };
}

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
