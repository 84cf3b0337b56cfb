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

/**
 * A stream's bytes, of which there are at most `max`.
 * @throws TooLarge, and what the stream does
 */
export async function readStreamBounded(
  stream: AsyncIterable<string | Uint8Array>,
  max: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    const chunk = typeof part === 'string' ? Buffer.from(part) : part;
    length += chunk.length;
    if (length > max) throw new TooLarge(`more than ${max} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
