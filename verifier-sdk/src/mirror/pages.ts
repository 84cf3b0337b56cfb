import { concat } from '../formats/bytes.js';
import { FormatError } from '../formats/error.js';
import { encodePage, maxPageFile, pagePath, parsePage } from '../formats/feed.js';
import type { Page } from '../formats/feed.js';
import type { Head } from '../formats/heads.js';
import { recordHash } from '../formats/records.js';
import type { LogRecord } from '../formats/records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { chainRecords } from './chain.js';
import type { ChainedRecord, LogEnd, LogUpdate } from './chain.js';
import { MirrorError } from './error.js';
import { cutPage, fullPageName, openPageName } from './files.js';
import { inLanes } from './lanes.js';
import type { LogState, ReplayedLedger } from './ledger.js';
import type { FeedSource } from './source.js';
import type { MirrorStore } from './store.js';

/** What a sync got of one log: all up to its head, or why not. */
export type Fetched =
  | {
      readonly head: Head;
      readonly update: LogUpdate;
      readonly open: Page | undefined;
      readonly state?: undefined;
      readonly error?: undefined;
    }
  | {
      readonly head: Head;
      readonly state: Exclude<LogState, 'current'>;
      readonly error: MirrorError;
      readonly update?: undefined;
      readonly open?: undefined;
    };

function readPage(bytes: Uint8Array, { log, id }: Head, from: number): Page {
  try {
    const page = parsePage(bytes);
    if (page.log === log && page.id === id && page.from === from) return page;
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new MirrorError('FEED_MALFORMED', `a page of ${log} ${id} cannot be read: ${cause.message}`, {
      cause,
    });
  }
  throw new MirrorError('FEED_MISMATCH', `a page of ${log} ${id} is another's`, {
    reason: 'PAGE_OF_ANOTHER_LOG',
  });
}

function stateOf({ code }: MirrorError): Exclude<LogState, 'current'> {
  if (code === 'FEED_TOO_LARGE') return 'too-large';
  return code === 'FEED_UNREACHABLE' || code === 'FEED_SHORT' ? 'short' : 'refused';
}

/** Where the walk along the pages of one log stands. */
interface Walk {
  readonly head: Head;
  /** Where the log ended before. */
  readonly before: LogEnd;
  /** First records of the pages that were walked. */
  readonly starts: number[];
  /** Those that were chained; none once they are too many bytes. */
  readonly records: ChainedRecord[];
  /** Of what was chained. */
  bytes: number;
  /** The last record that was chained. */
  end: LogEnd;
  /** The store's names of the full pages that were kept, or found kept. */
  readonly full: string[];
  /** Whether some were kept by an earlier sync. */
  wasKept: boolean;
}

const logsAtATime = 8;
/**
 * Bytes of records of one log that are held before they are proved: a server may invent as many as the log has, of a
 * megabyte each. More are read again from the pages that were kept.
 */
const mostHeld = 16 * 1024 * 1024;
/** What a page's file ends with. */
const afterRecords = '],"v":1}';

/**
 * Gets what a mirror lacks of the logs up to some heads, each log by itself: what is wrong with one leaves the
 * others alone. Full pages are kept at once, so that a cut sync goes on from there.
 */
export class PageFetcher {
  constructor(
    private readonly store: MirrorStore,
    private readonly source: FeedSource,
    private readonly url: string,
    private readonly anchor: TrustAnchor,
  ) {}

  /** What there is to be had of these logs, several at a time. */
  async logs(ledger: ReplayedLedger, heads: readonly Head[]): Promise<Fetched[]> {
    const fetched: Fetched[] = [];
    await inLanes(heads, logsAtATime, async (head, i) => {
      fetched[i] = await this.log(ledger, head);
    });
    return fetched;
  }

  /** One log from where it ends here up to its head. Throws only for what the store does. */
  async log(ledger: ReplayedLedger, head: Head): Promise<Fetched> {
    const first = await this.#attempt(ledger, head, (walk) => this.#grown(ledger, walk));
    // What an earlier sync kept may be what does not fit: then once more, all from the server.
    return first.wasKept && first.state !== 'short' ? this.#attempt(ledger, head) : first;
  }

