import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createPrivateFile } from '../../platform/files/index.js';
import type { RevokedCertificate } from './x509.js';

const schema = z.object({ serialNumber: z.string(), at: z.iso.datetime(), keyCompromised: z.boolean() });

/**
 * The certificates that an authority has revoked, in a folder that replicas share. Each has a file of its own, which
 * is made once and never changed: of several replicas none overwrites what another revoked.
 */
export class RevokedCertificates {
  readonly #dir: string;
  readonly #known = new Map<string, RevokedCertificate>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** As of the last {@link read}, oldest first. */
  list(): RevokedCertificate[] {
    return [...this.#known.values()].sort((a, b) => a.at.localeCompare(b.at));
  }

  /** Reads what any replica added since. */
  async read(): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    for (const file of await readdir(this.#dir)) {
      if (!file.endsWith('.json') || this.#known.has(file.slice(0, -'.json'.length))) continue;
      const revoked = schema.parse(JSON.parse(await readFile(join(this.#dir, file), 'utf8')));
      this.#known.set(revoked.serialNumber, revoked);
    }
  }

  /** One that is there already stays as it is. */
  async add(revoked: RevokedCertificate): Promise<void> {
    const path = join(this.#dir, `${revoked.serialNumber}.json`);
    try {
      await createPrivateFile(path, JSON.stringify(revoked));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
