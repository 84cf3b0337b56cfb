import type { Database } from '../../platform/database/index.js';
import { LedgerRefusal } from '../adapter/index.js';
import { Backoff, Notifier } from '../../platform/waiting/index.js';
import { storeAttested } from './attested.js';
import { cutEntry, entryAt } from './cut.js';
import { budgetSpentUntil, markBudgetSpent } from './budget.js';
import {
  adoptEntries,
  dropWithdrawal,
  itemsOf,
  lastSeq,
  markAppended,
  releaseEntry,
  rewriteEntry,
  sameButTime,
  unfinishedEntry,
} from './entries.js';
import type { UnfinishedEntry } from './entries.js';
import type { AnchoringOptions } from './options.js';
import { itemKinds } from './outbox.js';
import type { ItemKind } from './outbox.js';
import { Registration } from './registration.js';
import { waits } from './waiting.js';

const SIZE = 1000;
const AGE = 1000;
const ENTRY_BYTES = 1024;
/** What the ledger says of an item, not of the log, a key or the moment. */
const ABOUT_ITEMS = new Set([
  'STATE_FINAL',
  'STATE_TRANSITION',
  'SUCCESSOR_INVALID',
  'ISSUER_UNKNOWN',
  'INPUT_INVALID',
  'FROM_INVALID',
  'PENDING_EXISTS',
  'NOTHING_PENDING',
]);
/** The contract counts a log's bytes by the hour. */
const HOUR = 3_600_000;

/** Writes one issuer's log. The caller holds the lock that makes it the only one. */
export class LogWriter {
  readonly #options: AnchoringOptions;
  readonly #issuer: string;
  readonly #registration: Registration;
  readonly #work = new Notifier();
  #caughtUp = false;
  /** Smaller while the item is looked for that the ledger refuses. */
  #limit = Infinity;
  /** Until then the log's budget is spent: only what is exempt from it is sent. */
  #spentUntil = 0;

  constructor(options: AnchoringOptions, issuer: string) {
    this.#options = options;
    this.#issuer = issuer;
    this.#registration = new Registration(options, issuer);
  }

  notify(): void {
    this.#work.notify();
  }

  /** The ledger may say something else of the issuer by now. */
  lookAgain(): void {
    this.#registration.forget();
    this.#work.notify();
  }

  /** Until `lost`. The ledger away, or refusing, is waited for; the database away is thrown. */
  async run(lost: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    while (!lost.aborted) {
      try {
        const wait = await this.#step();
        backoff.reset();
        if (wait !== 0) await this.#work.wait(lost, wait);
      } catch (error) {
        if ((error as { code?: unknown }).code === 'DATABASE_UNAVAILABLE') throw error;
        this.#options.onTrouble?.(error, this.#issuer);
        this.#registration.forget();
        await backoff.wait(lost);
      }
    }
  }

