import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  PageCutter,
  encodePage,
  pagePath,
  parsePage,
  recordBytes,
  recordHash,
  zeroHash,
} from '@certbridge/verifier-sdk/formats';
import type { Head, Log, LogRecord } from '@certbridge/verifier-sdk/formats';
import { Problem } from '../../platform/problems/index.js';
import { writeFileAtomically } from '../../platform/files/index.js';
import { readIfThere } from './files.js';

/** The folder and the ledger do not belong together. */
export class FeedOfAnotherLedger extends Problem {
  constructor(log: string) {
    super(
      'internal',
      'FEED_LEDGER_MISMATCH',
      `The feed folder holds another history of the log ${log} than the ledger: move the folder away.`,
    );
  }
}

/** The peers asked just now hold less than the feed shows already: the published checkpoint stays. */
class LedgerBehind extends Problem {
  constructor(log: string) {
    super('unavailable', 'LEDGER_BEHIND', {
      zh: `节点的账本落后于已公布的 ${log}，稍后自动再试。`,
      en: `The peers are behind what the feed shows of the log ${log}; it is tried again.`,
    });
  }
}

/** The pages of one log, as far as they are written. They are their own checkpoint. */
export class LogPages {
  readonly #folder: string;
  readonly #log: Log;
  readonly #id: string;
  #seq = 0;
  #hash = zeroHash;
  #cutter = new PageCutter();
  /** Records of the last page: while it is not full it is written again with each that is added. */
  #last: LogRecord[] = [];

  private constructor(folder: string, log: Log, id: string) {
    this.#folder = folder;
    this.#log = log;
    this.#id = id;
  }

  /** Finds where the folder's pages end. */
  static async open(folder: string, log: Log, id: string): Promise<LogPages> {
    const pages = new LogPages(folder, log, id);
    const directory = join(folder, pagePath(log, id, 1), '..');
    const names = await readdir(directory).catch(() => []);
    const firsts = names.flatMap((name) => (/^\d+\.json$/.test(name) ? [parseInt(name, 10)] : []));
    if (firsts.length > 0) await pages.#resume(Math.max(...firsts));
    return pages;
  }

  async #resume(from: number): Promise<void> {
    const bytes = await readIfThere(this.#folder, pagePath(this.#log, this.#id, from));
    const page = bytes && parsePage(bytes);
    if (page?.id !== this.#id || page.from !== from)
      throw new FeedOfAnotherLedger(`${this.#log} ${this.#id}`);
    this.#cutter = new PageCutter(from);
    for (const record of page.records) await this.#take(record);
  }

  get seq(): number {
    return this.#seq;
  }

  /** seq of the first record of the last page, which may still change; those before it never do. */
  get page(): number {
    return this.#cutter.from;
  }

  /**
   * @throws LedgerBehind when the head is one that was passed already: some peers lag
   * @throws FeedOfAnotherLedger when it is neither ours, nor a later one, nor one of those last passed
   */
  async expect({ seq, hash }: Head): Promise<void> {
    if (seq > this.#seq || (seq === this.#seq && hash === this.#hash)) return;
    const passed = this.#last.find((record) => record.seq === seq);
    if (seq < this.#seq && passed && (await recordHash(passed)) === hash) {
      throw new LedgerBehind(`${this.#log} ${this.#id}`);
    }
    throw new FeedOfAnotherLedger(`${this.#log} ${this.#id}`);
  }

  /** Adds the records that follow, writing the pages that they fall on. */
  async append(records: readonly LogRecord[]): Promise<void> {
    for (const record of records) {
      if (record.seq !== this.#seq + 1 || record.prev !== this.#hash) {
        throw new FeedOfAnotherLedger(`${this.#log} ${this.#id}`);
      }
      const next = new PageCutter(this.#cutter);
      if (this.#last.length > 0 && next.take(recordBytes(record).length) !== this.#cutter.from) {
        await this.#write();
      }
      await this.#take(record);
    }
    if (this.#last.length > 0) await this.#write();
  }

  async #take(record: LogRecord): Promise<void> {
    const from = this.#cutter.take(recordBytes(record).length);
    if (record.seq === from) this.#last = [];
    this.#last.push(record);
    this.#seq = record.seq;
    this.#hash = await recordHash(record);
  }

  async #write(): Promise<void> {
    const from = this.#cutter.from;
    const page = { v: 1 as const, log: this.#log, id: this.#id, from, records: this.#last };
    await writeFileAtomically(join(this.#folder, pagePath(this.#log, this.#id, from)), encodePage(page));
  }
}
