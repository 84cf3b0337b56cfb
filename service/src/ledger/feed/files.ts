import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '../../platform/files/index.js';

/** The folder of the feed in a data folder. */
export const feedFolder = (data: string): string => join(data, 'feed');

/** The checkpoint that mirrors fetch, in the feed's folder. */
export const CHECKPOINT = join('feed', 'checkpoint.json');

/** When the checkpoint was last renewed. @param data the data folder @throws Error of the file system */
export async function checkpointRenewed(data: string): Promise<Date> {
  return (await stat(join(feedFolder(data), CHECKPOINT))).mtime;
}

/** Undefined when there is no such file. */
export const readIfThere = (folder: string, path: string): Promise<Buffer | undefined> =>
  readFile(join(folder, path)).catch(unlessMissing);
