import { createHash, randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from './archive.js';
import { UploadRefused } from './errors.js';
import { defaultLimits } from './limits.js';
import type { IntakeLimits } from './limits.js';
import { openTable } from './open-table.js';
import type { TableOptions } from './open-table.js';
import { readRows } from './rows.js';
import type { ReadOptions } from './rows.js';
import type { IntakeRow } from './row.js';

export type UploadReadOptions = Omit<ReadOptions, 'limits'> & Pick<TableOptions, 'encoding'>;

export interface Upload {
  readonly kind: 'csv' | 'zip';
  /** SHA-256 of the bytes as they came. */
  readonly digest: Buffer;
  /** May be read once. @throws UploadRefused */
  rows(options: UploadReadOptions): AsyncGenerator<IntakeRow>;
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
  const taken = await take(source, limits);
  return taken.file
    ? zipUpload(taken.file, taken.digest, limits)
    : csvUpload(taken.bytes, taken.digest, limits);
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
    if (size === 0) throw new UploadRefused('UPLOAD_EMPTY', '文件是空的。 The upload is empty.');
  } catch (error) {
    await file?.close();
    throw error;
  }
  return { digest: digest.digest(), bytes: Buffer.concat(parts), file };
}

const tooLarge = (): UploadRefused =>
  new UploadRefused(
    'UPLOAD_TOO_LARGE',
    '文件太大：请拆分后分批上传。 The upload is larger than allowed: split it into several.',
  );

function csvUpload(csv: Buffer, digest: Buffer, limits: IntakeLimits): Upload {
  return {
    kind: 'csv',
    digest,
    async *rows(options) {
      const table = await openTable(csv, { ...options, limits });
      yield* readRows(table, undefined, { ...options, limits });
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
      const table = await openTable(archive.table, { ...options, limits });
      yield* readRows(table, archive, { ...options, limits });
    },
    close: () => file.close(),
  };
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
