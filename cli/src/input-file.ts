import { openAsBlob } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';

/** @throws CallFailed `FILE_UNREADABLE` */
export async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
}

/** A file that may be large, read as it is sent. @throws CallFailed `FILE_UNREADABLE` */
export async function blobOf(file: string): Promise<Blob> {
  try {
    // Of a folder a Blob can be opened, but not read.
    if (!(await stat(file)).isFile()) throw unreadable(file, undefined);
    return await openAsBlob(file);
  } catch (cause) {
    throw cause instanceof CallFailed ? cause : unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): CallFailed {
  return new CallFailed(
    'FILE_UNREADABLE',
    {
      zh: `读不了文件 ${file}：它在那里吗，是文件而不是文件夹吗？`,
      en: `The file ${file} cannot be read: is it there, and a file, not a folder?`,
    },
    { exit: exitCodes.noInput, cause },
  );
}

/** Makes the folder where it is not there yet. @throws CallFailed `FOLDER_NOT_WRITTEN` */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new CallFailed(
      'FOLDER_NOT_WRITTEN',
      {
        zh: `不能建立文件夹 ${folder}：那里是不是已有同名文件？`,
        en: `The folder ${folder} cannot be made: is there a file of that name?`,
      },
      { exit: exitCodes.cannotWrite, cause },
    );
  });
}

/** @throws CallFailed `FILE_EXISTS` */
export async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found) return;
  throw new CallFailed(
    'FILE_EXISTS',
    {
      zh: `${file} 已存在，未改动：请用 --out 换一个文件名。`,
      en: `${file} is there already and stays as it is: give another name with --out.`,
    },
    { exit: exitCodes.cannotWrite },
  );
}
