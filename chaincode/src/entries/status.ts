import type { CertificateRef } from './entry';
import type { RecordedState } from './status-rules';

/* What the ledger knows of a certificate on a day: pure functions, held to the SDK's by shared vectors. */

/** A supersession that begins on a day. */
interface Pending {
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
  readonly state: RecordedState;
  readonly reason: string;
  readonly by?: CertificateRef;
  /** The entry that made the change, and its time. */
  readonly seq: number;
  readonly time: string;
  readonly pending?: Pending;
}

/** Asia/Shanghai is UTC+8 without daylight saving. */
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const MAX_DAYS_AHEAD = 366;

/** The day in Asia/Shanghai of an instant in RFC 3339, as `YYYY-MM-DD`. */
export function dayOf(time: string): string {
  return new Date(Date.parse(time) + SHANGHAI_MS).toISOString().slice(0, 10);
}

/** Whether `from` is a day that exists, from tomorrow to 366 days after the day of an entry. */
export function mayBegin(from: string, entryDay: string): boolean {
  const day = Date.parse(`${from}T00:00:00.000Z`);
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== from) return false;
  const ahead = (day - Date.parse(`${entryDay}T00:00:00.000Z`)) / DAY_MS;
  return ahead >= 1 && ahead <= MAX_DAYS_AHEAD;
}

/** What a status is on a day: from its day on, a pending supersession has happened. */
export function statusOn(status: Status, day: string): Status {
  const { pending } = status;
  if (pending === undefined || day < pending.from) return status;
  const { by, reason, seq, time } = pending;
  return { state: 'superseded', reason, by, seq, time };
}
