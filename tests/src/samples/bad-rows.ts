import type { SampleRow } from './rows.js';

/** Each takes a good row and makes it wrong in one way of its own. */
const mistakes: readonly ((row: SampleRow, all: readonly SampleRow[]) => SampleRow)[] = [
  (row) => ({ ...row, name: '' }),
  (row) => ({ ...row, idNumber: replaceLast(row['idNumber'] ?? '') }),
  (row) => ({ ...row, idNumber: (row['idNumber'] ?? '').slice(0, 15) }),
  (row) => ({ ...row, birthDate: '2025-02-30' }),
  (row) => ({ ...row, birthDate: '1901-01-01' }),
  (row) => ({ ...row, sex: row['sex'] === '男' ? '女' : '男' }),
  (row) => ({ ...row, sex: '未知' }),
  (row) => ({ ...row, ethnicity: '火星族' }),
  (row) => ({ ...row, domicile: '' }),
  (row) => ({ ...row, residence: '很长的地址'.repeat(60) }),
  (row) => ({ ...row, validUntil: '2020-01-01' }),
  (row) => ({ ...row, validFrom: '明天' }),
  (row) => ({ ...row, name: `${row['name'] ?? ''}\u{E000}` }),
  (row) => ({ ...row, name: `张\u0007三` }),
  (_row, all) => all[0] ?? {},
];

/** One good row first, then one row for each mistake (the last repeats the good row), then one good row. */
export function badResidencePermits(good: readonly SampleRow[]): SampleRow[] {
  const wrong = mistakes.map((mistake, index) => mistake(good[index + 1] ?? {}, good));
  return [...good.slice(0, 1), ...wrong, ...good.slice(-1)];
}

function replaceLast(number: string): string {
  return number.slice(0, -1) + (number.endsWith('1') ? '2' : '1');
}
