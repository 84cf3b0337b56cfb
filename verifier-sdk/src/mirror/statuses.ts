import type { CertificateRef, Change, Entry } from '../formats/entry.js';
import { changeReasons, changeStates, mayFollow } from '../formats/status-rules.js';
import type { ChangeReason, ChangeState } from '../formats/status-rules.js';
import { MirrorError } from './error.js';
import { StatusPacking } from './packed-status.js';

/** What the ledger last recorded of a certificate. */
export interface CertificateStatus {
  /** What the last change made of it. */
  readonly state: ChangeState;
  /** Why, from the closed list. */
  readonly reason: ChangeReason;
  /** The successor, where the state names one. */
  readonly by?: CertificateRef;
  /** The entry that changed it, and its time. */
  readonly seq: number;
  /** Of that entry: RFC 3339 UTC with milliseconds. */
  readonly time: string;
}

const packing = new StatusPacking(changeStates, changeReasons);

/**
 * The changed certificates of one issuer, a number each: state, reason and seq packed, so that a mirror of
 * ten million certificates, one in a hundred of them revoked, takes some ten megabytes.
 */
export class Statuses {
  readonly #packed: Map<string, number>;
  readonly #successors: Map<string, CertificateRef>;
  readonly #times: Map<number, string>;

  constructor(from?: Statuses) {
    this.#packed = new Map(from ? from.#packed : undefined);
    this.#successors = new Map(from ? from.#successors : undefined);
    this.#times = new Map(from ? from.#times : undefined);
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
    return { state, reason, ...(by ? { by } : {}), seq, time };
  }

  /** Records an entry's changes; refuses a transition that the contract would have refused. */
  apply(entry: Entry): void {
    if (!entry.changes) return;
    this.#times.set(entry.seq, entry.time);
    for (const change of entry.changes) this.#change(change, entry.seq);
  }

  #change({ cert, state, reason, by }: Change, seq: number): void {
    const packed = this.#packed.get(cert);
    if (!mayFollow(packed === undefined ? undefined : packing.unpack(packed).state, state)) {
      throw new MirrorError(
        'RECORD_REFUSED',
        `entry ${seq} makes a certificate ${state} that cannot become so`,
      );
    }
    this.#packed.set(cert, packing.pack({ state, reason, seq }));
    if (by) this.#successors.set(cert, by);
  }
}
