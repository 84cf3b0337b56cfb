const form = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The present day in Asia/Shanghai, YYYY-MM-DD. */
export const today = (): string => form.format(new Date());

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
