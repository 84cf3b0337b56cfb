import { z } from 'zod';
import { Problem } from '../../../platform/problems/index.js';
import type { ColumnNames } from '../../intake/index.js';

/** Keys of fields by header. */
export const columnNames = z.record(z.string().max(200), z.string().max(100));

/** What a query says that a file's columns mean, as JSON. @throws Problem */
export function columnNamesIn(text: string): ColumnNames {
  const parsed = columnNames.safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  throw new Problem('invalid', 'COLUMN_NAMES_UNREADABLE', {
    zh: 'columns 须是 JSON 对象：列名对应字段的键。',
    en: 'columns must be a JSON object of keys of fields by header.',
  });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
