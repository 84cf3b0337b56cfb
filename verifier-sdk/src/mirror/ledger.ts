import type { Entry } from '../formats/entry.js';
import type { Head, Log } from '../formats/heads.js';
import { PageCutter } from '../formats/pages.js';
import type { CertificateStatus } from '../formats/status.js';
import { emptyLog } from './chain.js';
import type { LogEnd, LogUpdate } from './chain.js';
import { HashList } from './hash-list.js';
import { IssuerLog } from './issuer-log.js';
import { networkEvent, provinceEvent } from './registry-events.js';
import type { NetworkEvent, ProvinceEvent } from './registry-events.js';
import type { RecordConcern, Registry, ReplayedRegistry } from './registry.js';
import { replayRegistry } from './replay-registry.js';

/**
 * How a log here stands to its attested head: all of it is here; the feed ends before it; what the feed has does
 * not lead to it; or the feed has more than may be.
 */
export type LogState = 'current' | 'short' | 'refused' | 'too-large';

/** What a mirror knows of the ledger: the state of all logs, each up to an attested head. */
export interface Ledger {
  /** Issuers, their keys and types. */
  readonly registry: Registry;
  /** How many certificates had their status changed. */
  readonly changedCertificates: number;
  /** How many records a log has here: of the network (`n`), a province (`p`, by MSP id) or an issuer (`i`, by code). */
  count(log: Log, id: string): number;
  /** SHA-256 of one record in lower-case hex, seq from 1; undefined when it is not here. */
  hash(log: Log, id: string, seq: number): string | undefined;
  /** Whether all that the newest checkpoint attests of a log is here, and why not. */
  logState(log: Log, id: string): LogState;
  /** What was last recorded of an issuer's certificate (certId in hex); undefined: nothing was. */
  status(issuer: string, cert: string): CertificateStatus | undefined;
}

/** Why something of an issuer cannot be judged: what it needs is not all here, or cannot be used. */
export type Concern = 'STATUS_STALE' | RecordConcern;

/** What an entry's keys and types are judged by. */
export type EntryVersion = { readonly version: number } | { readonly concern: Concern };

const nameOf = (log: Log, id: string): string => `${log} ${id}`;

/** The replayed state of all logs. A fork takes updates and is kept, or dropped without a trace. */
export class ReplayedLedger implements Ledger {
  readonly #hashes: Map<string, HashList>;
  readonly #cutters: Map<string, PageCutter>;
  readonly #issuers: Map<string, IssuerLog>;
  readonly #provinces: Map<string, readonly ProvinceEvent[]>;
  #network: readonly NetworkEvent[];
  #registry: ReplayedRegistry;
  /** A fork has none until it is said how its logs stand. */
  #states: ReadonlyMap<string, LogState> = new Map();
  #isNetworkCurrent = false;

  constructor(from?: ReplayedLedger) {
    this.#hashes = new Map(from ? from.#hashes : undefined);
    this.#cutters = new Map(from ? from.#cutters : undefined);
    this.#issuers = new Map(from ? from.#issuers : undefined);
    this.#provinces = new Map(from ? from.#provinces : undefined);
    this.#network = from ? from.#network : [];
    this.#registry = from ? from.#registry : replayRegistry({ network: [], provinces: new Map() });
  }

  get registry(): ReplayedRegistry {
    return this.#registry;
  }

  count(log: Log, id: string): number {
    return this.#hashes.get(nameOf(log, id))?.count ?? 0;
  }

  hash(log: Log, id: string, seq: number): string | undefined {
    return this.#hashes.get(nameOf(log, id))?.at(seq);
  }

  /** Where a log ends here. */
  end(log: Log, id: string): LogEnd {
    const seq = this.count(log, id);
    const hash = this.hash(log, id, seq);
    return hash === undefined ? emptyLog : { seq, hash };
  }

