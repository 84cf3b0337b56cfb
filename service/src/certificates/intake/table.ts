/** What a cell holds besides text: how a spreadsheet stored it decides whether it can be believed. */
export type Cell =
  | string
  /** Stored as a number: an integer beyond 2^53, or of more than 15 digits, is not what was typed. */
  | { readonly number: number }
  /** Stored as a day, perhaps with a time: `2026-01-31` or `2026-01-31 08:30`. */
  | { readonly date: string }
  | { readonly unusable: 'CELL_ERROR' | 'CELL_UNCALCULATED' | 'CELL_MERGED' };

/** One row of a table, whatever the file's format. */
export interface TableRow {
  /** As a spreadsheet numbers it: from 1, empty rows counted, line breaks inside cells not. */
  readonly row: number;
  readonly cells: readonly Cell[];
  /** Its quotes cannot be understood: the cells are the text between separators, for its owner to recognise. */
  readonly broken?: true;
}

/** A cell as text, for masks and for returning it. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if ('number' in cell) return String(cell.number);
  return 'date' in cell ? cell.date : '';
}

export const isEmptyCell = (cell: Cell): boolean => typeof cell === 'string' && cell.trim() === '';