  async #attempt(
    ledger: ReplayedLedger,
    head: Head,
    begin?: (walk: Walk) => Promise<Page | undefined>,
  ): Promise<Fetched & { readonly wasKept?: boolean }> {
    const before = ledger.end(head.log, head.id);
    const walk: Walk = {
      ...{ head, before, end: before },
      ...{ starts: [], records: [], bytes: 0, full: [], wasKept: false },
    };
    try {
      return await this.#walk(ledger, walk, await begin?.(walk));
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
      const state = stateOf(error);
      if (state !== 'short') for (const name of walk.full) await this.store.delete(name);
      return { head, state, error, wasKept: walk.wasKept };
    }
  }

  /** `grown`: the page on which the log ends here, with what came after that. */
  async #walk(ledger: ReplayedLedger, walk: Walk, grown?: Page): Promise<Fetched> {
    const { head } = walk;
    const { log, id } = head;
    const cutter = ledger.cutter(log, id);
    let from = walk.end.seq === 0 || cutter.isFull ? walk.end.seq + 1 : cutter.from;
    let last: Page | undefined;
    while (walk.end.seq < head.seq) {
      const page = last || !grown ? await this.#page(walk, from) : grown;
      if (page !== grown) await this.#checkHeld(ledger, page);
      walk.starts.push(page.from);
      for (const { bytes } of await this.#take(walk, page)) {
        if (cutter.take(bytes) !== from)
          throw new MirrorError('FEED_MISMATCH', `a page of ${log} ${id} ends where none does`, {
            reason: 'PAGE_CUT_ELSEWHERE',
          });
      }
      // That a record follows on the next page shows that the page before it was full.
      if (last) await this.#keep(walk, last);
      last = page;
      from = walk.end.seq + 1;
    }
    if (walk.end.hash !== head.hash)
      throw new MirrorError('FEED_MISMATCH', `the records of ${log} ${id} do not end in the attested head`, {
        reason: 'HEAD_NOT_REACHED',
      });
    const open = last && cutPage(last, head.seq);
    if (open && cutter.isFull) await this.#keep(walk, open);
    const records = walk.bytes <= mostHeld ? walk.records : this.#again(walk, open);
    return { head, update: { log, id, records }, open: cutter.isFull ? undefined : open };
  }

  /**
   * The page on which a log ends here, as the server has it by now, of which only the end is fetched: a page's
   * file is canonical JSON, and grows at its end alone. Undefined where it must be fetched as a whole.
   */
  async #grown(ledger: ReplayedLedger, walk: Walk): Promise<Page | undefined> {
    const { log, id } = walk.head;
    const cutter = ledger.cutter(log, id);
    if (walk.end.seq === 0 || cutter.isFull) return undefined;
    const held = await this.store.get(openPageName(log, id, cutter.from, walk.end.seq));
    // One that an earlier sync kept whole is here already.
    if (!held || (await this.store.get(fullPageName(log, id, cutter.from)))) return undefined;
    const kept = held.subarray(0, held.length - afterRecords.length);
    try {
      const path = pagePath(log, id, cutter.from);
      const part = await this.source.rest(this.url, path, kept.length, maxPageFile);
      if (!part) return undefined;
      walk.wasKept = part.from > 0;
      const bytes = part.from > 0 ? concat(kept, part.bytes) : part.bytes;
      const page = readPage(bytes, walk.head, cutter.from);
      if (part.from === 0) await this.#checkHeld(ledger, page);
      return page;
    } catch (error) {
      if (error instanceof MirrorError) return undefined;
      throw error;
    }
  }

  /** The records of a page that are new, up to the head, chained. */
  async #take(walk: Walk, { records }: Page): Promise<readonly ChainedRecord[]> {
    const taken = records.filter(({ seq }) => seq > walk.end.seq && seq <= walk.head.seq);
    const chained = await chainRecords(walk.head, walk.end, taken, this.anchor);
    for (const one of chained) {
      walk.bytes += one.bytes;
      if (walk.bytes <= mostHeld) walk.records.push(one);
      else walk.records.length = 0;
    }
    const last = chained.at(-1);
    if (last) walk.end = { seq: last.record.seq, hash: last.hash };
    return chained;
  }

  /** The records of a walk once more, by its pages: all but the last were kept, and must lead to that one again. */
  async *#again(walk: Walk, last: Page | undefined): AsyncGenerator<ChainedRecord> {
    let end = walk.before;
    for (const from of walk.starts) {
      const page = from === last?.from ? last : await this.#page(walk, from);
      const records = page.records.filter(({ seq }) => seq > end.seq);
      for (const one of await chainRecords(walk.head, end, records, this.anchor)) {
        yield one;
        end = { seq: one.record.seq, hash: one.hash };
      }
    }
  }

  /** As {@link findContradiction} says, by what the server has now. */
  async contradiction(ledger: ReplayedLedger, head: Head): Promise<readonly LogRecord[] | undefined> {
    // Few windows ever need it.
    const { findContradiction } = await import('./contradiction.js');
    return findContradiction((from) => this.#fresh(head, from), ledger, head, this.anchor);
  }

  /** The records of a page that are here already must be those: the page is kept as a whole. */
  async #checkHeld(ledger: ReplayedLedger, { log, id, records }: Page): Promise<void> {
    for (const record of records) {
      if (record.seq > ledger.count(log, id)) return;
      if ((await recordHash(record)) !== ledger.hash(log, id, record.seq))
        throw new MirrorError(
          'FEED_MISMATCH',
          `record ${record.seq} of ${log} ${id} is another than before`,
          {
            reason: 'RECORD_CHANGED',
          },
        );
    }
  }

  async #keep({ full }: Walk, page: Page): Promise<void> {
    const name = fullPageName(page.log, page.id, page.from);
    if (full.includes(name)) return;
    full.push(name);
    await this.store.put(name, encodePage(page));
  }

  async #page(walk: Walk, from: number): Promise<Page> {
    const { log, id } = walk.head;
    const name = fullPageName(log, id, from);
    const kept = await this.store.get(name);
    if (kept) {
      walk.full.push(name);
      walk.wasKept = true;
      return readPage(kept, walk.head, from);
    }
    return this.#fresh(walk.head, from);
  }

  async #fresh(head: Head, from: number): Promise<Page> {
    const { log, id } = head;
    const bytes = await this.source.get(this.url, pagePath(log, id, from), maxPageFile);
    if (!bytes) throw new MirrorError('FEED_SHORT', `the page of ${log} ${id} from ${from} on is missing`);
    return readPage(bytes, head, from);
  }
}
