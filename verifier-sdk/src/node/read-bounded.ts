import { open } from 'node:fs/promises';

/** Bytes that are more than the reader would take. */
export class TooLarge extends Error {
  /** For people; programs look at `code`. */
  override readonly name = 'TooLarge';
  /** Stable. */
  readonly code = 'TOO_LARGE';
}

/**
 * A file's bytes, of which there are at most `max`; a pipe or device is read no further.
 * @throws TooLarge, and what the file system does
 */
export async function readFileBounded(path: string, max: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  return readStreamBounded(file.createReadStream() as AsyncIterable<Uint8Array>, max);
}

/** At most the first `max` bytes of a file. @throws what the file system does */
export async function readFileStart(path: string, max: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  return readStreamStart(file.createReadStream() as AsyncIterable<Uint8Array>, max);
}

/** At most the first `max` bytes of a stream, which is read no further. @throws what the stream does */
export async function readStreamStart(
  stream: AsyncIterable<string | Uint8Array>,
  max: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    const chunk = typeof part === 'string' ? Buffer.from(part) : part;
    length += chunk.length;
    chunks.push(chunk);
    if (length >= max) break;
  }
  return Buffer.concat(chunks).subarray(0, max);
}

/**
 * A stream's bytes, of which there are at most `max`.
 * @throws TooLarge, and what the stream does
 */
export async function readStreamBounded(
  stream: AsyncIterable<string | Uint8Array>,
  max: number,
): Promise<Uint8Array> {
  const bytes = await readStreamStart(stream, max + 1);
  if (bytes.length > max) throw new TooLarge(`more than ${max} bytes`);
  return bytes;
}
