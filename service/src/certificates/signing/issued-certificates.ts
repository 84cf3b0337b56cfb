import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createPrivateFile, unlessMissing } from '../../platform/files/index.js';

/**
 * Which certificates an authority has issued for which key, in a folder that replicas share: each by the name of an
 * empty file, so that of several replicas none forgets what another issued.
 */
export class IssuedCertificates {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async add(kid: string, serialNumber: string): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    await createPrivateFile(join(this.#dir, `${kid}.${serialNumber}`), '');
  }

  /** Serial numbers of all that a key has had. */
  async of(kid: string): Promise<string[]> {
    const files = (await readdir(this.#dir).catch(unlessMissing)) ?? [];
    return files.flatMap((file) => {
      const [owner, serialNumber, ...rest] = file.split('.');
      return owner === kid && serialNumber !== undefined && rest.length === 0 ? [serialNumber] : [];
    });
  }
}
