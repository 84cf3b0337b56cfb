import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Marks what a crash may leave behind; such names never count as files. */
export const UNFINISHED = '.unfinished';

/**
 * Writes a file so that afterwards the old bytes are there or the new ones, whole, even if the power fails: the
 * bytes reach the disk first, then the name. Makes the folder if it is not there.
 *
 * @param path the file
 * @param content its new content, as a whole or as it comes; text is written as UTF-8
 * @param mode permissions of the file, less the process's umask; 0o666 unless given
 * @throws Error of the file system or of what gives the content, with nothing changed
 */
export async function writeFileAtomically(
  path: string,
  content: Uint8Array | string | AsyncIterable<Uint8Array | string>,
  mode = 0o666,
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}${UNFINISHED}`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await sync(folder);
}

/**
 * Makes a folder with all that belongs in it, or none, even if the power fails. What another process made
 * meanwhile stays: the last step, a rename, fails on a folder that is there.
 *
 * @param path the folder, which must not be there yet; the one above it is made if need be
 * @param fill writes the content into the folder whose path it is given
 * @param mode permissions of the folder, less the process's umask; 0o777 unless given
 * @throws Error of the file system or of `fill`, with nothing made
 */
export async function makeFolderAtomically(
  path: string,
  fill: (folder: string) => Promise<void>,
  mode = 0o777,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}${UNFINISHED}`;
  try {
    await mkdir(temporary, { mode });
    await fill(temporary);
    await syncBelow(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await sync(dirname(path));
}

/** Every file and folder in a folder, then the folder itself. */
async function syncBelow(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncBelow(path);
    else if (entry.isFile()) await sync(path);
  }
  await sync(folder);
}

/** A file's bytes, or a folder's names: a rename lies in its folder. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } catch (error) {
    // Some file systems do not sync folders: there the rename is as durable as they make it.
    if (!isErrorCode(error, 'EINVAL', 'EPERM')) throw error;
  } finally {
    await file.close();
  }
}

/** Whether Node reports this as one of these system errors. */
export function isErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
