import { FormatError } from './error.js';
import { isCalendarDate } from './numbers.js';

const day = 86_400_000;
// China keeps one time zone without summer time; history before 1992 does not matter to validity dates.
const shanghai = 8 * 3_600_000;

/** Whether the text is a date `YYYY-MM-DD` that exists. */
export function isDate(text: string): boolean {
  const [, y, m, d] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
  return isCalendarDate(Number(y), Number(m), Number(d));
}

/** Milliseconds since 1970 of the first instant of a date in Asia/Shanghai. */
export function startOfDate(date: string): number {
  if (!isDate(date)) throw new FormatError('DATE_MALFORMED', 'not a date YYYY-MM-DD');
  return Date.parse(`${date}T00:00:00Z`) - shanghai;
}

/** The first instant after an inclusive last date. */
export function endOfDate(date: string): number {
  return startOfDate(date) + day;
}

/** The date in Asia/Shanghai of an instant. */
export function dateAt(milliseconds: number): string {
  const date = new Date(milliseconds + shanghai);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 0 || date.getUTCFullYear() > 9999) {
    throw new FormatError('DATE_MALFORMED', 'an instant outside the years 0 to 9999');
  }
  return date.toISOString().slice(0, 10);
}

/** Whether the text is our one form of an instant: RFC 3339, UTC, milliseconds. */
export function isInstant(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString() === text;
}
