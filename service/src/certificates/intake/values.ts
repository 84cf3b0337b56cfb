import { maskIdNumber, writtenForm } from '@certbridge/verifier-sdk/formats';
import type { RefusedCharacter, WrittenFormChange } from '@certbridge/verifier-sdk/formats';
import type { Field } from '../types/index.js';

/** A value in the one form that certificates hold. */
export interface NormalValue {
  readonly value: string | number;
  /** What was written differently, beyond spaces at the ends and what the field's format says. */
  readonly changes: readonly WrittenFormChange[];
  /** Characters that no certificate may hold. */
  readonly refusals: readonly RefusedCharacter[];
}

/**
 * A cell as people type it, in the one form that certificates hold: the written form of the SDK, dates ISO 8601,
 * no ending 族, lines ended by LF alone.
 */
export function normalValue(cell: string, field: Field): NormalValue {
  const text = cell.trim();
  const format = field['format'];
  if (field.type !== 'string') return exactly(numberOf(text));
  if (field['x-photo']) return exactly(text);
  if (format !== undefined) return exactly(normalFormat(text, format));
  const lines = field['x-lines'] ? text.split(/[^\S\n\r]*(?:\r\n?|\n)[^\S\n\r]*/u) : [text];
  // Some input methods give a black circle for the middle dot of names.
  const forms = lines.map((line) => writtenForm(field['x-name'] ? line.replaceAll('●', '·') : line));
  const whole = forms.map((form) => form.text).join('\n');
  const ending = field['x-ending'];
  const value = ending !== undefined && whole.endsWith(ending) ? whole.slice(0, -ending.length) : whole;
  return {
    // 高山族 is listed as 高山, 穿青人 as it is.
    value,
    changes: forms.flatMap(({ changes }) => changes),
    refusals: forms.flatMap(({ refusals }) => refusals),
  };
}

const exactly = (value: string | number): NormalValue => ({ value, changes: [], refusals: [] });

function numberOf(text: string): string | number {
  const plain = text.normalize('NFKC');
  return /^-?\d{1,9}(\.\d{1,4})?$/.test(plain) ? Number(plain) : text;
}

function normalFormat(text: string, format: unknown): string {
  switch (format) {
    case 'calendar-date':
      return normalDay(text);
    case 'local-minute':
      return normalMinute(text);
    case 'id-number':
    case 'uscc':
    case 'holder-number':
      return normalNumber(text);
    default:
      return text;
  }
}

/** A number of a holder as certificates hold it: plain digits and capitals, without spaces. */
export const normalNumber = (text: string): string =>
  // Spreadsheets put an apostrophe before long numbers.
  writtenForm(text).text.replace(/^'/, '').replace(/\s/g, '').toUpperCase();

const UNLIMITED = new Set(['', '长期', '长期有效', '永久', '永久有效', '无固定期限', '无限期']);

/** Whether the last day of validity is none 长期, as departments write it. */
export const isUnlimited = (text: string): boolean =>
  UNLIMITED.has(text.normalize('NFKC').replace(/\s/g, ''));

/** 2026-01-31 from 2026/1/31, 2026.1.31, 20260131 or 2026年1月31日; other text stays and fails its check. */
export function normalDay(cell: string): string {
  const text = cell.normalize('NFKC').trim();
  const match =
    /^(\d{4})(\d\d)(\d\d)$/.exec(text) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text);
  return match ? `${match[1] ?? ''}-${two(match[2])}-${two(match[3])}` : text;
}

function normalMinute(cell: string): string {
  const match = /^(.*?)[T\s日]\s*(\d{1,2})\s*[:时]\s*(\d{1,2})\s*(?:分|:00)?$/u.exec(
    cell.normalize('NFKC').trim(),
  );
  return match ? `${normalDay(match[1] ?? '')}T${two(match[2])}:${two(match[3])}` : cell;
}

const two = (digits = ''): string => digits.padStart(2, '0');

/** Enough of a value for its owner's clerk to find it, no more. */
export function maskValue(value: string, field: Field | undefined): string {
  const text = value.trim().replace(/[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '�');
  const characters = Array.from(text);
  if (characters.length === 0) return '';
  const short = (seen: number): string =>
    characters.slice(0, seen).join('') + (characters.length > seen ? '***' : '');
  if (field?.['x-name']) return short(1);
  if (['id-number', 'uscc', 'holder-number'].includes(String(field?.['format']))) {
    return maskIdNumber(characters.slice(0, 24).join(''));
  }
  return short(Math.min(4, Math.max(1, characters.length >> 1)));
}