  /** Where the pages of a log stand after its last record here. */
  cutter(log: Log, id: string): PageCutter {
    return new PageCutter(this.#cutters.get(nameOf(log, id)));
  }

  logState(log: Log, id: string): LogState {
    return this.#states.get(nameOf(log, id)) ?? 'current';
  }

  status(issuer: string, cert: string): CertificateStatus | undefined {
    return this.#issuers.get(issuer)?.statuses.get(cert);
  }

  get changedCertificates(): number {
    let count = 0;
    for (const { statuses } of this.#issuers.values()) count += statuses.count;
    return count;
  }

  /** Whether a change of the certificate was recorded that breaks the rules. */
  isUnusable(issuer: string, cert: string): boolean {
    return this.#issuers.get(issuer)?.statuses.isUnusable(cert) ?? false;
  }

  /** seqs of an issuer's entries that name a key, in order. */
  anchoredWith(issuer: string, kid: string): readonly number[] {
    return this.#issuers.get(issuer)?.anchoredWith(kid) ?? [];
  }

  /** Whether all of the network's log is here. */
  get isNetworkCurrent(): boolean {
    return this.#isNetworkCurrent;
  }

  /** Whether all that tells who an issuer is, and what became of its certificates, is here. */
  isCurrent(issuer: string): boolean {
    if (!this.#isNetworkCurrent || this.logState('i', issuer) !== 'current') return false;
    const owner = this.#registry.history(issuer)?.owner;
    const owners = owner === undefined ? this.#mayOwn(issuer) : [owner];
    return owners.every((mspId) => this.logState('p', mspId) === 'current');
  }

  /** Provinces whose log could register an issuer that is not known here. */
  #mayOwn(issuer: string): readonly string[] {
    return [...(this.#registry.provincesOf.get(issuer.slice(2, 4)) ?? [])];
  }

  /** Why certificates of an issuer, of this type and signed with this key, cannot be judged, if so. */
  concern(issuer: string, type?: string, kid?: string): Concern | undefined {
    if (!this.isCurrent(issuer)) return 'STATUS_STALE';
    const concerns = [
      this.#registry.concern(issuer, type, kid),
      this.#issuers.get(issuer)?.concern(type, kid),
    ];
    return concerns.find((one) => one === 'UPDATE_NEEDED') ?? concerns.find((one) => one !== undefined);
  }

  /** The version of its issuer's registration that an entry, whose hash stands in the log, was made under. */
  versionOf(entry: Entry): EntryVersion {
    const history = this.#registry.history(entry.issuer);
    const log = this.#issuers.get(entry.issuer) ?? new IssuerLog();
    const version = history && log.versionOf(entry, history);
    if (version !== undefined) return { version };
    return { concern: this.isCurrent(entry.issuer) ? 'RECORD_UNUSABLE' : 'STATUS_STALE' };
  }

  /** A new ledger with the updates replayed on top of this one; this one does not change. */
  async with(updates: Iterable<LogUpdate> | AsyncIterable<LogUpdate>): Promise<ReplayedLedger> {
    const next = new ReplayedLedger(this);
    let isRegistryTouched = false;
    for await (const update of updates) {
      await next.#take(update);
      isRegistryTouched ||= update.log !== 'i';
    }
    if (isRegistryTouched) {
      next.#registry = replayRegistry({ network: next.#network, provinces: next.#provinces });
    }
    return next;
  }

  /** One record at a time, and nothing of the log if one of them cannot be had. */
  async #take({ log, id, records }: LogUpdate): Promise<void> {
    const name = nameOf(log, id);
    const hashes = this.#hashes.get(name)?.fork() ?? new HashList();
    const cutter = this.cutter(log, id);
    const network: NetworkEvent[] = [];
    const province: Promise<ProvinceEvent>[] = [];
    const issuer = log === 'i' ? new IssuerLog(this.#issuers.get(id)) : undefined;
    for await (const { record, hash, bytes } of records) {
      hashes.push(hash);
      cutter.take(bytes);
      if (log === 'n') network.push(networkEvent(record));
      else if (log === 'p') province.push(provinceEvent(record, id));
      else issuer?.apply(record, id);
    }
    const events = await Promise.all(province);
    this.#hashes.set(name, hashes);
    this.#cutters.set(name, cutter);
    if (log === 'n') this.#network = [...this.#network, ...network];
    else if (log === 'p') this.#provinces.set(id, [...(this.#provinces.get(id) ?? []), ...events]);
    if (issuer) this.#issuers.set(id, issuer);
  }

  /** Says how each log stands to the heads; `why` of those that do not end in theirs. */
  stand(heads: readonly Head[], why: ReadonlyMap<string, LogState>): void {
    const states = new Map<string, LogState>();
    for (const { log, id, seq, hash } of heads) {
      if (this.hash(log, id, seq) !== hash) states.set(nameOf(log, id), why.get(nameOf(log, id)) ?? 'short');
    }
    this.#states = states;
    this.#isNetworkCurrent = heads.some(({ log, id }) => log === 'n' && this.logState(log, id) === 'current');
  }

  /** The logs that do not end in the heads. */
  behind(heads: readonly Head[]): Head[] {
    return heads.filter(({ log, id, seq }) => this.count(log, id) < seq);
  }
}
