import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  PAGE_SIZE,
  encodePage,
  pagePath,
  parsePage,
  recordHash,
  zeroHash,
} from '@certbridge/verifier-sdk/formats';
import type { Head, LedgerRecord, Log } from '@certbridge/verifier-sdk/formats';
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
    super(
      'unavailable',
      'LEDGER_BEHIND',
      `The peers are behind what the feed shows of the log ${log}; it is tried again.`,
    );
  }
}

/** The pages of one log, as far as they are written. They are their own checkpoint. */
export class LogPages {
  readonly #folder: string;
  readonly #log: Log;
  readonly #id: string;
  #seq: number;
  #hash: string;
  /** Records of the last page while it is not full. */
  #open: LedgerRecord[];

  private constructor(folder: string, log: Log, id: string, last: readonly LedgerRecord[], hash: string) {
    this.#folder = folder;
    this.#log = log;
    this.#id = id;
    this.#seq = last.at(-1)?.seq ?? 0;
    this.#hash = hash;
    this.#open = last.length < PAGE_SIZE ? [...last] : [];
  }

  /** Finds where the folder's pages end. */
  static async open(folder: string, log: Log, id: string): Promise<LogPages> {
    const directory = join(folder, pagePath(log, id, 0), '..');
    const names = await readdir(directory).catch(() => []);
    const numbers = names.flatMap((name) => (/^\d+\.json$/.test(name) ? [parseInt(name, 10)] : []));
    if (numbers.length === 0) return new LogPages(folder, log, id, [], zeroHash);
    const bytes = await readIfThere(folder, pagePath(log, id, Math.max(...numbers)));
    const page = bytes && parsePage(bytes);
    const last = page?.records.at(-1);
    if (page?.id !== id || !last) throw new FeedOfAnotherLedger(`${log} ${id}`);
    return new LogPages(folder, log, id, page.records, await recordHash(last));
  }

  get seq(): number {
    return this.#seq;
  }

  /** The number of the page that the next record goes to: those before it never change. */
  get page(): number {
    return Math.floor(this.#seq / PAGE_SIZE);
  }

  /**
   * @throws LedgerBehind when the head is one that was passed already: some peers lag
   * @throws FeedOfAnotherLedger when it is neither ours, nor a later one, nor one of those last passed
   */
  async expect({ seq, hash }: Head): Promise<void> {
    if (seq > this.#seq || (seq === this.#seq && hash === this.#hash)) return;
    const passed = this.#open.find((record) => record.seq === seq);
    if (seq < this.#seq && passed && (await recordHash(passed)) === hash) {
      throw new LedgerBehind(`${this.#log} ${this.#id}`);
    }
    throw new FeedOfAnotherLedger(`${this.#log} ${this.#id}`);
  }

  /** Adds the records that follow, writing the pages that they fall on. */
  async append(records: readonly LedgerRecord[]): Promise<void> {
    for (const record of records) {
      if (record.seq !== this.#seq + 1 || record.prev !== this.#hash) {
        throw new FeedOfAnotherLedger(`${this.#log} ${this.#id}`);
      }
      this.#open.push(record);
      this.#seq = record.seq;
      this.#hash = await recordHash(record);
      if (this.#open.length === PAGE_SIZE) await this.#write();
    }
    if (this.#open.length > 0) await this.#write();
  }

  async #write(): Promise<void> {
    const from = this.#open[0]?.seq ?? 1;
    const number = (from - 1) / PAGE_SIZE;
    const page = { v: 1 as const, log: this.#log, id: this.#id, from, records: this.#open };
    await writeFileAtomically(join(this.#folder, pagePath(this.#log, this.#id, number)), encodePage(page));
    if (this.#open.length === PAGE_SIZE) this.#open = [];
  }
}
