/** Files that are there whole or not at all, even if the power fails: bytes reach the disk first, then the name. */
import { randomUUID } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';

export { writeFileAtomically } from '@certbridge/verifier-sdk/node';

/**
 * Makes a file that only this user can read (0600). Of two processes that try at once, one makes it.
 * @throws Error of the file system; `EEXIST`: there is such a file, and it stays as it is
 */
export async function createPrivateFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const fresh = `${path}.${randomUUID()}.new`;
  try {
    await writeFileAtomically(fresh, bytes, 0o600);
    // Unlike a rename, a link never replaces what is there.
    await link(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
  await syncFolder(dirname(path));
}

/** For what need not be there. @throws the error, unless it says that there is no such file or folder (`ENOENT`) */
export function unlessMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some file systems do not sync folders: there the name is as durable as they make it.
    if (!['EINVAL', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await folder.close();
  }
}
