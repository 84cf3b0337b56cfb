import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip, createGzip } from 'node:zlib';
import type { Gzip } from 'node:zlib';
import { Decrypter, Encrypter } from 'age-encryption';
import { Header, Parser } from 'tar';
import { unreadable, wrongRecipient } from './errors.js';

/*
 * A backup is what `tar c | gzip | age` makes, so that it can be opened without this program:
 * `age -d -i IDENTITY FILE | tar xz`. age's STREAM authenticates every 64 KiB and the end (age-encryption.org/v1).
 */

/** A file of a known length on its way into an archive. */
export interface ArchiveFile {
  readonly path: string;
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Some bytes of a file that comes out of an archive. */
export interface Piece {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;

/** Writes an archive that is there whole or not at all. Gives its length in bytes. */
export async function writeArchive(
  file: string,
  recipients: readonly string[],
  files: AsyncIterable<ArchiveFile>,
): Promise<number> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw wrongRecipient(recipient, cause);
    }
  }
  const plain = Readable.from(tarOf(files)).compose<Gzip>(createGzip({ level: 1 }));
  const encrypted = await encrypter.encrypt(webStream(plain));
  const partial = `${file}.partial`;
  const handle = await open(partial, 'w', 0o600);
  let size = 0;
  try {
    for await (const bytes of encrypted as ReadableStream<Uint8Array>) {
      await handle.write(bytes);
      size += bytes.length;
    }
    await handle.sync();
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(partial, file);
  return size;
}

/** The files of an archive, in pieces and in order. @throws RestoreRefused `BACKUP_UNREADABLE` */
export async function* readArchive(
  file: string,
  identities: readonly string[],
): AsyncGenerator<Piece, void, undefined> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const ready: Piece[] = [];
  const failures: unknown[] = [];
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const { path, type } = entry;
      if (type !== 'File') failures.push(new RangeError(`a backup holds no ${type} ${path}`));
      // An empty file has no data.
      ready.push({ path, bytes: new Uint8Array() });
      entry.on('data', (bytes: Buffer) => ready.push({ path, bytes }));
    },
  });
  parser.on('error', (error: unknown) => failures.push(error));
  let source: AsyncIterable<Uint8Array>;
  try {
    const plain = await decrypter.decrypt(webStream(createReadStream(file)));
    source = Readable.fromWeb(plain as ReadableStream<Uint8Array>).compose(
      createGunzip(),
    ) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw unreadable(file, cause);
  }
  const chunks = source[Symbol.asyncIterator]();
  for (;;) {
    const next = await chunks.next().catch((cause: unknown) => {
      throw unreadable(file, cause);
    });
    if (next.done === true) break;
    parser.write(Buffer.from(next.value));
    if (failures.length > 0) throw unreadable(file, failures[0]);
    yield* ready.splice(0);
  }
  parser.end();
  if (failures.length > 0) throw unreadable(file, failures[0]);
  yield* ready.splice(0);
}

async function* tarOf(files: AsyncIterable<ArchiveFile>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const { path, size, chunks } of files) {
    const header = new Header({ path, size, mode: 0o600, type: 'File', mtime: new Date(0) });
    const block = Buffer.alloc(BLOCK);
    if (header.encode(block)) throw new RangeError(`the name ${path} is too long for an archive`);
    yield block;
    let written = 0;
    for await (const bytes of chunks) {
      written += bytes.length;
      yield bytes;
    }
    if (written !== size) throw new RangeError(`${path} has ${written} bytes instead of ${size}`);
    if (size % BLOCK > 0) yield Buffer.alloc(BLOCK - (size % BLOCK));
  }
  yield Buffer.alloc(2 * BLOCK);
}

const webStream = (stream: Readable): globalThis.ReadableStream<Uint8Array> =>
  Readable.toWeb(stream) as globalThis.ReadableStream<Uint8Array>;
