import type { Format } from './layout.js';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MINUTE = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})/;

/** 2026-11-24 as 2026年11月24日; anything else as it is. */
export function chineseDate(date: string): string {
  return date.replace(DATE, (_, year: string, month: string, day: string) => `${year}年${month}月${day}日`);
}

function dottedDate(date: string): string {
  return date.replace(DATE, '$1.$2.$3');
}

/** An inclusive period; without an end it is 长期. */
export function period(from: string, until: string | null, dotted: boolean): string {
  if (dotted) return `${dottedDate(from)}-${until === null ? '长期' : dottedDate(until)}`;
  return `${chineseDate(from)}至${until === null ? '长期' : chineseDate(until)}`;
}

const formatters: Partial<Record<Format, (value: string) => string>> = {
  date: chineseDate,
  dots: dottedDate,
  minute: (value) =>
    value.replace(
      MINUTE,
      (_, year: string, month: string, day: string, hour: string, minute: string) =>
        `${year}年${month}月${day}日${hour}时${minute}分`,
    ),
  'groups-of-four': (value) => value.replace(/(.{4})(?=.)/g, '$1 '),
};

/** A field's value as it is written on the certificate. */
export function formatValue(value: string, format: Format): string {
  return formatters[format]?.(value) ?? value;
}

/** Two-character names are spread to the width of three: officials write 张　三 under 欧阳明. */
export function nameTracking(name: string): number {
  return /^\p{Script=Han}{2}$/u.test(name) ? 1 : 0;
}
