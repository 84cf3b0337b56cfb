/**
 * The thread that {@link readSpreadsheet} starts for one workbook, and ends: what a hostile file makes of the
 * library stays in its memory and its time. It reads values as the spreadsheet kept them and evaluates nothing.
 */
import { parentPort, workerData } from 'node:worker_threads';
import XLSX from '@e965/xlsx';
import type { CellObject, WorkSheet } from '@e965/xlsx';
import type { SheetRead, SpreadsheetAnswer, SpreadsheetTask } from './spreadsheet.js';
import type { Cell, TableRow } from './table.js';

const task = workerData as SpreadsheetTask;
const maxRows = task.rows;

/** The library's reading of number formats and serial days, which it declares as any (ECMA-376 part 1 §18.17.4). */
const calendar = XLSX.SSF as {
  is_date(format: string): boolean;
  parse_date_code(
    serial: number,
    options: { readonly date1904: boolean },
  ): {
    readonly y: number;
    readonly m: number;
    readonly d: number;
    readonly H: number;
    readonly M: number;
  } | null;
};

class TooManyRows extends Error {}

function readBook(bytes: Uint8Array): SheetRead[] {
  const book = XLSX.read(bytes, {
    type: 'array',
    dense: true,
    cellNF: true,
    cellHTML: false,
    cellText: false,
  });
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.flatMap((name, n) => {
    const sheet = book.Sheets[name];
    const isHidden = (book.Workbook?.Sheets?.[n]?.Hidden ?? 0) !== 0;
    return sheet && !isHidden ? [{ name, rows: rowsOf(sheet, date1904) }] : [];
  });
}

function rowsOf(sheet: WorkSheet, date1904: boolean): TableRow[] {
  const grid = (sheet['!data'] ?? []) as (readonly (CellObject | undefined)[] | undefined)[];
  const merged = mergedCells(sheet);
  const rows: TableRow[] = [];
  let width = 0;
  // A merged cell may hang over the last row that holds anything.
  const end = [...merged.keys()].reduce((last, at) => Math.max(last, at + 1), grid.length);
  for (let at = 0; at < end; at += 1) {
    const read: Cell[] = Array.from(grid[at] ?? [], (cell) => cellOf(cell, date1904));
    for (const column of merged.get(at) ?? []) read[column] = { unusable: 'CELL_MERGED' };
    const filled = Array.from(read, (cell) => (cell as Cell | undefined) ?? '');
    if (filled.every((cell) => cell === '')) continue;
    width ||= filled.length;
    // Empty cells at the end of a row are not there at all.
    while (filled.length < width) filled.push('');
    rows.push({ row: at + 1, cells: filled });
    if (rows.length > maxRows + 1) throw new TooManyRows();
  }
  return rows;
}

/** By row, the columns of cells that are merged with cells of other rows: whose value it is cannot be told. */
function mergedCells(sheet: WorkSheet): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { s, e } of sheet['!merges'] ?? []) {
    if (s.r === e.r) continue;
    for (let row = s.r; row <= Math.min(e.r, s.r + maxRows); row += 1) {
      const columns = found.get(row) ?? [];
      for (let column = s.c; column <= Math.min(e.c, s.c + 200); column += 1) columns.push(column);
      found.set(row, columns);
    }
  }
  return found;
}

function cellOf(cell: CellObject | undefined, date1904: boolean): Cell {
  if (!cell) return '';
  const { t, v, f, z } = cell;
  if (t === 'e') return { unusable: 'CELL_ERROR' };
  if (f !== undefined && (v === undefined || v === '')) return { unusable: 'CELL_UNCALCULATED' };
  if (typeof v === 'number') {
    return typeof z === 'string' && calendar.is_date(z) ? dateOf(v, date1904) : { number: v };
  }
  return typeof v === 'string' ? v : typeof v === 'boolean' ? { number: Number(v) } : '';
}

function dateOf(value: number, date1904: boolean): Cell {
  const parsed = calendar.parse_date_code(value, { date1904 });
  if (!parsed) return { number: value };
  const { y, m, d, H, M } = parsed;
  const day = `${y}-${two(m)}-${two(d)}`;
  return { date: H + M > 0 ? `${day} ${two(H)}:${two(M)}` : day };
}

const two = (n: number): string => String(n).padStart(2, '0');

function answer(): SpreadsheetAnswer {
  try {
    return { sheets: readBook(task.bytes) };
  } catch (error) {
    return { refused: error instanceof TooManyRows ? 'too-many-rows' : 'unreadable' };
  }
}

parentPort?.postMessage(answer());
