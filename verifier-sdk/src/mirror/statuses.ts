import { dateAt } from '../formats/dates.js';
import type { CertificateRef, Change, Entry } from '../formats/entry.js';
import { changeStatus } from '../formats/status.js';
import type { CertificateStatus, PendingSupersession } from '../formats/status.js';
import { changeReasons, recordedStates } from '../formats/status-rules.js';
import { StatusPacking } from './packed-status.js';

const packing = new StatusPacking(['none', ...recordedStates] as const, changeReasons);

/** After these a certificate waits for no successor any more. */
const ending: readonly string[] = ['withdrawn', 'revoked', 'cancelled'];

/**
 * The changed certificates of one issuer, a number each: state, reason and seq packed, so that a mirror of
 * ten million certificates, one in a hundred of them revoked, takes some ten megabytes.
 */
export class Statuses {
  readonly #packed: Map<string, number>;
  readonly #successors: Map<string, CertificateRef>;
  readonly #times: Map<number, string>;
  readonly #pending: Map<string, PendingSupersession>;
  readonly #unusable: Set<string>;

  constructor(from?: Statuses) {
    this.#packed = new Map(from ? from.#packed : undefined);
    this.#successors = new Map(from ? from.#successors : undefined);
    this.#times = new Map(from ? from.#times : undefined);
    this.#pending = new Map(from ? from.#pending : undefined);
    this.#unusable = new Set(from ? from.#unusable : undefined);
  }

  get count(): number {
    return this.#packed.size;
  }

  /** What was last recorded of a certificate; undefined: nothing. @throws RangeError when it cannot be told */
  get(cert: string): CertificateStatus | undefined {
    const packed = this.#packed.get(cert);
    if (packed === undefined) return undefined;
    const { state, reason, seq } = packing.unpack(packed);
    const time = this.#times.get(seq);
    if (time === undefined) throw new RangeError(`the time of entry ${seq} is not known`);
    const by = this.#successors.get(cert);
    const pending = this.#pending.get(cert);
    return { state, reason, ...(by && { by }), seq, time, ...(pending && { pending }) };
  }

  /** Whether a change of the certificate was recorded that the contract would have refused. */
  isUnusable(cert: string): boolean {
    return this.#unusable.has(cert);
  }

  /** Records an entry's changes. A change that may not be made harms its certificate and nothing else. */
  apply(entry: Entry): void {
    if (!entry.changes) return;
    const day = dateAt(Date.parse(entry.time));
    this.#times.set(entry.seq, entry.time);
    this.#demandWithdrawals(entry.changes, day);
    for (const change of entry.changes) this.#change(change, { seq: entry.seq, time: entry.time, day });
  }

  #change(change: Change, at: { seq: number; time: string; day: string }): void {
    const { cert } = change;
    const next = changeStatus(this.get(cert), change, at);
    if (typeof next === 'string') {
      this.#unusable.add(cert);
      return;
    }
    this.#packed.set(cert, packing.pack(next));
    this.#times.set(next.seq, next.time);
    if (next.by) this.#successors.set(cert, next.by);
    if (next.pending) this.#pending.set(cert, next.pending);
    else this.#pending.delete(cert);
  }

  /** Whoever ends a certificate that another waits for must end the waiting in the same entry. */
  #demandWithdrawals(changes: readonly Change[], day: string): void {
    if (this.#pending.size === 0) return;
    const ended = new Set(
      changes.filter(({ state }) => state === 'revoked' || state === 'cancelled').map(({ cert }) => cert),
    );
    if (ended.size === 0) return;
    const released = new Set(changes.filter(({ state }) => ending.includes(state)).map(({ cert }) => cert));
    for (const [cert, { by, from }] of this.#pending) {
      if (day < from && ended.has(by.cert) && !released.has(cert)) this.#unusable.add(cert);
    }
  }
}
