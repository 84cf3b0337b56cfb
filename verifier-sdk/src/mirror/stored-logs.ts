import { FormatError } from '../formats/error.js';
import { parsePage } from '../formats/feed.js';
import type { Page } from '../formats/feed.js';
import type { Log } from '../formats/heads.js';
import { PAGE_SIZE } from '../formats/pages.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { chainRecords, emptyLog } from './chain.js';
import type { ChainedRecord, LogEnd, LogUpdate } from './chain.js';
import { MirrorError } from './error.js';
import { cutPage, fullPageName, logFolder, openPageName, pageStart } from './files.js';
import type { MirrorStore } from './store.js';

interface Named {
  readonly log: Log;
  readonly id: string;
}

async function readPage(store: MirrorStore, { log, id }: Named, from: number, last: number): Promise<Page> {
  // A page of the log's end is named by its last record too; a full one of the same beginning may have come since.
  const open = last - from < PAGE_SIZE ? await store.get(openPageName(log, id, from, last)) : undefined;
  const bytes = open ?? (await store.get(fullPageName(log, id, from)));
  if (!bytes)
    throw new MirrorError('STORE_DAMAGED', `the page of ${log} ${id} from ${from} on is missing`, {
      reason: 'FILE_MISSING',
    });
  const page = parsePage(bytes);
  if (page.log !== log || page.id !== id || page.from !== from)
    throw new MirrorError('STORE_DAMAGED', `a page of ${log} ${id} is another's`, {
      reason: 'PAGE_OF_ANOTHER_LOG',
    });
  return cutPage(page, last);
}

/**
 * Reads a log of the store up to where it was replayed.
 * @throws MirrorError `STORE_DAMAGED` if it does not lead there
 */
export async function readStoredLog(
  store: MirrorStore,
  of: Named,
  end: LogEnd,
  anchor: TrustAnchor,
): Promise<LogUpdate> {
  const records: ChainedRecord[] = [];
  let at = emptyLog;
  try {
    while (at.seq < end.seq) {
      const page = await readPage(store, of, at.seq + 1, end.seq);
      const chained = await chainRecords(of, at, page.records, anchor);
      for (const one of chained) records.push(one);
      const last = chained.at(-1);
      if (!last) throw new MirrorError('STORE_DAMAGED', `a page of ${of.log} ${of.id} is empty`);
      at = { seq: last.record.seq, hash: last.hash };
    }
  } catch (cause) {
    if (!(cause instanceof MirrorError || cause instanceof FormatError)) throw cause;
    throw new MirrorError('STORE_DAMAGED', `the log ${of.log} ${of.id} cannot be used: ${cause.message}`, {
      cause,
    });
  }
  if (at.hash !== end.hash)
    throw new MirrorError('STORE_DAMAGED', `the log ${of.log} ${of.id} does not end where it did`, {
      reason: 'HEAD_NOT_REACHED',
    });
  return { ...of, records };
}

/** Where the page begins that a record is on, by the pages that are in the store. */
async function startOfPage(store: MirrorStore, { log, id }: Named, seq: number): Promise<number> {
  const starts = (await store.list(logFolder(log, id))).map(pageStart).filter((from) => from <= seq);
  return starts.reduce((latest, from) => Math.max(latest, from), 1);
}

/** Reads pages of a log of the store, from the one with the record `first` to the record `last`, in order. */
export async function* storedPages(
  store: MirrorStore,
  of: Named,
  last: number,
  first: number,
): AsyncGenerator<Page> {
  for (let from = await startOfPage(store, of, first); from <= last;) {
    const page = await readPage(store, of, from, last);
    yield page;
    from += Math.max(1, page.records.length);
  }
}
