import { Readable } from 'node:stream';
import { writeStreamAtomically } from '../platform/files/index.js';
import { CallFailed } from './client.js';

/** Puts an answer's body into a file, which is there whole or not at all. */
export async function saveAnswer({ body }: Response, path: string): Promise<void> {
  try {
    await writeStreamAtomically(path, body ? Readable.fromWeb(body) : Readable.from([]));
  } catch (cause) {
    throw new CallFailed(
      'FILE_NOT_WRITTEN',
      `The file ${path} cannot be written, or the service broke off.`,
      cause,
    );
  }
}
