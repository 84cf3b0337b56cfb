import { createHash, randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateType } from '../types/index.js';
import { isWorkbook, openArchive } from './archive.js';
import { UploadRefused } from './errors.js';
import { defaultLimits } from './limits.js';
import type { IntakeLimits } from './limits.js';
import { formatOf, openTable } from './open-table.js';
import type { TableOptions } from './open-table.js';
import { cellsOf, returnRows } from './returned.js';
import type { ReturnedTable } from './returned.js';
import { readRows } from './rows.js';
import type { ReadOptions } from './rows.js';
import type { IntakeRow } from './row.js';

export type UploadReadOptions = Omit<ReadOptions, 'limits'> & Pick<TableOptions, 'encoding'>;

export interface Upload {
  readonly kind: 'csv' | 'spreadsheet' | 'zip';
  /** SHA-256 of the bytes as they came. */
  readonly digest: Buffer;
  /** May be read once. @throws UploadRefused */
  rows(options: UploadReadOptions): AsyncGenerator<IntakeRow>;
  /** Its rows that are wrong, after what is to be mended in each. @throws UploadRefused */
  returned(
    remedies: ReadonlyMap<number, string>,
    type: CertificateType,
    encoding?: TableOptions['encoding'],
  ): Promise<ReturnedTable>;
  /** The cells of one row by the keys of their columns, as text; undefined for none of that number. @throws UploadRefused */
  row(
    row: number,
    type: CertificateType,
    encoding?: TableOptions['encoding'],
  ): Promise<Record<string, string> | undefined>;
  /** A photo of an archive; undefined when there is none, null when it is too large. */
  photo(name: string): Promise<Uint8Array | null | undefined>;
  /** The file as it came, in pieces of so many bytes. */
  bytes(piece: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Takes an upload in: a CSV into memory (bounded), a ZIP into a file without a name, which only this process
 * can read and which is gone with it. What it is shows in its first bytes.
 * @throws UploadRefused
 */
export async function receiveUpload(
  source: AsyncIterable<Uint8Array>,
  limits: IntakeLimits = defaultLimits,
): Promise<Upload> {
  const { file, digest, bytes } = await take(source, limits);
  if (!file) return tableUpload('csv', bytes, digest, limits);
  try {
    if (!(await isWorkbook(file))) return zipUpload(file, digest, limits);
    const { size } = await file.stat();
    if (size > limits.csvBytes) throw tooLarge();
    const workbook = Buffer.alloc(size);
    await file.read(workbook, 0, size, 0);
    await file.close();
    return tableUpload('spreadsheet', workbook, digest, limits);
  } catch (error) {
    await file.close();
    throw error;
  }
}

interface Taken {
  readonly digest: Buffer;
  readonly bytes: Buffer;
  readonly file: FileHandle | undefined;
}

async function take(source: AsyncIterable<Uint8Array>, limits: IntakeLimits): Promise<Taken> {
  const digest = createHash('sha256');
  const parts: Uint8Array[] = [];
  let file: FileHandle | undefined;
  let size = 0;
  try {
    for await (const part of source) {
      size += part.length;
      digest.update(part);
      parts.push(part);
      if (!file && size < part.length + 4 && isZip(parts)) file = await namelessFile();
      if (size > (file ? limits.zipBytes : limits.csvBytes)) throw tooLarge();
      if (file) await file.appendFile(Buffer.concat(parts.splice(0)));
    }
    if (size === 0)
      throw new UploadRefused('UPLOAD_EMPTY', { zh: '文件是空的。', en: 'The upload is empty.' });
  } catch (error) {
    await file?.close();
    throw error;
  }
  return { digest: digest.digest(), bytes: Buffer.concat(parts), file };
}

const tooLarge = (): UploadRefused =>
  new UploadRefused('UPLOAD_TOO_LARGE', {
    zh: '文件太大：请拆分后分批上传。',
    en: 'The upload is larger than allowed: split it into several.',
  });

function tableUpload(kind: 'csv' | 'spreadsheet', csv: Buffer, digest: Buffer, limits: IntakeLimits): Upload {
  return {
    kind,
    digest,
    async *rows(options) {
      const table = await openTable(csv, options.type, { ...options, limits });
      yield* readRows(table, undefined, { ...options, limits });
    },
    returned: (remedies, type, encoding) => returnedOf(csv, { limits, encoding }, remedies, type),
    row: (row, type, encoding) => oneRow(csv, { limits, encoding }, row, type),
    photo: () => Promise.resolve(undefined),
    async *bytes(piece) {
      for (let at = 0; at < csv.length; at += piece)
        yield await Promise.resolve(csv.subarray(at, at + piece));
    },
    close: () => Promise.resolve(),
  };
}

function zipUpload(file: FileHandle, digest: Buffer, limits: IntakeLimits): Upload {
  return {
    kind: 'zip',
    digest,
    async *rows(options) {
      const archive = await openArchive(file, limits);
      const table = await openTable(archive.table, options.type, { ...options, limits });
      yield* readRows(table, archive, { ...options, limits });
    },
    async returned(remedies, type, encoding) {
      const { table } = await openArchive(file, limits);
      return returnedOf(table, { limits, encoding }, remedies, type);
    },
    async row(row, type, encoding) {
      const { table } = await openArchive(file, limits);
      return oneRow(table, { limits, encoding }, row, type);
    },
    photo: async (name) => (await openArchive(file, limits)).photo(name),
    async *bytes(piece) {
      for (let at = 0; ;) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(piece), 0, piece, at);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
    },
    close: () => file.close(),
  };
}

interface HowToRead {
  readonly limits: IntakeLimits;
  readonly encoding: TableOptions['encoding'];
}

async function oneRow(
  table: Uint8Array,
  { limits, encoding }: HowToRead,
  row: number,
  type: CertificateType,
): Promise<Record<string, string> | undefined> {
  return cellsOf(await openTable(table, type, { limits, ...(encoding && { encoding }) }), row, type);
}

async function returnedOf(
  table: Uint8Array,
  { limits, encoding }: HowToRead,
  remedies: ReadonlyMap<number, string>,
  type: CertificateType,
): Promise<ReturnedTable> {
  const rows = await openTable(table, type, { limits, ...(encoding && { encoding }) });
  return returnRows(rows, remedies, type, formatOf(table));
}

/** Local file header, or the end of central directory of an empty ZIP (APPNOTE 4.3.7, 4.3.16). */
function isZip(parts: readonly Uint8Array[]): boolean {
  const head = Buffer.concat(parts).subarray(0, 4).toString('latin1');
  return head === 'PK\u0003\u0004' || head === 'PK\u0005\u0006';
}

async function namelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `certbridge-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
