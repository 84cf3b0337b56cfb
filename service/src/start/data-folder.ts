import { access, constants, mkdir } from 'node:fs/promises';
import { Problem } from '../platform/problems/index.js';

/** @throws Problem `DATA_FOLDER_REFUSED` */
export async function prepareDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      code === 'ENOTDIR' || code === 'EEXIST' ? 'is not a folder' : 'cannot be written by this user';
    throw new Problem(
      'internal',
      'DATA_FOLDER_REFUSED',
      `The data folder ${path} ${why}: set CERTBRIDGE_DATA to one that can be.`,
      { cause },
    );
  }
}
