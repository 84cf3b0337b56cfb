import type { FileHandle } from 'node:fs/promises';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { UploadRefused } from './errors.js';
import type { IntakeLimits } from './limits.js';

/** A ZIP with one CSV and photos, its directory read and bounded; nothing of it is ever written to disk by name. */
export interface Archive {
  readonly csv: Buffer;
  /** The photo of that name; undefined when there is none; null when it is larger than a photo may be. */
  photo(name: string): Promise<Buffer | null | undefined>;
}

const refuse = (why: string, cause?: unknown): UploadRefused =>
  new UploadRefused('UPLOAD_ZIP', `The ZIP ${why}.`, { cause });

/** @throws UploadRefused `UPLOAD_ZIP` */
export async function openArchive(file: FileHandle, limits: IntakeLimits): Promise<Archive> {
  const zip = await opened(file);
  const entries = await directory(zip, limits);
  const tables = [...entries].filter(([name]) => /\.csv$/i.test(name));
  const [table, ...others] = tables.map(([, entry]) => entry);
  if (!table || others.length > 0) throw refuse(`must hold exactly one CSV file; it holds ${tables.length}`);
  const csv = await content(zip, table, limits.csvBytes);
  if (csv === null) throw new UploadRefused('UPLOAD_TOO_LARGE', 'The CSV in the ZIP is too large: split it.');
  return {
    csv,
    async photo(name) {
      const entry = entries.get(plain(name));
      return entry && content(zip, entry, limits.photoBytes);
    },
  };
}

async function opened(file: FileHandle): Promise<ZipFile> {
  try {
    // Names are decoded here: Windows writes them in GBK without saying so.
    return await yauzl.fromFdPromise(file.fd, { lazyEntries: true, decodeStrings: false, autoClose: false });
  } catch (cause) {
    throw refuse('cannot be read: it is damaged or no ZIP', cause);
  }
}

async function directory(zip: ZipFile, limits: IntakeLimits): Promise<Map<string, Entry>> {
  if (zip.entryCount > 2 * limits.rows + 100) throw refuse('holds too many files');
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (name.endsWith('/') || /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$)/.test(name)) continue;
      const wrong = yauzl.validateFileName(name);
      if (wrong !== null || name.includes('\\')) throw refuse('holds a file with a path that leaves it');
      if (entry.isEncrypted()) throw refuse('is encrypted');
      if (entry.uncompressedSize > Math.max(1, entry.compressedSize) * limits.ratio) {
        throw refuse('holds a file that unpacks to far more than it is');
      }
      const key = plain(name);
      if (entries.has(key)) throw refuse('holds two files of the same name');
      entries.set(key, entry);
    }
  } catch (error) {
    throw error instanceof UploadRefused ? error : refuse('cannot be read: its directory is damaged', error);
  }
  return entries;
}

/** Folders do not matter: the CSV names a photo by its last part. */
const plain = (name: string): string => (name.split('/').at(-1) ?? '').normalize('NFC').toLowerCase();

function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  // General purpose bit 11: the name is UTF-8 (APPNOTE 4.4.4).
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(raw);
    } catch (error) {
      if ((entry.generalPurposeBitFlag & 0x800) !== 0) throw refuse('holds a name that is not UTF-8', error);
    }
  }
  throw refuse('holds a name that is neither UTF-8 nor GB 18030');
}

/** Unpacks one file; null when it is larger than `most`. The sizes that the ZIP claims are enforced while reading. */
async function content(zip: ZipFile, entry: Entry, max: number): Promise<Buffer | null> {
  if (entry.uncompressedSize > max) return null;
  try {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    return Buffer.concat(parts);
  } catch (cause) {
    throw refuse('holds a damaged file', cause);
  }
}
