import { readFile } from 'node:fs/promises';
import { CallFailed } from './client.js';

/** @throws CallFailed `FILE_UNREADABLE` */
export function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new CallFailed('FILE_UNREADABLE', `The file ${file} cannot be read.`, cause);
  });
}
