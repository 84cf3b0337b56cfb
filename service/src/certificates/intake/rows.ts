import { fieldProblem, photoField } from '../types/index.js';
import type { Field, FieldProblem } from '../types/index.js';
import type { Archive } from './archive.js';
import { checkApplication } from './check.js';
import type { RowCheckOptions } from './check.js';
import { matchColumns, validFromKey, validUntilKey } from './columns.js';
import type { Column, Columns } from './columns.js';
import { UploadRefused, tooManyRows } from './errors.js';
import type { IntakeLimits } from './limits.js';
import { KeptPhotos } from './kept-photos.js';
import type { PlainPhoto } from './photos.js';
import { RoundedNumbers } from './rounded.js';
import type { IntakeRow, Photo, RowProblem } from './row.js';
import { Seen } from './seen.js';
import { cellText, isEmptyCell } from './table.js';
import type { Cell, TableRow } from './table.js';
import { maskValue } from './values.js';

export interface ReadOptions extends RowCheckOptions {
  readonly plainPhoto: PlainPhoto;
  readonly limits: IntakeLimits;
  /** Told once of the columns, before the first row. */
  readonly onColumns?: (columns: Columns) => void;
}

/**
 * The rows of a table, one after the other, each checked; last those that only the whole table can judge.
 * @throws UploadRefused when the file as a whole cannot be taken
 */
export async function* readRows(
  table: Iterable<TableRow>,
  archive: Archive | undefined,
  options: ReadOptions,
): AsyncGenerator<IntakeRow> {
  let reader: RowReader | undefined;
  let count = 0;
  const doubted: DoubtedRow[] = [];
  for (const row of table) {
    if (row.cells.every(isEmptyCell)) continue;
    if (!reader) {
      const columns = matchColumns(row.cells.map(cellText), options.type);
      options.onColumns?.(columns);
      reader = new RowReader(columns, archive, options);
      continue;
    }
    count += 1;
    if (count > options.limits.rows) throw tooManyRows(options.limits.rows);
    const marks = reader.mark(row);
    if (marks.some(isDoubt)) doubted.push({ row, marks });
    else yield await reader.read(row, marks);
  }
  if (!reader || count === 0) {
    throw new UploadRefused('UPLOAD_EMPTY', {
      zh: '文件在列名行之下没有任何行。',
      en: 'The file holds no rows below its header.',
    });
  }
  const columns = reader.finish();
  for (const { row, marks } of doubted)
    yield await reader.read(
      row,
      marks.filter((mark) => !isDoubt(mark) || (mark.field !== null && columns.has(mark.field))),
    );
}

/** Not read yet: a photo is unpacked only when the row is given. */
interface DoubtedRow {
  readonly row: TableRow;
  readonly marks: readonly FieldProblem[];
}

/** A problem of the row only if other rows show it to be. */
const isDoubt = ({ code }: FieldProblem): boolean => code === 'NUMBER_MAYBE_ROUNDED';

/** Reads and checks rows under one header. */
class RowReader {
  readonly #columns: Columns;
  readonly #photos: KeptPhotos;
  readonly #options: ReadOptions;
  readonly #seen: Seen;
  readonly #rounded: RoundedNumbers;

  constructor(columns: Columns, archive: Archive | undefined, options: ReadOptions) {
    this.#columns = columns;
    this.#photos = new KeptPhotos(archive, options);
    this.#options = options;
    this.#seen = new Seen(options.type);
    this.#rounded = new RoundedNumbers(columns.used);
  }

  /** What a spreadsheet may have done to the row's numbers; each row is asked about once. */
  mark(row: TableRow): FieldProblem[] {
    return this.#wholeRowProblem(row) ? [] : this.#rounded.check(row.cells);
  }

