import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Undefined when there is no such file. */
export async function readIfThere(folder: string, path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(join(folder, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
