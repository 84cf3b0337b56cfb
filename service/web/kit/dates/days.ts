import { dateAt } from '@certbridge/verifier-sdk/formats';

/** The present day in Asia/Shanghai, YYYY-MM-DD. Not by a locale's form of dates: those change with the browser. */
export const today = (): string => dateAt(Date.now());

/** The day so many days after another. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The last day of a validity of so many years from a first day: 2026-01-01 and 10 give 2035-12-31. */
export function yearsAfter(day: string, years: number): string {
  const end = new Date(`${day}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return daysAfter(end.toISOString().slice(0, 10), -1);
}
