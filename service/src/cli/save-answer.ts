import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CallFailed } from './client.js';

/** Puts an answer's body into a file, which is there whole or not at all. */
export async function saveAnswer({ body }: Response, path: string): Promise<void> {
  try {
    await pipeline(body ? Readable.fromWeb(body) : Readable.from([]), createWriteStream(`${path}.part`));
    await rename(`${path}.part`, path);
  } catch (cause) {
    throw new CallFailed(
      'FILE_NOT_WRITTEN',
      `The file ${path} cannot be written, or the service broke off.`,
      cause,
    );
  }
}
