import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file whole or not at all: who reads it meanwhile, a web server say, reads the old one. */
export async function writeWhole(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const target = join(folder, path);
  const fresh = `${target}.${randomUUID()}.new`;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(fresh, bytes);
  await rename(fresh, target);
}

/** Undefined when there is no such file. */
export async function readIfThere(folder: string, path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(join(folder, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
