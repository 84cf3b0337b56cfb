import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../../platform/files/index.js';
import type { PrivateKey, SignatureAlgorithm } from '../signer.js';
import { SoftwareKey } from '../software-key.js';
import { suites } from '../suites.js';
import type { KeptKey, KeyBackend, MadeKey } from './backend.js';

/** Private keys in files of one folder: PKCS#8 encrypted with AES-256 (PBES2, RFC 8018 §6.2), only for this user. */
export class FileKeys implements KeyBackend {
  readonly #dir: string;
  readonly #passphrase: string;

  constructor(dir: string, passphrase: string) {
    this.#dir = dir;
    this.#passphrase = passphrase;
  }

  async create(algorithm: SignatureAlgorithm): Promise<MadeKey> {
    const made = await suites[algorithm].generate();
    const key = new SoftwareKey(made);
    await this.#write(key.kid, made);
    return { key };
  }

  open({ kid }: KeptKey): Promise<PrivateKey> {
    return this.read(kid);
  }

  /** A key of this name, made where there is none. */
  async openOrCreate(name: string, algorithm: SignatureAlgorithm): Promise<PrivateKey> {
    try {
      return await this.read(name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      const made = await suites[algorithm].generate();
      await this.#write(name, made);
      return new SoftwareKey(made);
    }
  }

  async read(name: string): Promise<PrivateKey> {
    const pem = await readFile(this.#path(name), 'utf8');
    const key = createPrivateKey({ key: pem, passphrase: this.#passphrase });
    // Early versions wrote them in the clear.
    if (!pem.includes('ENCRYPTED')) await this.#write(name, key);
    return new SoftwareKey(key);
  }

  async #write(name: string, key: KeyObject): Promise<void> {
    const pem = key.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: this.#passphrase,
    });
    await writeFileAtomically(this.#path(name), pem, 0o600);
  }

  #path(name: string): string {
    return join(this.#dir, `${name}.key.pem`);
  }
}
