import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { CsvError, Info } from 'csv-parse';
import { fieldProblem, photoField } from '../types/index.js';
import type { FieldProblem } from '../types/index.js';
import type { Archive } from './archive.js';
import { checkApplication } from './check.js';
import type { RowCheckOptions } from './check.js';
import { matchColumns, validFromKey, validUntilKey } from './columns.js';
import type { Column } from './columns.js';
import { decodeText, detectEncoding } from './encoding.js';
import { UploadRefused } from './errors.js';
import type { IntakeLimits } from './limits.js';
import { readPhoto } from './photos.js';
import type { IntakeRow, Photo, RowProblem } from './row.js';
import { Seen } from './seen.js';
import { maskValue } from './values.js';

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a CSV, one after the other, each checked.
 * @throws UploadRefused when the file as a whole cannot be taken
 */
export async function* readRows(
  csv: Uint8Array,
  archive: Archive | undefined,
  options: RowCheckOptions & { readonly limits: IntakeLimits },
): AsyncGenerator<IntakeRow> {
  const seen = new Seen(options.type);
  let columns: Column[] | undefined;
  let count = 0;
  for await (const row of records(csv)) {
    if (!columns) {
      columns = matchColumns(row.cells, options.type);
      continue;
    }
    count += 1;
    if (count > options.limits.rows) {
      throw new UploadRefused(
        'UPLOAD_TOO_MANY_ROWS',
        `More than ${options.limits.rows} rows: split the file.`,
      );
    }
    yield await readRow(row, columns, archive, seen, options);
  }
  if (!columns || count === 0)
    throw new UploadRefused('UPLOAD_EMPTY', 'The file holds no rows below its header.');
}

async function readRow(
  { line, cells }: Cells,
  columns: readonly Column[],
  archive: Archive | undefined,
  seen: Seen,
  options: RowCheckOptions & { readonly limits: IntakeLimits },
): Promise<IntakeRow> {
  if (cells.length !== columns.length) {
    const problems = [{ ...fieldProblem(null, 'CELLS_WRONG'), column: null, shown: '' }];
    return { line, fields: {}, validFrom: '', validUntil: null, problems };
  }
  const given = Object.fromEntries(columns.map(({ key }, at) => [key, cells[at] ?? '']));
  const { [validFromKey]: from = '', [validUntilKey]: until = '', ...values } = given;
  const checked = checkApplication(values, { from, until }, options);
  const problems: FieldProblem[] = [...checked.problems];
  const photo = await photoOf(values, archive, options, problems);
  if (problems.length === 0) problems.push(...seen.check(line, checked.fields));
  const placed = problems.map((problem): RowProblem => {
    const column = columns.find(({ key }) => key === problem.field);
    return {
      ...problem,
      column: column?.header ?? null,
      shown: maskValue(given[problem.field ?? ''] ?? '', column?.field),
    };
  });
  return { line, ...withoutPhotoName(checked, options), ...(photo && { photo }), problems: placed };
}

function withoutPhotoName<T extends { readonly fields: Readonly<Record<string, string | number>> }>(
  checked: T,
  { type }: RowCheckOptions,
): T {
  const key = photoField(type);
  return key === undefined
    ? checked
    : {
        ...checked,
        fields: Object.fromEntries(Object.entries(checked.fields).filter(([name]) => name !== key)),
      };
}

async function photoOf(
  values: Readonly<Record<string, string>>,
  archive: Archive | undefined,
  { type, limits, readPhoto: read }: RowCheckOptions & { readonly limits: IntakeLimits },
  problems: FieldProblem[],
): Promise<Photo | undefined> {
  const key = photoField(type);
  const name = key === undefined ? undefined : values[key]?.trim();
  if (key === undefined || !name) return undefined;
  const bytes = await archive?.photo(name);
  if (bytes === undefined) {
    problems.push(fieldProblem(key, 'PHOTO_MISSING'));
    return undefined;
  }
  const photo = bytes ? readPhoto(bytes, read) : undefined;
  if (!photo) problems.push(fieldProblem(key, 'PHOTO_REFUSED', `${limits.photoBytes >> 10} KB`));
  return photo;
}

/** Records with their lines; one that cannot be parsed comes as a row without cells, and the rest goes on. */
async function* records(csv: Uint8Array): AsyncGenerator<Cells> {
  const encoding = detectEncoding(csv);
  const broken: Cells[] = [];
  const parser = parse({
    delimiter: delimiterOf(csv),
    info: true,
    relaxColumnCount: true,
    skipEmptyLines: true,
    skipRecordsWithEmptyValues: true,
    skipRecordsWithError: true,
    maxRecordSize: 64 * 1024,
    trim: true,
    onSkip: (error: CsvError | undefined) => {
      broken.push({ line: Number(error?.['lines'] ?? 0), cells: [] });
      return undefined;
    },
  });
  Readable.from(decodeText(csv, encoding)).pipe(parser);
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    const line = info.lines - record.join('').split('\n').length + 1;
    // The parser runs ahead of us.
    while (broken[0] !== undefined && broken[0].line < line) yield broken.shift() as Cells;
    yield { line, cells: record };
  }
  yield* broken;
}

/** Spreadsheets that save “Unicode text” separate by tabs. */
function delimiterOf(csv: Uint8Array): string {
  const end = csv.indexOf(0x0a);
  const header = csv.subarray(0, end < 0 ? csv.length : end);
  return header.includes(0x2c) || !header.includes(0x09) ? ',' : '\t';
}
