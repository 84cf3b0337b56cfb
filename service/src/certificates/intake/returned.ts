import { writeWorkbook } from '../../platform/workbook/index.js';
import type { Sheet } from '../../platform/workbook/index.js';
import { photoField } from '../types/index.js';
import type { CertificateType } from '../types/index.js';
import { keyNamed, matchColumns, remedyHeader } from './columns.js';
import type { TableFormat } from './open-table.js';
import { cellText, isEmptyCell } from './table.js';
import type { TableRow } from './table.js';

/** Rows that go back to be mended, as a table that can be sent again. */
export interface ReturnedTable {
  readonly bytes: Uint8Array;
  readonly extension: 'csv' | 'xlsx';
  /** Names of the photos that its rows name. */
  readonly photos: readonly string[];
}

/**
 * The rows of a table that are wrong, each after what is to be mended in it; that column is not read when the
 * table is sent again. A workbook comes back as one, all other tables as CSV in UTF-8 with a byte order mark, which
 * every spreadsheet opens.
 * @param remedies by row, as a spreadsheet numbers them
 */
export async function returnRows(
  table: Iterable<TableRow>,
  remedies: ReadonlyMap<number, string>,
  type: CertificateType,
  format: TableFormat,
): Promise<ReturnedTable> {
  const photoKey = photoField(type);
  const photos = new Set<string>();
  const rows: string[][] = [];
  let headers: string[] | undefined;
  let earlier = -1;
  for (const { row, cells, broken } of table) {
    if (cells.every(isEmptyCell)) continue;
    const texts = cells.map(cellText);
    if (!headers) {
      headers = texts;
      earlier = texts.indexOf(remedyHeader);
      rows.push([remedyHeader, ...without(texts, earlier)]);
      continue;
    }
    const remedy = remedies.get(row);
    if (remedy === undefined) continue;
    rows.push([remedy, ...(broken ? texts : without(texts, earlier))]);
    const photo =
      texts[headers.findIndex((header) => photoKey !== undefined && keyNamed(type, header) === photoKey)];
    if (photo?.trim()) photos.add(photo.trim());
  }
  return format === 'spreadsheet'
    ? { bytes: await writeWorkbook([sheetOf(rows)]), extension: 'xlsx', photos: [...photos] }
    : { bytes: Buffer.from(csvOf(rows)), extension: 'csv', photos: [...photos] };
}

/** The cells of one row by the keys of their columns, as text; undefined for none of that number. */
export function cellsOf(
  table: Iterable<TableRow>,
  wanted: number,
  type: CertificateType,
): Record<string, string> | undefined {
  let headers: readonly string[] | undefined;
  for (const { row, cells } of table) {
    if (cells.every(isEmptyCell)) continue;
    const texts = cells.map(cellText);
    if (!headers) {
      headers = texts;
      continue;
    }
    if (row !== wanted) continue;
    const { used } = matchColumns(headers, type);
    return Object.fromEntries(used.map(({ key, at }) => [key, texts[at] ?? '']));
  }
  return undefined;
}

const sheetOf = (rows: readonly (readonly string[])[]): Sheet => ({
  name: '待修改',
  columns: Array.from(rows[0] ?? [], (_, at) => ({ width: at === 0 ? 60 : 20 })),
  rows,
});

const without = (texts: readonly string[], at: number): string[] => texts.filter((_, n) => n !== at);

const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`;

/** RFC 4180 §2.6, 2.7. */
const quoted = (text: string): string =>
  /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
