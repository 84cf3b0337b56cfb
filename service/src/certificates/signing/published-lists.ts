import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createPrivateFile, unlessMissing } from '../../platform/files/index.js';

/** A revocation list as it was published. */
export interface PublishedList {
  /** CRLNumber (RFC 5280 §5.2.3). */
  readonly number: number;
  readonly crl: Uint8Array;
}

/**
 * An authority's revocation lists in a folder that replicas share, each in a file `<CRLNumber>.crl` that is made once:
 * no two lists have one number.
 */
export class PublishedLists {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async newest(): Promise<PublishedList | undefined> {
    const files = (await readdir(this.#dir).catch(unlessMissing)) ?? [];
    const numbers = files.flatMap((file) => Number(/^(\d+)\.crl$/.exec(file)?.[1] ?? []));
    const number = Math.max(...numbers);
    if (numbers.length === 0) return undefined;
    return { number, crl: new Uint8Array(await readFile(join(this.#dir, `${number}.crl`))) };
  }

  /** @returns whether it is published: no other replica had taken its number */
  async add({ number, crl }: PublishedList): Promise<boolean> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    try {
      await createPrivateFile(join(this.#dir, `${number}.crl`), crl);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    }
  }
}
