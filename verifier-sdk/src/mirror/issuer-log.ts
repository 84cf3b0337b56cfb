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
    const earlier = this.#runs.filter((run) => run.seq < seq);
    return earlier.every((run) => (history.versionOf(run.under) ?? 0) <= version) ? version : undefined;
  }
}
