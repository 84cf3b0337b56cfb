import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { zip } from '../../platform/zip/index.js';
import type { CertificateType } from '../types/index.js';
import { matchColumns } from './columns.js';
import { UploadRefused } from './errors.js';
import type { IntakeLimits } from './limits.js';
import { cellText } from './table.js';
import type { TableRow } from './table.js';

/** What the thread is given: a workbook to read, of so many rows below its header at most. */
export interface SpreadsheetTask {
  readonly bytes: Uint8Array;
  readonly rows: number;
}

export interface SheetRead {
  readonly name: string;
  /** Empty rows left out. */
  readonly rows: readonly TableRow[];
}

export type SpreadsheetAnswer =
  { readonly sheets: readonly SheetRead[] } | { readonly refused: 'too-many-rows' | 'unreadable' };

/** Compiled, wherever this file is read from: a thread has no other loader. */
const PROGRAM = fileURLToPath(
  new URL('../../../dist/certificates/intake/spreadsheet-thread.js', import.meta.url),
);

/** One workbook at a time, so that what they need together is bounded too. */
let last: Promise<unknown> = Promise.resolve();
function oneByOne<T>(work: () => Promise<T>): Promise<T> {
  const next = last.then(work);
  last = next.catch(() => undefined);
  return next;
}

/**
 * The rows of a workbook's one table, read in a thread of bounded memory and time.
 * @throws UploadRefused
 */
export async function readSpreadsheet(
  bytes: Uint8Array,
  type: CertificateType,
  limits: IntakeLimits,
): Promise<readonly TableRow[]> {
  const answer = await oneByOne(async () => {
    const checked = await checkParts(bytes, limits);
    return inThread({ bytes: checked, rows: limits.spreadsheetRows }, limits);
  });
  if ('sheets' in answer) return tableOf(answer.sheets, type);
  if (answer.refused === 'too-many-rows') throw tooLarge(limits);
  throw unreadable();
}

/** The sheet with the type's columns; a sheet of explanations beside it is none. */
function tableOf(sheets: readonly SheetRead[], type: CertificateType): readonly TableRow[] {
  const filled = sheets.filter(({ rows }) => rows.length > 0);
  const fitting = filled.filter(({ rows }) => hasColumns(rows[0], type));
  if (fitting.length > 1) {
    const names = fitting.map(({ name }) => `“${name.slice(0, 31)}”`).join('、');
    throw refuse(
      `中有几张工作表都是数据（${names}）：请分别保存上传`,
      `has several sheets of rows (${names}): save and send them one by one`,
    );
  }
  // Without one, the first says which columns are wrong.
  return (fitting[0] ?? filled[0])?.rows ?? [];
}

function hasColumns(header: TableRow | undefined, type: CertificateType): boolean {
  try {
    matchColumns(header?.cells.map(cellText) ?? [], type);
    return true;
  } catch {
    return false;
  }
}

/**
 * A workbook is a ZIP: it is bounded and whole before its reader sees it, which checks no CRC and goes by the local
 * headers where they say otherwise than the directory (APPNOTE.TXT §4.3.7, §4.3.12). So it is packed anew, of the
 * parts that were checked and that hold what is read.
 */
async function checkParts(bytes: Uint8Array, limits: IntakeLimits): Promise<Uint8Array> {
  const parts = new Map<string, Buffer>();
  let unpacked = 0;
  try {
    const archive = await yauzl.fromBufferPromise(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      { lazyEntries: true },
    );
    if (archive.entryCount > 1000) throw tooLarge(limits);
    for await (const entry of archive.eachEntry()) {
      unpacked += entry.uncompressedSize;
      if (unpacked > limits.spreadsheetBytes) throw tooLarge(limits);
      const part = await buffer(await archive.openReadStreamPromise(entry));
      if (crc32(part) !== entry.crc32 || parts.has(entry.fileName)) throw unreadable();
      parts.set(entry.fileName, part);
    }
  } catch (error) {
    throw error instanceof UploadRefused ? error : unreadable(error);
  }
  if (!parts.has('xl/workbook.xml')) throw unreadable();
  const read = [...parts].filter(([name]) => /\.(xml|rels)$/.test(name));
  return buffer(Readable.from(zip(Readable.from(read.map(([name, part]) => ({ name, bytes: part }))))));
}

function inThread(task: SpreadsheetTask, limits: IntakeLimits): Promise<SpreadsheetAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(PROGRAM, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: limits.spreadsheetMemory },
    });
    const late = setTimeout(() => void worker.terminate(), limits.spreadsheetTime);
    worker.on('message', resolve);
    // Out of memory, out of time: the file is more than a table of so many rows.
    worker.on('error', () => resolve({ refused: 'too-many-rows' }));
    worker.on('exit', () => {
      clearTimeout(late);
      resolve({ refused: 'too-many-rows' });
    });
  });
}

const refuse = (zh: string, en: string, cause?: unknown): UploadRefused =>
  new UploadRefused('UPLOAD_SPREADSHEET', { zh: `表格${zh}。`, en: `The workbook ${en}.` }, { cause });

const unreadable = (cause?: unknown): UploadRefused =>
  refuse(
    '无法读取：请用电子表格打开，另存为 .xlsx',
    'cannot be read: open it in a spreadsheet and save it as .xlsx',
    cause,
  );

const tooLarge = ({ spreadsheetRows: rows }: IntakeLimits): UploadRefused =>
  refuse(
    `超过 ${rows} 行或内容过多：请另存为“CSV UTF-8”，或拆分后上传`,
    `has more than ${rows} rows, or more in it than such a table has: save it as “CSV UTF-8”, or split it`,
  );
