import { open } from 'node:fs/promises';

/** Bytes that are more than the reader would take. */
export class TooLarge extends Error {
  /** For people; programs look at `code`. */
  override readonly name = 'TooLarge';
  /** Stable. */
  readonly code = 'TOO_LARGE';
}

/**
 * A file's bytes, of which there are at most `most`; a pipe or device is read no further.
 * @throws TooLarge, and what the file system does
 */
export async function readFileBounded(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  return readStreamBounded(file.createReadStream() as AsyncIterable<Uint8Array>, most);
}

/**
 * A stream's bytes, of which there are at most `most`.
 * @throws TooLarge, and what the stream does
 */
export async function readStreamBounded(
  stream: AsyncIterable<string | Uint8Array>,
  most: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const part of stream) {
    const chunk = typeof part === 'string' ? Buffer.from(part) : part;
    length += chunk.length;
    if (length > most) throw new TooLarge(`more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
