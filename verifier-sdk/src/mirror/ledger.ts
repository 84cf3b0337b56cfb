import { zeroHash } from '../formats/entry.js';
import type { Entry } from '../formats/entry.js';
import type { Head, Log } from '../formats/heads.js';
import type { LedgerRecord, NetworkRecord, ProvinceRecord } from '../formats/records.js';
import { recordHash } from '../formats/records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MirrorError } from './error.js';
import { HashList } from './hash-list.js';
import { Registry } from './registry.js';
import { Statuses } from './statuses.js';

/** New records of one log, in order. */
export interface LogUpdate {
  readonly log: Log;
  readonly id: string;
  readonly records: readonly LedgerRecord[];
}

/** The replayed state of all logs. A fork takes updates and is kept, or dropped without a trace. */
export class Ledger {
  readonly registry: Registry;
  readonly #hashes: Map<string, HashList>;
  readonly #statuses: Map<string, Statuses>;
  #beat: string | undefined;

  constructor(from?: Ledger) {
    this.registry = new Registry(from?.registry);
    this.#hashes = new Map(from ? from.#hashes : undefined);
    this.#statuses = new Map(from ? from.#statuses : undefined);
    this.#beat = from ? from.#beat : undefined;
  }

  /** The newest beat of any province. */
  get beat(): string | undefined {
    return this.#beat;
  }

  /** How many records a log has here. */
  count(log: Log, id: string): number {
    return this.#hashes.get(log + id)?.count ?? 0;
  }

  /** The hash of one record, if this mirror has it. */
  hash(log: Log, id: string, seq: number): string | undefined {
    return this.#hashes.get(log + id)?.at(seq);
  }

  /** What was recorded of a certificate; undefined: nothing. */
  status(issuer: string, cert: string): ReturnType<Statuses['get']> {
    return this.#statuses.get(issuer)?.get(cert);
  }

  get changedCertificates(): number {
    let count = 0;
    for (const statuses of this.#statuses.values()) count += statuses.count;
    return count;
  }

  /** A new ledger with the updates replayed on top of this one; this one does not change. */
  async with(updates: readonly LogUpdate[], anchor: TrustAnchor): Promise<Ledger> {
    const next = new Ledger(this);
    for (const update of updates) await next.#chain(update, anchor);
    const recordsOf = <T extends LedgerRecord>(log: Log): T[] =>
      updates.flatMap((update) => (update.log === log ? (update.records as T[]) : []));
    for (const record of recordsOf<NetworkRecord>('n')) next.registry.applyNetwork(record);
    const ofProvinces = recordsOf<ProvinceRecord>('p');
    for (const record of ofProvinces) next.registry.registerIssuer(record);
    for (const record of ofProvinces) await next.registry.applyKeys(record);
    next.#hear(ofProvinces);
    for (const update of updates) if (update.log === 'i') next.#applyEntries(update);
    return next;
  }

  /** The updates' ends must be the heads. */
  checkHeads(heads: readonly Head[]): void {
    for (const { log, id, seq, hash } of heads) {
      if (this.count(log, id) !== seq || this.hash(log, id, seq) !== hash) {
        throw new MirrorError('FEED_MISMATCH', `the records of ${log} ${id} do not end in the attested head`);
      }
    }
  }

  async #chain({ log, id, records }: LogUpdate, { network, channel }: TrustAnchor): Promise<void> {
    const hashes = this.#hashes.get(log + id)?.fork() ?? new HashList();
    for (const record of records) {
      const prev = hashes.at(hashes.count) ?? zeroHash;
      if (record.seq !== hashes.count + 1 || record.prev !== prev) {
        throw new MirrorError(
          'FEED_MISMATCH',
          `record ${record.seq} of ${log} ${id} does not follow the one before`,
        );
      }
      if (record.network !== network || record.channel !== channel) {
        throw new MirrorError('FEED_MISMATCH', `record ${record.seq} of ${log} ${id} is of another network`);
      }
      hashes.push(await recordHash(record));
    }
    this.#hashes.set(log + id, hashes);
  }

  #hear(records: readonly ProvinceRecord[]): void {
    for (const { kind, time } of records) {
      if (kind === 'beat' && (this.#beat === undefined || time > this.#beat)) this.#beat = time;
    }
  }

  #applyEntries({ id, records }: LogUpdate): void {
    const statuses = new Statuses(this.#statuses.get(id));
    for (const entry of records as readonly Entry[]) {
      for (const kid of entry.keys ?? []) this.#demandKey(entry, kid);
      statuses.apply(entry);
    }
    this.#statuses.set(id, statuses);
  }

  #demandKey({ issuer, seq }: Entry, kid: string): void {
    const key = this.registry.issuers.get(issuer)?.keys.get(kid);
    if (!key || (key.revokedAfter !== undefined && seq > key.revokedAfter)) {
      throw new MirrorError(
        'RECORD_REFUSED',
        `entry ${seq} of ${issuer} names a key that was not good for it`,
      );
    }
  }
}
