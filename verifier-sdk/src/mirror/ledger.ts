import { zeroHash } from '../formats/entry.js';
import type { Entry } from '../formats/entry.js';
import type { Head, Log } from '../formats/heads.js';
import type { LedgerRecord, NetworkRecord, ProvinceRecord } from '../formats/records.js';
import { recordHash } from '../formats/records.js';
import type { TrustAnchor } from '../formats/trust-anchor.js';
import { MirrorError } from './error.js';
import { HashList } from './hash-list.js';
import { ReplayedRegistry } from './registry.js';
import type { Registry } from './registry.js';
import { Statuses } from './statuses.js';
import type { CertificateStatus } from './statuses.js';

/** New records of one log, in order. */
export interface LogUpdate {
  readonly log: Log;
  readonly id: string;
  readonly records: readonly LedgerRecord[];
}

/** What a mirror knows of the ledger: the state of all logs, up to the attested heads. */
export interface Ledger {
  /** Issuers, their keys and types. */
  readonly registry: Registry;
  /** Time of the newest beat of any province, RFC 3339 UTC; undefined: none yet. */
  readonly beat: string | undefined;
  /** How many certificates had their status changed. */
  readonly changedCertificates: number;
  /** How many records a log has here: of the network (`n`), a province (`p`, by MSP id) or an issuer (`i`, by code). */
  count(log: Log, id: string): number;
  /** SHA-256 of one record in lower-case hex, seq from 1; undefined when it is not here. */
  hash(log: Log, id: string, seq: number): string | undefined;
  /** What was last recorded of an issuer's certificate (certId in hex); undefined: nothing was. */
  status(issuer: string, cert: string): CertificateStatus | undefined;
}

/** The replayed state of all logs. A fork takes updates and is kept, or dropped without a trace. */
export class ReplayedLedger implements Ledger {
  readonly registry: ReplayedRegistry;
  readonly #hashes: Map<string, HashList>;
  readonly #statuses: Map<string, Statuses>;
  #beat: string | undefined;

  constructor(from?: ReplayedLedger) {
    this.registry = new ReplayedRegistry(from?.registry);
    this.#hashes = new Map(from ? from.#hashes : undefined);
    this.#statuses = new Map(from ? from.#statuses : undefined);
    this.#beat = from ? from.#beat : undefined;
  }

  get beat(): string | undefined {
    return this.#beat;
  }

  count(log: Log, id: string): number {
    return this.#hashes.get(log + id)?.count ?? 0;
  }

  hash(log: Log, id: string, seq: number): string | undefined {
    return this.#hashes.get(log + id)?.at(seq);
  }

  status(issuer: string, cert: string): CertificateStatus | undefined {
    return this.#statuses.get(issuer)?.get(cert);
  }

  get changedCertificates(): number {
    let count = 0;
    for (const statuses of this.#statuses.values()) count += statuses.count;
    return count;
  }

  /** A new ledger with the updates replayed on top of this one; this one does not change. */
  async with(updates: readonly LogUpdate[], anchor: TrustAnchor): Promise<ReplayedLedger> {
    const next = new ReplayedLedger(this);
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
