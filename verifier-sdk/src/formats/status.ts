import type { CertificateRef, Change } from './entry.js';
import { isFinal, mayFollow, statusRules } from './status-rules.js';
import type { ChangeReason, RecordedState } from './status-rules.js';

/** A supersession that waits for its day. */
export interface PendingSupersession {
  /** The certificate that takes its place. */
  readonly by: CertificateRef;
  /** The day (YYYY-MM-DD, Asia/Shanghai) from which it counts. */
  readonly from: string;
  /** Why, from the closed list. */
  readonly reason: ChangeReason;
  /** The entry that announced it, by its place in the issuer’s log. */
  readonly seq: number;
  /** Of that entry: RFC 3339 UTC. */
  readonly time: string;
}

/** What the ledger last recorded of a certificate. */
export interface CertificateStatus {
  /** `none`: all that was ever recorded is a supersession that waits for its day, or was withdrawn. */
  readonly state: RecordedState | 'none';
  /** Why, from the closed list. */
  readonly reason: ChangeReason;
  /** The successor, where the state names one. */
  readonly by?: CertificateRef;
  /** The entry that changed it, by its place in the issuer’s log. */
  readonly seq: number;
  /** Of that entry: RFC 3339 UTC. */
  readonly time: string;
  /** What waits for its day; see {@link statusOn}. */
  readonly pending?: PendingSupersession;
}

/** Why a change may not be made; the contract refuses with the same codes. */
export type ChangeRefusal = 'STATE_FINAL' | 'STATE_TRANSITION' | 'PENDING_EXISTS' | 'NOTHING_PENDING';

/**
 * What a status is on a day (YYYY-MM-DD, Asia/Shanghai): from its day on, a pending supersession counts. The one
 * function for whoever asks; the contract has its twin, which the same vectors test.
 */
export function statusOn(status: CertificateStatus, day: string): CertificateStatus {
  const { pending } = status;
  if (!pending || day < pending.from) return status;
  const { by, reason, seq, time } = pending;
  return { state: 'superseded', reason, by, seq, time };
}

function stateOf(status: CertificateStatus | undefined): RecordedState | undefined {
  return status === undefined || status.state === 'none' ? undefined : status.state;
}

function refusalOf(status: CertificateStatus | undefined, { state }: Change): ChangeRefusal | undefined {
  const before = stateOf(status);
  if (before && isFinal(before)) return 'STATE_FINAL';
  const rule = statusRules[state].pending;
  if (rule === 'refused' && status?.pending) return 'PENDING_EXISTS';
  if (rule === 'withdraws' && !status?.pending) return 'NOTHING_PENDING';
  return mayFollow(before, state) ? undefined : 'STATE_TRANSITION';
}

/**
 * What a change of an entry makes of a certificate's status, or why it may not be made. `day`: of the entry's
 * time, in Asia/Shanghai.
 */
export function changeStatus(
  before: CertificateStatus | undefined,
  change: Change,
  { seq, time, day }: { readonly seq: number; readonly time: string; readonly day: string },
): CertificateStatus | ChangeRefusal {
  const status = before && statusOn(before, day);
  const refusal = refusalOf(status, change);
  if (refusal) return refusal;
  const { state, reason, by, from } = change;
  const nothing: CertificateStatus = { state: 'none', reason, seq, time };
  if (state === 'withdrawn') {
    if (!status || status.state === 'none') return nothing;
    const { pending: _, ...rest } = status;
    return rest;
  }
  if (from !== undefined && by)
    return {
      ...(status && status.state !== 'none' ? status : nothing),
      pending: { by, from, reason, seq, time },
    };
  const kept = statusRules[state].pending === 'keeps' ? status?.pending : undefined;
  return { state, reason, ...(by && { by }), seq, time, ...(kept && { pending: kept }) };
}
