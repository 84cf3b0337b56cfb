import { dateAt } from '../formats/dates.js';
import type { CertificateRef, Change, Entry } from '../formats/entry.js';
import { changeStatus } from '../formats/status.js';
import type { CertificateStatus, PendingSupersession } from '../formats/status.js';
import { changeReasons, recordedStates } from '../formats/status-rules.js';
import { ownCopy } from './own-copy.js';
import { StatusPacking } from './packed-status.js';

const packing = new StatusPacking(['none', ...recordedStates] as const, changeReasons);

/** What makes a certificate one that no other may wait for. */
const isEnding = (state: Change['state']): boolean => state === 'revoked' || state === 'cancelled';

/**
 * The changed certificates of one issuer, a number each: state, reason and seq packed, so that a mirror of
 * ten million certificates, one in a hundred of them revoked, takes some ten megabytes.
 */
export class Statuses {
  readonly #packed: Map<string, number>;
  readonly #successors: Map<string, CertificateRef>;
  readonly #times: Map<number, string>;
  readonly #pending: Map<string, PendingSupersession>;
  /** Which certificate last began to wait for a successor. */
  readonly #awaited: Map<string, string>;
  readonly #unusable: Set<string>;

  constructor(from?: Statuses) {
    this.#packed = new Map(from ? from.#packed : undefined);
    this.#successors = new Map(from ? from.#successors : undefined);
    this.#times = new Map(from ? from.#times : undefined);
    this.#pending = new Map(from ? from.#pending : undefined);
    this.#awaited = new Map(from ? from.#awaited : undefined);
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
    const { changes, seq, time } = ownCopy({ changes: entry.changes, seq: entry.seq, time: entry.time });
    const day = dateAt(Date.parse(time));
    const ended = new Set(changes.filter(({ state }) => isEnding(state)).map(({ cert }) => cert));
    this.#demandWithdrawals(changes, day, ended);
    const at = { seq, time, day };
    for (const change of changes) this.#change(change, at, ended);
  }

  #change(change: Change, at: { seq: number; time: string; day: string }, ended: ReadonlySet<string>): void {
    const { cert } = change;
    const next = changeStatus(this.get(cert), change, at);
    if (
      typeof next === 'string' ||
      (change.from !== undefined && !this.#mayWaitFor(change.by, at.day, ended))
    ) {
      this.#unusable.add(cert);
      return;
    }
    this.#packed.set(cert, packing.pack(next));
    this.#times.set(next.seq, next.time);
    if (next.by) this.#successors.set(cert, next.by);
    if (next.pending) {
      this.#pending.set(cert, next.pending);
      this.#awaited.set(next.pending.by.cert, cert);
    } else this.#pending.delete(cert);
  }

  /** One certificate may wait for another, and only for one that has not ended and does not end in this entry. */
  #mayWaitFor(by: CertificateRef | undefined, day: string, ended: ReadonlySet<string>): boolean {
    if (!by || ended.has(by.cert)) return false;
    const { state } = this.get(by.cert) ?? { state: 'none' };
    if (state === 'revoked' || state === 'cancelled') return false;
    return this.#waitingFor(by.cert, day) === undefined;
  }

  /** Whoever ends a certificate that another waits for must end the waiting in the same entry. */
  #demandWithdrawals(changes: readonly Change[], day: string, ended: ReadonlySet<string>): void {
    const withdrawn = changes.filter(({ state }) => state === 'withdrawn').map(({ cert }) => cert);
    const released = new Set([...ended, ...withdrawn]);
    for (const successor of ended) {
      const cert = this.#waitingFor(successor, day);
      if (cert !== undefined && !released.has(cert)) this.#unusable.add(cert);
    }
  }

  /** The certificate that waits, on this day still, for a successor. */
  #waitingFor(successor: string, day: string): string | undefined {
    const cert = this.#awaited.get(successor);
    const pending = cert === undefined ? undefined : this.#pending.get(cert);
    return pending?.by.cert === successor && day < pending.from ? cert : undefined;
  }
}
