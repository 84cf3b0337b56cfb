import { isAnchoring } from '../formats/entry.js';
import type { Entry } from '../formats/entry.js';
import { interpretRecord } from '../formats/records.js';
import type { LogRecord } from '../formats/records.js';
import { sameUnder } from '../formats/under.js';
import type { Under } from '../formats/under.js';
import type { IssuerHistory } from './issuer-history.js';
import { ownCopy } from './own-copy.js';
import type { RecordConcern } from './registry.js';
import { Statuses } from './statuses.js';

/** What an issuer's own log says: statuses, and the versions that its entries were made under. */
export class IssuerLog {
  readonly statuses: Statuses;
  /** The version from an entry on. */
  readonly #runs: { readonly seq: number; readonly under: Under }[];
  readonly #typesToUpdate: Set<string>;
  readonly #keysToUpdate: Set<string>;
  /** seqs of the entries that anchored with a key, by kid. */
  readonly #anchored: Map<string, number[]>;
  #concern: RecordConcern | undefined;
  #latest: { readonly history: IssuerHistory; readonly versions: readonly number[] } | undefined;

  constructor(from?: IssuerLog) {
    this.statuses = new Statuses(from?.statuses);
    this.#runs = [...(from ? from.#runs : [])];
    this.#typesToUpdate = new Set(from ? from.#typesToUpdate : undefined);
    this.#keysToUpdate = new Set(from ? from.#keysToUpdate : undefined);
    this.#anchored = new Map(from ? [...from.#anchored].map(([kid, seqs]) => [kid, [...seqs]]) : undefined);
    this.#concern = from ? from.#concern : undefined;
  }

  /** Takes the next record of the log, whatever it says. */
  apply(record: LogRecord, issuer: string): void {
    const reading = interpretRecord('i', record);
    if (reading.state === 'known') {
      this.#run(reading.record.seq, reading.record.under);
      this.statuses.apply(reading.record);
      this.#anchor(reading.record);
      return;
    }
    if (reading.under) this.#run(record.seq, reading.under);
    if (reading.state === 'unusable') {
      this.#concern ??= 'RECORD_UNUSABLE';
      return;
    }
    const { about } = reading;
    if (about?.type !== undefined) this.#typesToUpdate.add(about.type);
    if (about?.key?.issuer === issuer) this.#keysToUpdate.add(about.key.kid);
    // An entry of later software that does not say less is about all that its issuer does.
    const isLess = about?.issuer === undefined && (about?.type !== undefined || about?.key !== undefined);
    if (!isLess) this.#concern = 'UPDATE_NEEDED';
  }

  #anchor(entry: Entry): void {
    if (!isAnchoring(entry)) return;
    for (const kid of entry.keys) {
      const seqs = this.#anchored.get(kid);
      if (seqs) seqs.push(entry.seq);
      else this.#anchored.set(ownCopy(kid), [entry.seq]);
    }
  }

  /** seqs of the entries that name a key, in order; whether it was good then, the registry says. */
  anchoredWith(kid: string): readonly number[] {
    return this.#anchored.get(kid) ?? [];
  }

  #run(seq: number, under: Under): void {
    const last = this.#runs.at(-1);
    if (!last || !sameUnder(last.under, under)) this.#runs.push({ seq, under });
  }

  /** Why certificates of this type and signed with this key cannot be judged, by what the log says. */
  concern(type?: string, kid?: string): RecordConcern | undefined {
    const isNew =
      (type !== undefined && this.#typesToUpdate.has(type)) ||
      (kid !== undefined && this.#keysToUpdate.has(kid));
    return isNew ? 'UPDATE_NEEDED' : this.#concern;
  }

  /**
   * The version, in an issuer's history, that an entry of this log was made under; undefined: there is none, or
   * an entry before it was made under a later one.
   */
  versionOf({ seq, under }: Entry, history: IssuerHistory): number | undefined {
    const version = history.versionOf(under);
    if (version === undefined) return undefined;
    return this.#latestBefore(seq, history) <= version ? version : undefined;
  }

  /** The latest version that an entry before this one was made under; 0: none. */
  #latestBefore(seq: number, history: IssuerHistory): number {
    const latest = this.#latestBy(history);
    // How many runs begin before it, by halves: who owns the issuer makes as many as it likes.
    let [from, to] = [0, this.#runs.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#runs[middle]?.seq ?? Infinity) < seq) from = middle + 1;
      else to = middle;
    }
    return latest[from - 1] ?? 0;
  }

  /** Of each run, the latest version of it and those before; of one history and so many runs the same. */
  #latestBy(history: IssuerHistory): readonly number[] {
    if (this.#latest?.history === history && this.#latest.versions.length === this.#runs.length)
      return this.#latest.versions;
    let latest = 0;
    const versions = this.#runs.map(({ under }) => {
      latest = Math.max(latest, history.versionOf(under) ?? 0);
      return latest;
    });
    this.#latest = { history, versions };
    return versions;
  }
}
