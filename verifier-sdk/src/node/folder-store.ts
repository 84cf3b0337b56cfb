import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { MirrorStore } from '../mirror/store.js';
import { UNFINISHED, isErrorCode, writeFileAtomically } from './atomic.js';

const NAME = /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._/-]{1,512}$/;

/** A mirror's store in a folder, one file a name. One process writes; any number may read. */
export class FolderStore implements MirrorStore {
  /** Path of the folder. */
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** A file’s bytes; undefined: there is none. @throws whatever the file system does */
  async get(name: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.#path(name));
    } catch (error) {
      if (isErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  }

  /** Replaces a file in one step, fsynced. @throws whatever the file system does */
  put(name: string, bytes: Uint8Array): Promise<void> {
    return writeFileAtomically(this.#path(name), bytes);
  }

  delete(name: string): Promise<void> {
    return rm(this.#path(name), { force: true });
  }

  async list(prefix: string): Promise<readonly string[]> {
    // Down to the folder that the prefix names in full: the logs of all issuers are many files.
    const under = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    if (under !== '' && !NAME.test(under)) throw new TypeError(`not a name in a mirror: ${prefix}`);
    return (await this.#below(under)).filter((name) => name.startsWith(prefix));
  }

  /** Names of the files in a folder, which is empty or ends with `/`, and in those below it. */
  async #below(under: string): Promise<string[]> {
    const entries = await readdir(join(this.folder, under), { withFileTypes: true }).catch(
      (error: unknown) => {
        if (isErrorCode(error, 'ENOENT')) return [];
        throw error;
      },
    );
    const names: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory()) names.push(...(await this.#below(`${under}${entry.name}/`)));
      else if (entry.isFile() && !entry.name.endsWith(UNFINISHED)) names.push(under + entry.name);
    }
    return names;
  }

  #path(name: string): string {
    if (!NAME.test(name)) throw new TypeError(`not a name in a mirror: ${name}`);
    return join(this.folder, ...name.split('/'));
  }
}