  /** @param marks those of the row that are problems */
  async read(row: TableRow, marks: readonly FieldProblem[]): Promise<IntakeRow> {
    const { row: line, cells } = row;
    const rowProblem = this.#wholeRowProblem(row);
    if (rowProblem) {
      const problems = [{ ...fieldProblem(null, rowProblem), column: null, shown: '' }];
      return { line, fields: {}, validFrom: '', validUntil: null, problems, notes: [] };
    }
    const found = [...marks];
    const given: Record<string, string | number> = {};
    for (const { key, at, field } of this.#columns.used) {
      const value = valueOf(cells[at] ?? '', field);
      if (typeof value === 'object') found.push(fieldProblem(key, value.code));
      else given[key] = value;
    }
    const { [validFromKey]: from = '', [validUntilKey]: until = '', ...values } = given;
    const validity = { from: String(from), until: String(until) };
    const checked = checkApplication(values, validity, this.#options);
    found.push(...checked.problems);
    const photo = await this.#photo(values, found);
    const problems = firstOfEach(found);
    if (problems.length === 0) problems.push(...this.#seen.check(line, checked.fields));
    const placed = problems.map((problem) => this.#placed(problem, cells));
    const { fields, validFrom, validUntil } = checked;
    const named = photoField(this.#options.type);
    return {
      line,
      fields: Object.fromEntries(Object.entries(fields).filter(([key]) => key !== named)),
      validFrom,
      validUntil,
      ...(photo && { photo }),
      problems: placed,
      notes: problems.length > 0 ? [] : checked.notes.map((note) => this.#placed(note, cells)),
    };
  }

  /** After the last row: the columns whose doubts are problems. @throws UploadRefused */
  finish(): ReadonlySet<string> {
    return this.#rounded.finish();
  }

  #wholeRowProblem({ cells, broken }: TableRow): RowCode | undefined {
    return broken ? 'QUOTES_WRONG' : shapeProblem(cells, this.#columns);
  }

  #placed(problem: FieldProblem, cells: readonly Cell[]): RowProblem {
    const column: Column | undefined = this.#columns.used.find(({ key }) => key === problem.field);
    const shown = maskValue(cellText(column && cells[column.at]), column?.field);
    return { ...problem, column: column?.header ?? null, shown };
  }

  async #photo(
    values: Readonly<Record<string, string | number>>,
    problems: FieldProblem[],
  ): Promise<Photo | undefined> {
    const key = photoField(this.#options.type);
    const name = key === undefined ? '' : String(values[key] ?? '').trim();
    if (key === undefined || name === '') return undefined;
    const read = await this.#photos.get(name);
    if (read && 'photo' in read) return read.photo;
    problems.push(
      read ? fieldProblem(key, 'PHOTO_REFUSED', read.remedy) : fieldProblem(key, 'PHOTO_MISSING'),
    );
    return undefined;
  }
}

type RowCode = 'QUOTES_WRONG' | 'CELLS_WRONG' | 'CELL_UNTITLED';

/** What is wrong with a row as a whole: cells that no column takes, or columns without a cell. */
function shapeProblem(
  cells: readonly Cell[],
  { used, untitled, width }: Columns,
): Exclude<RowCode, 'QUOTES_WRONG'> | undefined {
  const beyond = cells.slice(width).some((cell) => !isEmptyCell(cell));
  if (beyond || used.some(({ at }) => at >= cells.length)) return 'CELLS_WRONG';
  return cells.some((cell, at) => untitled.has(at) && !isEmptyCell(cell)) ? 'CELL_UNTITLED' : undefined;
}

type Unusable = Extract<Cell, { unusable: unknown }>['unusable'] | 'NOT_TEXT';

/** A cell for a field; the days of validity have none. A number in the place of text stays one, and is refused. */
function valueOf(cell: Cell, field: Field | undefined): string | number | { readonly code: Unusable } {
  if (typeof cell === 'string') return cell;
  if ('unusable' in cell) return { code: cell.unusable };
  const isDate = field === undefined || ['calendar-date', 'local-minute'].includes(String(field['format']));
  if ('date' in cell) return isDate ? cell.date : { code: 'NOT_TEXT' };
  // 20260131, typed as eight digits, says no less than as text.
  return isDate ? String(cell.number) : cell.number;
}

/** One problem a field is enough to act on. */
function firstOfEach(problems: readonly FieldProblem[]): FieldProblem[] {
  const seen = new Set<string | null>();
  return problems.filter(({ field }) => !seen.has(field) && seen.add(field));
}
