import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { device } from './device';
import type { SealedRecord } from './device';

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** What is kept, without opening it. */
export interface Kept {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is kept, opened. */
export interface OpenedRecord<Value> extends Kept {
  readonly value: Value;
}

/** The vault was not opened by a sign-in since the app started: what lies in it cannot be read yet. */
export class VaultLocked extends Error {}

/**
 * What one person leaves on this device: anybody's app can put things in for them, once they signed in here;
 * only a sign-in opens it. HPKE (RFC 9180, base mode) to a key pair that is derived from a secret which the
 * service tells to that person's session alone: the private key is in memory only.
 */
export class Vault {
  readonly person: string;
  readonly #publicKey: CryptoKey;
  #privateKey: CryptoKey | undefined;

  private constructor(person: string, publicKey: CryptoKey, privateKey?: CryptoKey) {
    this.person = person;
    this.#publicKey = publicKey;
    this.#privateKey = privateKey;
  }

  /** The vault of somebody who signed in on this device before; undefined where nobody of that name did. */
  static async find(person: string): Promise<Vault | undefined> {
    const known = await (await device()).get('people', person);
    return known && new Vault(person, await suite.kem.deserializePublicKey(known));
  }

  /** @param secret what the service told to the session, 32 bytes */
  static async unlock(person: string, secret: Uint8Array<ArrayBuffer>): Promise<Vault> {
    const { publicKey, privateKey } = await suite.kem.deriveKeyPair(secret.buffer);
    await (await device()).put('people', await suite.kem.serializePublicKey(publicKey), person);
    return new Vault(person, publicKey, privateKey);
  }

  get isOpen(): boolean {
    return this.#privateKey !== undefined;
  }

  /** Puts a value in, in the place of one of the same name. */
  async keep(kind: string, name: string, value: unknown, at = Date.now()): Promise<void> {
    await this.keepAll(kind, [{ name, at, value }]);
  }

  /** Puts all of them in, or, where the browser keeps no more or the page ends meanwhile, none. */
  async keepAll(kind: string, records: readonly OpenedRecord<unknown>[]): Promise<void> {
    const sealed = await Promise.all(records.map((record) => this.#seal(kind, record)));
    const putting = (await device()).transaction('sealed', 'readwrite');
    await Promise.all([...sealed.map((record) => putting.store.put(record)), putting.done]);
  }

  /** @throws VaultLocked */
  async read<Value>(kind: string, name: string): Promise<Value | undefined> {
    const record = await (await device()).get('sealed', [this.person, kind, name]);
    return record && this.#open<Value>(record);
  }

  /** Names, oldest first. */
  async list(kind: string): Promise<Kept[]> {
    const records = await (await device()).getAllFromIndex('sealed', 'kind', [this.person, kind]);
    return records.map(({ name, at }) => ({ name, at })).sort((one, other) => one.at - other.at);
  }

  /** All of a kind, opened, oldest first; nothing as long as it is locked, or where it is locked meanwhile. */
  async readAll<Value>(kind: string): Promise<OpenedRecord<Value>[]> {
    const read: OpenedRecord<Value>[] = [];
    try {
      for (const kept of await this.list(kind)) {
        const value = await this.read<Value>(kind, kept.name);
        if (value !== undefined) read.push({ ...kept, value });
      }
    } catch (error) {
      if (!(error instanceof VaultLocked)) throw error;
      return [];
    }
    return read;
  }

  async drop(kind: string, name: string): Promise<void> {
    await (await device()).delete('sealed', [this.person, kind, name]);
  }

  /** Takes away what anybody left on this device and is older than so many milliseconds. */
  static async forget(kind: string, age: number): Promise<void> {
    const until = Date.now() - age;
    const store = await device();
    for (const { person, kind: of, name, at } of await store.getAll('sealed'))
      if (of === kind && at <= until) await store.delete('sealed', [person, of, name]);
  }

  /** Takes away what is older than so many milliseconds; all of the kind unless told. */
  async empty(kind: string, age = 0): Promise<void> {
    const until = Date.now() - age;
    for (const { name, at } of await this.list(kind)) if (at <= until) await this.drop(kind, name);
  }

  /** Nothing can be read any more until the next sign-in. */
  lock(): void {
    this.#privateKey = undefined;
  }

  async #seal(kind: string, { name, at, value }: OpenedRecord<unknown>): Promise<SealedRecord> {
    const plain = new TextEncoder().encode(JSON.stringify(value));
    const place = this.#place(kind, name);
    const { enc, ct } = await suite.seal({ recipientPublicKey: this.#publicKey, info: place }, plain.buffer);
    return { person: this.person, kind, name, at, enc, bytes: ct };
  }

  async #open<Value>({ kind, name, enc, bytes }: SealedRecord): Promise<Value> {
    if (!this.#privateKey) throw new VaultLocked('sign in to read what is kept on this device');
    const recipient = { recipientKey: this.#privateKey, enc, info: this.#place(kind, name) };
    return JSON.parse(new TextDecoder().decode(await suite.open(recipient, bytes))) as Value;
  }

  /** What is moved to another person's, kind's or name's place does not open. */
  #place(kind: string, name: string): ArrayBuffer {
    const text = JSON.stringify(['certbridge/vault/1', this.person, kind, name]);
    return new TextEncoder().encode(text).buffer;
  }
}
