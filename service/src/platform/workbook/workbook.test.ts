import XLSX from '@e965/xlsx';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnName, sheetXml } from './sheet.js';
import { writeWorkbook } from './index.js';

const readBack = (workbook: Uint8Array): string[][] => {
  const book = XLSX.read(workbook);
  return XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0] ?? '']!, {
    header: 1,
    defval: '',
    raw: true,
  });
};

it('any text is read as it was written, as text, its lines ended by LF', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom(
      '330199199001010112',
      '=1+1',
      '_x000D_',
      'a\r\nb',
      ' x ',
      '\u0007',
      '"&<>',
      '𬱖',
      '5.1E+17',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 8 }), async (cells) => {
      const columns = cells.map(() => ({ width: 10 }));
      const workbook = await writeWorkbook([{ name: '表', columns, rows: [cells] }]);
      expect(readBack(workbook)).toEqual([cells.map((text) => text.replace(/\r\n?/g, '\n'))]);
    }),
  );
});

it('a hint that is too long is cut between two characters', () => {
  const hint = { title: `${'长'.repeat(30)}𬱖长`, text: '' };
  const xml = sheetXml(
    { name: '表', columns: [{ width: 10, hint }], rows: [], fillable: 1 },
    () => undefined,
  );
  expect(xml).toContain(`promptTitle="${'长'.repeat(30)}…"`);
});

it('columns are named as spreadsheets name them', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});
