import { setImmediate as immediate } from 'node:timers/promises';
import type { CertificateType } from '../types/index.js';
import { decodeText, detectEncoding } from './encoding.js';
import { UploadRefused, tooManyRows } from './errors.js';
import type { IntakeLimits } from './limits.js';
import { readSeparated } from './separated.js';
import { readSpreadsheet } from './spreadsheet.js';
import { isEmptyCell } from './table.js';
import type { TableRow } from './table.js';

/** How the table of an upload is written. */
export type TableFormat = 'text' | 'spreadsheet';

export interface TableOptions {
  readonly limits: IntakeLimits;
  /** What the sender says of a text whose bytes do not prove it. */
  readonly encoding?: 'utf-8' | 'gb18030';
}

/** For each row that may be read: empty lines below the table, and line breaks inside cells. */
const LINES_PER_ROW = 20;
/** Read without a pause in which others are served. */
const ROWS_AT_ONCE = 5_000;

/** ZIP: local file header (APPNOTE 4.3.7). Compound file, of .xls, .et and encrypted workbooks ([MS-CFB] §2.2). */
const ZIP = '504b0304';
const COMPOUND = 'd0cf11e0';

/** The format of a table, by its first bytes. @throws UploadRefused `UPLOAD_FORMAT` */
export function formatOf(bytes: Uint8Array): TableFormat {
  const head = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (head === COMPOUND) {
    throw new UploadRefused('UPLOAD_FORMAT', {
      zh: '这是旧式（.xls、.et）或加密的表格：请用电子表格打开，去掉密码，另存为 .xlsx。',
      en: 'This is a table in an old format (.xls, .et) or with a password: save it as .xlsx without one.',
    });
  }
  return head === ZIP ? 'spreadsheet' : 'text';
}

/** A table's rows. @throws UploadRefused */
export async function openTable(
  bytes: Uint8Array,
  type: CertificateType,
  { limits, encoding }: TableOptions,
): Promise<Iterable<TableRow>> {
  if (formatOf(bytes) === 'spreadsheet') return readSpreadsheet(bytes, type, limits);
  const lines = lineEnds(bytes);
  if (lines > LINES_PER_ROW * limits.rows) throw tooManyRows(limits.rows);
  const proved = detectEncoding(bytes, encoding);
  // Rows that are checked are stored: too many are found before the first is.
  if (lines > limits.rows) await countRows(readSeparated(decodeText(bytes, proved)), limits);
  return readSeparated(decodeText(bytes, proved));
}

/** Ends of lines, or bytes that look like them in UTF-16: a table has no more rows, the last one apart. */
function lineEnds(bytes: Uint8Array): number {
  let found = 0;
  for (let at = 0; at < bytes.length; at += 1)
    if (bytes[at] === 0x0a || (bytes[at] === 0x0d && bytes[at + 1] !== 0x0a)) found += 1;
  return found;
}

/** @throws UploadRefused */
async function countRows(table: Iterable<TableRow>, { rows }: IntakeLimits): Promise<void> {
  let filled = 0;
  for (const { row, cells } of table) {
    if (row % ROWS_AT_ONCE === 0) await immediate();
    if (cells.every(isEmptyCell)) continue;
    // The first is the header.
    if (filled > rows) throw tooManyRows(rows);
    filled += 1;
  }
}
