import { PAGE_SIZE } from '../formats/feed.js';
import type { Page } from '../formats/feed.js';
import type { Head, Log } from '../formats/heads.js';
import { parseJson } from '../formats/json.js';
import { Shape } from '../formats/shape.js';

/** The file that makes the others count. */
export const stateName = 'state.json';

export interface StoredState {
  readonly v: 1;
  /** The store's name of the checkpoint's file. */
  readonly checkpoint: string;
  /** When it was received. */
  readonly received: string;
}

const shape = new Shape('FEED_MALFORMED');
const checkpointName = shape.text(/^checkpoints\/[0-9a-f]{32}\.json$/, 'the name of a checkpoint');

export function parseState(bytes: Uint8Array): StoredState {
  const o = shape.object(parseJson(bytes, { length: 4096, depth: 2 }), 'the state', [
    'v',
    'checkpoint',
    'received',
  ]);
  return {
    v: shape.one(1)(o['v'], 'v'),
    checkpoint: checkpointName(o['checkpoint'], 'checkpoint'),
    received: shape.instant(o['received'], 'received'),
  };
}

/** A page's name in the store: full pages never change, the last one is named by its last record too. */
export function pageName(log: Log, id: string, page: number, lastSeq: number): string {
  const full = lastSeq === (page + 1) * PAGE_SIZE;
  return `logs/${log}/${id}/${page}${full ? '' : `.${lastSeq}`}.json`;
}

/** The page that a record is on. */
export function pageOf(seq: number): number {
  return Math.floor((seq - 1) / PAGE_SIZE);
}

/** Where pages of a log up to a head begin and end. */
export function pagesUpTo(from: number, { seq }: Head): { page: number; lastSeq: number }[] {
  const pages: { page: number; lastSeq: number }[] = [];
  for (let page = pageOf(from); page <= pageOf(seq); page++) {
    pages.push({ page, lastSeq: Math.min(seq, (page + 1) * PAGE_SIZE) });
  }
  return pages;
}

/** The page without the records after `lastSeq`. */
export function cutPage(page: Page, lastSeq: number): Page {
  const records = page.records.filter(({ seq }) => seq <= lastSeq);
  return { ...page, records };
}
