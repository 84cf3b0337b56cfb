import { Refusal } from '../refusal';
import type { Change, Entry } from './entry';
import { dayOf, mayBegin, statusOn } from './status';
import type { Status } from './status';
import { isFinal, mayFollow, successorRule } from './status-rules';
import type { RecordedState } from './status-rules';

/** The entry that a change stands in. */
type Place = Pick<Entry, 'issuer' | 'seq' | 'time'>;

/** What a change makes of a status, on the day of its entry; refuses one that the status does not allow. */
export function nextStatus(current: Status | undefined, change: Change, place: Place): Status {
  const now = current && statusOn(current, dayOf(place.time));
  checkTransition(now?.state ?? 'none', change);
  if (change.state === 'withdrawn') return withdrawn(now, change, place);
  if (change.state === 'superseded' && now?.pending !== undefined) {
    const { cert } = now.pending.by;
    throw new Refusal('PENDING_EXISTS', `${change.cert} waits for ${cert}: withdraw that first`);
  }
  return change.from === undefined ? changed(now, change, place) : waiting(now, change, place);
}

function changed(now: Status | undefined, { state, reason, by }: Change, { seq, time }: Place): Status {
  const named = by === undefined ? {} : { by };
  const pending = now?.pending === undefined || isFinal(state) ? {} : { pending: now.pending };
  return { state, reason, ...named, seq, time, ...pending };
}

/** Of a certificate that has no state, the status is of the change that waits or was withdrawn. */
const stateless = (reason: string, { seq, time }: Place): Status => ({ state: 'none', reason, seq, time });

function withdrawn(now: Status | undefined, { cert, reason }: Change, place: Place): Status {
  if (now?.pending === undefined) throw new Refusal('NOTHING_PENDING', `${cert} waits for nothing`);
  const { pending: _, ...kept } = now;
  return kept.state === 'none' ? stateless(reason, place) : kept;
}

function waiting(now: Status | undefined, { reason, by, from }: Change, place: Place): Status {
  const day = dayOf(place.time);
  if (by === undefined || from === undefined || !mayBegin(from, day))
    throw new Refusal('FROM_INVALID', `${from ?? 'no day'} is not 1 to 366 days after ${day}`);
  const kept = now === undefined || now.state === 'none' ? stateless(reason, place) : now;
  return { ...kept, pending: { by, from, reason, seq: place.seq, time: place.time } };
}

/** Refuses a change that the certificate's present state does not allow. */
export function checkTransition(from: RecordedState, change: Change): void {
  if (isFinal(from)) throw new Refusal('STATE_FINAL', `${change.cert} is ${from}, which is final`);
  if (!mayFollow(from, change.state)) {
    const present = from === 'none' ? 'has no state' : `is ${from}`;
    throw new Refusal('STATE_TRANSITION', `${change.cert} ${present} and cannot become ${change.state}`);
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
