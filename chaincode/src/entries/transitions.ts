import { Refusal } from '../refusal';
import { dayOf, mayBegin, statusOn } from './change-days';
import type { CertificateRef, Change, Entry } from './entry';
import { isFinal, mayFollow, successorRule } from './status-rules';
import type { Standing } from './status-rules';

/** A supersession that begins on a day. */
export interface Pending {
  readonly by: CertificateRef;
  /** `YYYY-MM-DD` in Asia/Shanghai. */
  readonly from: string;
  readonly reason: string;
  readonly seq: number;
  readonly time: string;
}

/** What the ledger knows of one certificate; its absence means "no change recorded", never "valid". */
export interface Status {
  /** `none` where a supersession is all that was ever recorded, and is pending or was withdrawn. */
  readonly state: Standing;
  readonly reason: string;
  readonly by?: CertificateRef;
  /** The entry that made the change, and its time. */
  readonly seq: number;
  readonly time: string;
  readonly pending?: Pending;
}

/** The entry that a change stands in. */
type Place = Pick<Entry, 'issuer' | 'seq' | 'time'>;

/** What a change makes of a status, on the day of its entry; refuses one that the status does not allow. */
export function nextStatus(current: Status | undefined, change: Change, { seq, time }: Place): Status {
  const day = dayOf(time);
  const now = current && statusOn(current, day);
  const { reason, state, by, from } = change;
  const standing = now?.state ?? 'none';
  checkTransition(standing, change);
  if (state === 'withdrawn') {
    if (now?.pending === undefined) throw new Refusal('NOTHING_PENDING', `${change.cert} waits for nothing`);
    const { pending: _, ...kept } = now;
    return standing === 'none' ? { state: 'none', reason, seq, time } : kept;
  }
  if (state === 'superseded' && now?.pending !== undefined)
    throw new Refusal(
      'PENDING_EXISTS',
      `${change.cert} waits for ${now.pending.by.cert}: withdraw that first`,
    );
  if (from !== undefined && by !== undefined) {
    if (!mayBegin(from, day)) throw new Refusal('FROM_INVALID', `${from} is not 1 to 366 days after ${day}`);
    const kept = standing === 'none' ? { state: standing, reason, seq, time } : (now as Status);
    return { ...kept, pending: { by, from, reason, seq, time } };
  }
  const isPendingKept = now?.pending !== undefined && !isFinal(state);
  return {
    state,
    reason,
    ...(by === undefined ? {} : { by }),
    seq,
    time,
    ...(isPendingKept ? { pending: now.pending } : {}),
  };
}

/** Refuses a change that the certificate's present state does not allow. */
export function checkTransition(from: Standing, change: Change): void {
  if (isFinal(from)) throw new Refusal('STATE_FINAL', `${change.cert} is ${from}, which is final`);
  if (!mayFollow(from, change.state)) {
    const standing = from === 'none' ? 'has no state' : `is ${from}`;
    throw new Refusal('STATE_TRANSITION', `${change.cert} ${standing} and cannot become ${change.state}`);
  }
}

/** superseded names a certificate of the same issuer, transferred one of any; neither names itself. */
export function checkSuccessor(issuer: string, change: Change): void {
  const { by, state, cert } = change;
  if (by === undefined) return;
  if (successorRule(state) === 'same-issuer' && by.issuer !== issuer) {
    throw new Refusal('SUCCESSOR_INVALID', `${cert} can only be ${state} by a certificate of its own issuer`);
  }
  if (by.issuer === issuer && by.cert === cert)
    throw new Refusal('SUCCESSOR_INVALID', `${cert} names itself`);
}
