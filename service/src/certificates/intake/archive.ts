import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { UploadRefused } from './errors.js';
import type { IntakeLimits } from './limits.js';

/** A ZIP with one table and photos, its directory read and bounded; nothing of it is ever written to disk by name. */
export interface Archive {
  /** A CSV, tab-separated text, or spreadsheet. */
  readonly table: Buffer;
  /** The photo of that name; undefined when there is none; null when it is larger than a photo may be. */
  photo(name: string): Promise<Buffer | null | undefined>;
}

const refuse = (zh: string, en: string, cause?: unknown): UploadRefused =>
  new UploadRefused('UPLOAD_ZIP', { zh: `压缩包${zh}。`, en: `The ZIP ${en}.` }, { cause });

/** Whether a ZIP is a workbook (.xlsx: ECMA-376 part 2 §10.2.3), not an archive of files. @throws UploadRefused */
export async function isWorkbook(file: FileHandle): Promise<boolean> {
  const zip = await opened(file);
  try {
    for await (const entry of zip.eachEntry()) {
      if (Buffer.from(entry.fileNameRaw).toString('latin1') === '[Content_Types].xml') return true;
    }
  } catch (error) {
    throw refuse('的目录已损坏', 'cannot be read: its directory is damaged', error);
  }
  return false;
}

/** @throws UploadRefused `UPLOAD_ZIP` */
export async function openArchive(file: FileHandle, limits: IntakeLimits): Promise<Archive> {
  const zip = await opened(file);
  const entries = await directory(zip, limits);
  const named = (pattern: RegExp): Entry[] =>
    [...entries].filter(([name]) => pattern.test(name)).map(([, entry]) => entry);
  const usual = named(/\.(csv|tsv|xlsx)$/);
  // “Unicode text” is .txt, as many a note is; the others are refused by what they are.
  const tables = usual.length > 0 ? usual : named(/\.(txt|xls|et|ods)$/);
  const [entry, ...others] = tables;
  if (!entry || others.length > 0) {
    throw refuse(
      `须恰有一个表格文件（.xlsx 或 .csv），现有 ${tables.length} 个`,
      `must hold exactly one table (.xlsx or .csv); it holds ${tables.length}`,
    );
  }
  const table = await content(zip, entry, limits.csvBytes);
  if (table === null) {
    throw new UploadRefused('UPLOAD_TOO_LARGE', {
      zh: '压缩包中的表格太大：请拆分。',
      en: 'The table in the ZIP is too large: split it.',
    });
  }
  return {
    table,
    async photo(name) {
      const entry = entries.get(photoName(name));
      return entry && content(zip, entry, limits.photoBytes);
    },
  };
}

async function opened(file: FileHandle): Promise<ZipFile> {
  try {
    // Names are decoded here: Windows writes them in GBK without saying so.
    return await yauzl.fromFdPromise(file.fd, { lazyEntries: true, decodeStrings: false, autoClose: false });
  } catch (cause) {
    throw refuse('已损坏，或不是 ZIP，无法读取', 'cannot be read: it is damaged or no ZIP', cause);
  }
}

async function directory(zip: ZipFile, limits: IntakeLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > 2 * limits.rows + 100) throw refuse('中的文件太多', 'holds too many files');
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      // Some Windows tools write backslashes, which APPNOTE 4.4.17 does not allow.
      const name = nameOf(entry).replaceAll('\\', '/');
      if (name.endsWith('/') || /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$)/.test(name)) continue;
      const wrong = yauzl.validateFileName(name);
      if (wrong !== null) throw refuse('中有越出压缩包的路径', 'holds a file with a path that leaves it');
      if (entry.isEncrypted()) throw refuse('已加密：请去掉密码', 'is encrypted: pack it without a password');
      if (entry.uncompressedSize > Math.max(1, entry.compressedSize) * limits.ratio) {
        throw refuse('中有展开后异常膨胀的文件', 'holds a file that unpacks to far more than it is');
      }
      const key = photoName(name);
      if (entries.has(key)) throw refuse('中有同名文件', 'holds two files of the same name');
      entries.set(key, entry);
    }
  } catch (error) {
    throw error instanceof UploadRefused
      ? error
      : refuse('的目录已损坏', 'cannot be read: its directory is damaged', error);
  }
  return entries;
}

/** Folders do not matter: the CSV names a photo by its last part. */
export const photoName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '').trim().normalize('NFC').toLowerCase();

function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  // General purpose bit 11: the name is UTF-8 (APPNOTE 4.4.4).
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(raw);
    } catch (error) {
      if ((entry.generalPurposeBitFlag & 0x800) !== 0)
        throw refuse('中的文件名不是 UTF-8', 'holds a name that is not UTF-8', error);
    }
  }
  throw refuse('中的文件名既非 UTF-8 也非 GB 18030', 'holds a name that is neither UTF-8 nor GB 18030');
}

/** Unpacks one file; null when it is larger than `most`. The sizes that the ZIP claims are enforced while reading. */
async function content(zip: ZipFile, entry: Entry, max: number): Promise<Buffer | null> {
  if (entry.uncompressedSize > max) return null;
  try {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    if (crc32(bytes) !== entry.crc32) throw new Error('its CRC-32 is another');
    return bytes;
  } catch (cause) {
    throw refuse('中有损坏的文件', 'holds a damaged file', cause);
  }
}
