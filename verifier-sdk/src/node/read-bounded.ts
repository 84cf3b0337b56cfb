import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** Bytes that are more than the reader would take. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  readonly code = 'TOO_LARGE';
}

/** A file's bytes, of which there are at most `most`; a pipe or device is read no further. */
export async function readFileBounded(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  return readStreamBounded(file.createReadStream(), most);
}

/** A stream's bytes, of which there are at most `most`. */
export async function readStreamBounded(stream: Readable, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) throw new TooLarge(`more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
