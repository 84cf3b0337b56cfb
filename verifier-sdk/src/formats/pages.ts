import { FormatError } from './error.js';
import { recordBytes } from './records.js';
import type { LogRecord } from './records.js';

/** Records of the longest page. */
export const PAGE_SIZE = 256;
/** Bytes of the largest page, counted over its records' canonical JSON; one longer record is a page by itself. */
export const PAGE_BYTES = 256 * 1024;

/**
 * Where the pages of a log end: at 256 records, or before the record that would make one longer than 256 KiB.
 * Counted from seq 1 on, so that every server cuts alike.
 */
export class PageCutter {
  #from = 1;
  #next = 1;
  #bytes = 0;

  /** Begins at seq 1, or at the seq that begins a page, or goes on from where another stands. */
  constructor(from: number | PageCutter = 1) {
    if (typeof from === 'number') {
      this.#from = from;
      this.#next = from;
    } else {
      this.#from = from.#from;
      this.#next = from.#next;
      this.#bytes = from.#bytes;
    }
  }

  /** seq of the first record of the page that the last record taken is on. */
  get from(): number {
    return this.#from;
  }

  /** Whether the page takes no other record, whatever its length. */
  get isFull(): boolean {
    return this.#next - this.#from >= PAGE_SIZE || this.#bytes >= PAGE_BYTES;
  }

  /** Takes the next record of the log, of so many bytes of canonical JSON; gives its page's first seq. */
  take(bytes: number): number {
    if (this.isFull || this.#bytes + bytes > PAGE_BYTES) {
      this.#from = this.#next;
      this.#bytes = 0;
    }
    this.#bytes += bytes;
    this.#next += 1;
    return this.#from;
  }
}

/**
 * Cuts records, from one that begins a page, into pages.
 * @throws FormatError `JSON_MALFORMED` for a record that has no canonical JSON
 */
export function cutPages(records: readonly LogRecord[]): (readonly LogRecord[])[] {
  const pages: LogRecord[][] = [];
  const first = records[0];
  if (!first) return pages;
  const cutter = new PageCutter(first.seq);
  let from = 0;
  for (const record of records) {
    const at = cutter.take(recordBytes(record).length);
    if (at !== from) pages.push([]);
    from = at;
    pages.at(-1)?.push(record);
  }
  return pages;
}

/** Refuses records that are more than one page. @throws FormatError `FEED_MALFORMED` */
export function checkOnePage(records: readonly LogRecord[]): void {
  if (cutPages(records).length !== 1)
    throw new FormatError(
      'FEED_MALFORMED',
      `a page holds ${PAGE_SIZE} records or ${PAGE_BYTES} bytes at most`,
    );
}
