import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unlessMissing } from '../../platform/files/index.js';
import type { ArchiveFile } from './archive.js';
import { FILES } from './manifest.js';

const BLOCKS = join('ledger', 'blocks.ledger');
/** What is not needed, or made again by a start. */
const LEFT_OUT = /\.(log|new|partial|sock)$/;

/** The length of the embedded ledger's file of blocks, which only grows; undefined: there is none. */
export async function ledgerLength(data: string): Promise<number | undefined> {
  return (await stat(join(data, BLOCKS)).catch(unlessMissing))?.size;
}

/**
 * Keys, tombstones and the embedded ledger, as they lie in the data folder.
 * @param blocks how many bytes of the ledger's blocks belong to the backup
 */
export async function* dataFiles(
  data: string,
  blocks: number | undefined,
): AsyncGenerator<ArchiveFile, void, undefined> {
  const folders = blocks === undefined ? ['keys'] : ['keys', 'ledger'];
  const paths = (await Promise.all(folders.map((folder) => filesBelow(data, folder)))).flat();
  for (const path of [...paths, 'erased-holders']) {
    const file = join(data, path);
    if (path === BLOCKS && blocks !== undefined) {
      yield {
        path: `${FILES}${path}`,
        size: blocks,
        chunks: blocks === 0 ? [] : createReadStream(file, { end: blocks - 1 }),
      };
      continue;
    }
    // Small ones, whole: they may be replaced at any moment.
    const bytes = await readFile(file).catch(unlessMissing);
    if (bytes !== undefined) yield { path: `${FILES}${path}`, size: bytes.length, chunks: [bytes] };
  }
}

async function filesBelow(data: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(data, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !LEFT_OUT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(data.length + 1))
    .sort();
}
