import pg from 'pg';
import type { CustomTypesConfig } from 'pg';

const { builtins } = pg.types;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A bigint column holds more than a number can.');
  return value;
}

const read = new Map<number, (text: string) => unknown>([
  [builtins.INT8, safeInteger],
  [builtins.DATE, (text) => text],
]);

/**
 * bigint as a number (its range is checked), date as 'YYYY-MM-DD': pg's own reading of
 * a date is midnight in the machine's time zone, another day elsewhere.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === 'binary' ? undefined : read.get(oid)) ??
    (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};
