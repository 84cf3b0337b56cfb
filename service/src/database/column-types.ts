import pg from 'pg';
import type { CustomTypesConfig } from 'pg';

const { builtins } = pg.types;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A bigint column holds more than a number can.');
  return value;
}

/**
 * bigint as a number (its range is checked), date as 'YYYY-MM-DD': pg's own reading of
 * a date is midnight in the machine's time zone, another day elsewhere.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (oid === Number(builtins.INT8)) return safeInteger;
      if (oid === Number(builtins.DATE)) return (text: string) => text;
    }
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  }) as CustomTypesConfig['getTypeParser'],
};
