import { FormatError } from '../formats/error.js';
import { PAGE_SIZE, encodePage, pagePath, parsePage } from '../formats/feed.js';
import type { Page } from '../formats/feed.js';
import type { Head } from '../formats/heads.js';
import type { Ledger, LogUpdate } from './ledger.js';
import { MirrorError } from './error.js';
import { cutPage, pageName, pagesUpTo } from './files.js';
import type { Mirror } from './mirror.js';
import type { FeedSource } from './source.js';

export interface FetchedPage {
  readonly page: Page;
  readonly lastSeq: number;
}

function read(bytes: Uint8Array, { log, id }: Head, from: number, lastSeq: number): Page {
  try {
    const page = parsePage(bytes);
    if (page.log !== log || page.id !== id || page.from !== from) {
      throw new MirrorError('FEED_MISMATCH', `a page of ${log} ${id} is another's`);
    }
    const cut = cutPage(page, lastSeq);
    if (cut.records.length !== lastSeq - from + 1) {
      throw new MirrorError('FEED_MISMATCH', `a page of ${log} ${id} is cut short`);
    }
    return cut;
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw new MirrorError('FEED_MALFORMED', `a page of ${log} ${id} cannot be read: ${cause.message}`, {
      cause,
    });
  }
}

const logsAtATime = 8;

/** Gets the pages that a mirror lacks up to some heads, keeping full ones at once so that a cut sync goes on from there. */
export class PageFetcher {
  readonly pages: FetchedPage[] = [];
  readonly #used: string[] = [];

  constructor(
    private readonly mirror: Mirror,
    private readonly source: FeedSource,
    private readonly url: string,
  ) {}

  /** New records of every log that the heads are ahead in; several logs at a time. */
  async updates(ledger: Ledger, heads: readonly Head[]): Promise<LogUpdate[]> {
    const behind = heads.filter((head) => head.seq > ledger.count(head.log, head.id));
    const updates: LogUpdate[] = [];
    const queue = behind.entries();
    const failures: unknown[] = [];
    const work = async (): Promise<void> => {
      for (const [i, head] of queue) {
        if (failures.length > 0) return;
        try {
          updates[i] = await this.update(head, ledger.count(head.log, head.id));
        } catch (error) {
          failures.push(error);
        }
      }
    };
    // None may still be writing once the caller cleans up, so all are awaited even if one fails.
    await Promise.all(Array.from({ length: logsAtATime }, work));
    if (failures.length > 0) throw failures[0];
    return updates;
  }

  /** The records of one log after `held`. */
  async update(head: Head, held: number): Promise<LogUpdate> {
    const records: LogUpdate['records'][number][] = [];
    for (const { page, lastSeq } of pagesUpTo(held + 1, head)) {
      const got = await this.#page(head, page, lastSeq);
      for (const record of got.records) if (record.seq > held) records.push(record);
    }
    return { log: head.log, id: head.id, records };
  }

  /** Forgets what was kept of pages that turned out not to fit: the next attempt fetches them afresh. */
  async discard(): Promise<void> {
    for (const name of this.#used) await this.mirror.store.delete(name);
  }

  async #page(head: Head, number: number, lastSeq: number): Promise<Page> {
    const { log, id } = head;
    const from = number * PAGE_SIZE + 1;
    const isFull = lastSeq === from + PAGE_SIZE - 1;
    const name = pageName(log, id, number, lastSeq);
    const kept = isFull ? await this.mirror.store.get(name) : undefined;
    if (isFull) this.#used.push(name);
    if (kept) return read(kept, head, from, lastSeq);
    const bytes = await this.source.get(this.url, pagePath(log, id, number));
    if (!bytes) throw new MirrorError('FEED_MISMATCH', `page ${number} of ${log} ${id} is missing`);
    const page = read(bytes, head, from, lastSeq);
    if (isFull) await this.mirror.store.put(name, encodePage(page));
    else this.pages.push({ page, lastSeq });
    return page;
  }
}
