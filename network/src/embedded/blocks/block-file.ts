import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { EmbeddedLedgerError } from '../errors.js';

/*
 * blocks.ledger: 16 bytes of header, then records, one per block:
 *   length  4 bytes, big endian, of the body
 *   check   4 bytes, CRC-32 of the length
 *   check   4 bytes, CRC-32 of the body
 *   body    common.Block, protobuf
 * The length has its own check so that damage to it is not taken for a record that was cut short.
 */
const MAGIC = Buffer.from('CBRIDGE-BLOCKS');
const FORMAT = 1;
const HEADER_BYTES = 16;
const PREFIX_BYTES = 12;
const READ_BYTES = 4 * 1024 * 1024;

function fileHeader(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt16BE(FORMAT, MAGIC.length);
  return header;
}

function record(body: Uint8Array): Buffer {
  const buffer = Buffer.alloc(PREFIX_BYTES + body.length);
  buffer.writeUInt32BE(body.length, 0);
  buffer.writeUInt32BE(crc32(buffer.subarray(0, 4)), 4);
  buffer.writeUInt32BE(crc32(body), 8);
  buffer.set(body, PREFIX_BYTES);
  return buffer;
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** An append-only file of blocks: what `append` resolved is on disk, whatever happens to the process. */
export class BlockFile {
  readonly #handle: FileHandle;
  readonly #path: string;
  /** Where each record begins, and at the end where the next one will. */
  readonly #offsets: number[] = [HEADER_BYTES];
  #size = 0;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /**
   * Opens or makes the file and hands every whole record to `onBlock`, in order. A last record that was cut short
   * was never acknowledged: it is truncated. Anything else that does not check is damage and is reported.
   * @throws EmbeddedLedgerError FORMAT_VERSION, LEDGER_CORRUPT
   */
  static async open(path: string, onBlock: (body: Uint8Array) => void): Promise<BlockFile> {
    const handle = await open(path, 'r+').catch(() => open(path, 'wx+', 0o600));
    try {
      const file = new BlockFile(path, handle);
      await file.#recover(onBlock);
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get height(): number {
    return this.#offsets.length - 1;
  }

  get #end(): number {
    return this.#offsets.at(-1) ?? HEADER_BYTES;
  }

  async #recover(onBlock: (body: Uint8Array) => void): Promise<void> {
    this.#size = (await this.#handle.stat()).size;
    if (!(await this.#hasHeader())) {
      await this.#handle.truncate(0);
      await writeAll(this.#handle, fileHeader(), 0);
      await this.#handle.sync();
      await syncFolder(this.#path);
      this.#size = HEADER_BYTES;
      return;
    }
    while (this.#end < this.#size) {
      const body = await this.#recordAt(this.#end);
      if (body === undefined) break;
      onBlock(body);
      this.#offsets.push(this.#end + PREFIX_BYTES + body.length);
    }
    if (this.#end < this.#size) {
      await this.#handle.truncate(this.#end);
      await this.#handle.sync();
      this.#size = this.#end;
    }
  }

  /** False for a file whose making was cut short, so that it holds nothing yet. */
  async #hasHeader(): Promise<boolean> {
    const expected = fileHeader();
    const found = await readExactly(this.#handle, 0, HEADER_BYTES);
    if (found.equals(expected)) return true;
    if (this.#size < HEADER_BYTES && expected.subarray(0, found.length).equals(found)) return false;
    if (found.subarray(0, MAGIC.length).equals(MAGIC)) {
      throw new EmbeddedLedgerError(
        'FORMAT_VERSION',
        `${this.#path} has format ${found.readUInt16BE(MAGIC.length)}, but this program reads format ${FORMAT}: use the version of CertBridge that wrote it.`,
      );
    }
    throw this.#corrupt(0, 'it does not begin as a ledger file');
  }

  /** The body of the record at an offset; undefined when the file ends before the record does. */
  async #recordAt(offset: number): Promise<Buffer | undefined> {
    const prefix = await this.#read(offset, PREFIX_BYTES);
    if (prefix.length >= 8 && crc32(prefix.subarray(0, 4)) !== prefix.readUInt32BE(4)) {
      if (await this.#onlyZeros(offset)) return undefined;
      throw this.#corrupt(offset, `block ${this.height} has a damaged length`);
    }
    if (prefix.length < PREFIX_BYTES) return undefined;
    const length = prefix.readUInt32BE(0);
    if (offset + PREFIX_BYTES + length > this.#size) return undefined;
    const body = await this.#read(offset + PREFIX_BYTES, length);
    if (crc32(body) !== prefix.readUInt32BE(8)) {
      throw this.#corrupt(offset, `block ${this.height} does not match its check sum`);
    }
    return body;
  }

  /** After a power cut some file systems show zeros where an append had not reached the disk. */
  async #onlyZeros(offset: number): Promise<boolean> {
    const rest = await readExactly(this.#handle, offset, this.#size - offset);
    return rest.every((byte) => byte === 0);
  }

  #window: Buffer = Buffer.alloc(0);
  #windowStart = 0;

  /** Reads through a window, so that recovery of many small records takes few system calls. */
  async #read(offset: number, length: number): Promise<Buffer> {
    const from = offset - this.#windowStart;
    if (from < 0 || from + length > this.#window.length) {
      this.#window = await readExactly(this.#handle, offset, Math.max(READ_BYTES, length));
      this.#windowStart = offset;
      return this.#window.subarray(0, length);
    }
    return this.#window.subarray(from, from + length);
  }

  #corrupt(offset: number, what: string): EmbeddedLedgerError {
    return new EmbeddedLedgerError(
      'LEDGER_CORRUPT',
      `${this.#path} is damaged at byte ${offset}: ${what}. Nothing was changed; restore the file from a backup.`,
    );
  }

  /** Appends a block and returns when it is on disk. On failure the file is cut back to what it held before. */
  async append(body: Uint8Array): Promise<void> {
    const bytes = record(body);
    const start = this.#end;
    try {
      await writeAll(this.#handle, bytes, start);
      await this.#handle.datasync();
    } catch (error) {
      await this.#handle.truncate(start).catch(() => undefined);
      throw error;
    }
    this.#offsets.push(start + bytes.length);
    this.#size = start + bytes.length;
  }

  /** The body of a block below the height. @throws EmbeddedLedgerError LEDGER_CORRUPT when it no longer checks */
  async read(number: number): Promise<Buffer> {
    const start = this.#offsets[number];
    const end = this.#offsets[number + 1];
    if (start === undefined || end === undefined)
      throw new RangeError(`block ${number} is not in the ledger`);
    const bytes = await readExactly(this.#handle, start, end - start);
    const body = bytes.subarray(PREFIX_BYTES);
    if (bytes.length < end - start || crc32(body) !== bytes.readUInt32BE(8)) {
      throw this.#corrupt(start, `block ${number} does not match its check sum`);
    }
    return body;
  }

  /** Frees what only recovery needed. */
  endRecovery(): void {
    this.#window = Buffer.alloc(0);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
