import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

const deflate = promisify(deflateRaw);

export interface ZipFile {
  /** Path in the archive, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether it is deflated; stored unless set: PDFs and photos are compressed already. */
  readonly deflated?: boolean;
}

const MAX_UINT32 = 0xffffffff;
/** Bit 11: names are UTF-8 (APPNOTE.TXT §4.4.4). */
const UTF8 = 0x0800;

/**
 * A ZIP archive (PKWARE APPNOTE.TXT 6.3), written as its files come and never held whole. ZIP64 where the
 * archive outgrows 4 GiB or 65,535 files.
 *
 * Written by hand because size and CRC of a file are known before it is written: yazl and client-zip keep each
 * file until the archive ends (3.5 GB for 50,000 PDFs) or write stored entries with a data descriptor, which
 * Java's ZipInputStream refuses.
 */
export async function* zip(files: AsyncIterable<ZipFile> | Iterable<ZipFile>): AsyncGenerator<Buffer, void> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const file of files) {
    const title = Buffer.from(file.name, 'utf8');
    const held = file.deflated ? await deflate(file.bytes) : file.bytes;
    const local = localHeader(title, file, held.length);
    directory.push(directoryEntry(local, title, offset));
    yield local;
    yield Buffer.from(held.buffer, held.byteOffset, held.byteLength);
    offset += local.length + held.length;
  }
  const list = Buffer.concat(directory);
  yield list;
  yield end(directory.length, list.length, offset);
}

function localHeader(title: Buffer, { bytes, deflated }: ZipFile, held: number): Buffer {
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x04034b50, 0);
  fixed.writeUInt16LE(20, 4);
  fixed.writeUInt16LE(UTF8, 6);
  // Method (§4.4.5): deflated, or stored.
  fixed.writeUInt16LE(deflated ? 8 : 0, 8);
  // 1980-01-01, the format's first day: when a file was fetched is of no interest.
  fixed.writeUInt16LE(0x0021, 12);
  fixed.writeUInt32LE(crc32(bytes), 14);
  fixed.writeUInt32LE(held, 18);
  fixed.writeUInt32LE(bytes.length, 22);
  fixed.writeUInt16LE(title.length, 26);
  return Buffer.concat([fixed, title]);
}

function directoryEntry(local: Buffer, title: Buffer, offset: number): Buffer {
  const far = offset >= MAX_UINT32;
  const extra = Buffer.alloc(far ? 12 : 0);
  if (far) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
  }
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x02014b50, 0);
  fixed.writeUInt16LE(far ? 45 : 20, 4);
  // From "version needed" to the name's length, both headers agree.
  local.copy(fixed, 6, 4, 28);
  fixed.writeUInt16LE(extra.length, 30);
  fixed.writeUInt32LE(far ? MAX_UINT32 : offset, 42);
  return Buffer.concat([fixed, title, extra]);
}

function end(count: number, size: number, offset: number): Buffer {
  const last = Buffer.alloc(22);
  last.writeUInt32LE(0x06054b50, 0);
  last.writeUInt16LE(Math.min(count, 0xffff), 8);
  last.writeUInt16LE(Math.min(count, 0xffff), 10);
  last.writeUInt32LE(Math.min(size, MAX_UINT32), 12);
  last.writeUInt32LE(Math.min(offset, MAX_UINT32), 16);
  if (count < 0xffff && offset < MAX_UINT32) return last;
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(45, 12);
  wide.writeUInt16LE(45, 14);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(size), 40);
  wide.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([wide, locator, last]);
}
