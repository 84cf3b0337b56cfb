import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../../platform/files/index.js';
import type { PrivateKey } from '../signer.js';
import { SoftwareKey } from '../software-key.js';
import { readKeyFile, writeKeyFile } from './pkcs12.js';

/** Keys that a department's own authority gave it, with their chains, as PKCS#12 files under this store's passphrase. */
export class Pkcs12Keys {
  readonly #dir: string;
  readonly #passphrase: string;

  constructor(dir: string, passphrase: string) {
    this.#dir = dir;
    this.#passphrase = passphrase;
  }

  /** @param chain leaf first */
  async keep(key: KeyObject, chain: readonly Uint8Array[]): Promise<PrivateKey> {
    const kept = new SoftwareKey(key);
    const bytes = writeKeyFile({ key, certificates: chain }, this.#passphrase);
    await writeFileAtomically(this.#path(kept.kid), bytes, 0o600);
    return kept;
  }

  async open({ kid }: { readonly kid: string }): Promise<PrivateKey> {
    return new SoftwareKey(readKeyFile(await readFile(this.#path(kid)), this.#passphrase).key);
  }

  #path(kid: string): string {
    return join(this.#dir, `${kid}.p12`);
  }
}