  /** Does what can be done now; returns how long to wait for more: 0 not at all, undefined until a notification. */
  async #step(): Promise<number | undefined> {
    const { database } = this.#options;
    await this.#registration.ensure();
    if (!this.#caughtUp) await this.#catchUp();
    const unfinished = await unfinishedEntry(database, this.#issuer);
    if (unfinished) {
      await this.#finish(unfinished);
      return 0;
    }
    // What was not appended before the move stays in the outbox, told of in metrics and API.
    if (this.#registration.current.closed === 'moved') return undefined;
    const wait = await this.#due();
    if (wait !== 0) return wait;
    const { network, channel } = this.#options.ledger;
    await database.transaction((transaction) =>
      cutEntry(
        transaction,
        { network, channel, issuer: this.#issuer, under: this.#registration.current.under },
        {
          size: Math.min(this.#limit, this.#options.size ?? SIZE),
          bytes: this.#options.entryBytes ?? ENTRY_BYTES,
          without: this.#registration.current.revoked,
          kinds: this.#kinds,
        },
      ),
    );
    return 0;
  }

  get #isSpent(): boolean {
    return Date.now() < this.#spentUntil;
  }

  /** What the ledger takes now. An issuer that has ended anchors no more certificates. */
  get #kinds(): readonly ItemKind[] {
    if (this.#isSpent) return ['urgent'];
    return this.#registration.current.closed === 'retired' ? ['change', 'urgent'] : itemKinds;
  }

  /** By size and age. */
  async #due(): Promise<number | undefined> {
    const { size = SIZE, age = AGE } = this.#options;
    const { rows } = await this.#options.database.query<{ n: number; waited: number | null }>(
      `SELECT count(*)::int AS n, (extract(epoch FROM now() - min(created_at)) * 1000)::float AS waited
       FROM (SELECT created_at FROM outbox o WHERE ${waits('o')} AND kind = ANY($3)
         ORDER BY id LIMIT $4) AS oldest`,
      [this.#issuer, this.#registration.current.revoked, this.#kinds, size],
    );
    const { n = 0, waited } = rows[0] ?? {};
    if (n === 0) return this.#isSpent ? this.#spentUntil - Date.now() : undefined;
    return n >= size ? 0 : Math.max(0, Math.ceil(age - (waited ?? 0)));
  }

  /** Entries on the ledger that the database does not have: it was restored from a backup. */
  async #catchUp(): Promise<void> {
    const { database, ledger } = this.#options;
    this.#spentUntil = await budgetSpentUntil(database, this.#issuer);
    const unfinished = await unfinishedEntry(database, this.#issuer);
    if (!unfinished) {
      for (;;) {
        const entries = await ledger.entries(this.#issuer, (await lastSeq(database, this.#issuer)) + 1, 100);
        if (entries.length === 0) break;
        await adoptEntries(database, entries);
      }
    }
    this.#caughtUp = true;
  }

  async #finish(unfinished: UnfinishedEntry): Promise<void> {
    const { database, ledger } = this.#options;
    const appended = unfinished.state === 'appended' ? unfinished : await this.#append(database, unfinished);
    if (!appended) return;
    const attestation = await ledger.attestEntry(this.#issuer, appended.seq);
    await storeAttested(database, appended, attestation);
    this.#limit *= 2;
  }

  async #append(database: Database, stored: UnfinishedEntry): Promise<UnfinishedEntry | undefined> {
    try {
      await this.#options.ledger.append(stored.entry);
      await markAppended(database, stored);
      return stored;
    } catch (error) {
      if (!(error instanceof LedgerRefusal)) throw error;
      return this.#refused(database, stored, error);
    }
  }

  /** Undefined: nothing to attest yet; look again. */
  async #refused(
    database: Database,
    stored: UnfinishedEntry,
    refusal: LedgerRefusal,
  ): Promise<UnfinishedEntry | undefined> {
    switch (refusal.code) {
      case 'ENTRY_TIME':
        // Too long on its way. Should the old bytes arrive after all, one of the two finds the seq taken.
        await rewriteEntry(database, entryAt(stored.entry, new Date().toISOString()), 'stored');
        return undefined;
      case 'ENTRY_SEQ_TAKEN': {
        const own = await this.#recordedAs(database, stored);
        if (!own) this.#caughtUp = false;
        return own;
      }
      case 'NOT_ISSUER_PROVINCE': {
        // It moved. What was appended before is still attested.
        const own = await this.#recordedAs(database, stored);
        if (own) return own;
        throw refusal;
      }
      case 'ENTRY_PREV':
      case 'ENTRY_SEQ_SKIPPED':
        await releaseEntry(database, stored);
        this.#caughtUp = false;
        throw refusal;
      case 'LOG_BUDGET':
        this.#spentUntil = (Math.floor(Date.now() / HOUR) + 1) * HOUR;
        await markBudgetSpent(database, this.#issuer, this.#spentUntil);
        await releaseEntry(database, stored);
        throw refusal;
      case 'ISSUER_RETIRED':
      case 'ENTRY_UNDER':
      case 'KEY_REVOKED':
        // Governance or a revocation came first: made anew, by what the ledger says then.
        await releaseEntry(database, stored);
        throw refusal;
      default:
        if (ABOUT_ITEMS.has(refusal.code)) await this.#narrow(database, stored, refusal.code);
        throw refusal;
    }
  }

  /** Under its seq the ledger has the same but for the time, or something else: then it is given up. */
  async #recordedAs(database: Database, stored: UnfinishedEntry): Promise<UnfinishedEntry | undefined> {
    const [recorded] = await this.#options.ledger.entries(this.#issuer, stored.seq, 1);
    if (recorded && sameButTime(recorded, stored.entry)) return rewriteEntry(database, recorded, 'appended');
    await releaseEntry(database, stored);
    return undefined;
  }

  /** One item that the ledger refuses must not hold up the others: halves what is sent until it is alone. */
  async #narrow(database: Database, stored: UnfinishedEntry, code: string): Promise<void> {
    const items = await itemsOf(database, stored);
    this.#limit = Math.max(1, Math.floor(items / 2));
    // Its supersession never came to the ledger: nothing is pending, and the rest of the item goes without it.
    if (items === 1 && code === 'NOTHING_PENDING') await dropWithdrawal(database, stored);
    else await releaseEntry(database, stored, items === 1 ? code : null);
  }
}
