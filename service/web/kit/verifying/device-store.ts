import { MemoryStore } from '@certbridge/verifier-sdk';
import type { MirrorStore } from '@certbridge/verifier-sdk';
import { openIndexedDbStore } from '@certbridge/verifier-sdk/indexeddb';

/** Milliseconds after which a database that does not open is given up. */
const patience = 5_000;
/** Milliseconds in which a disk that is asked answers anything, or is given up. */
const silence = 20_000;

class DiskSilent extends Error {}

/**
 * A store on this device's disk that goes on in memory where the browser refuses to write (a private
 * window, a full disk, a database that never opens or never answers): the page then still answers, until it is closed.
 */
export class DeviceStore implements MirrorStore {
  readonly #memory = new MemoryStore();
  #disk: MirrorStore | undefined;
  /** Names that count as deleted although the disk may still have them. */
  readonly #gone = new Set<string>();
  #refused = false;
  /** How often the disk has answered. */
  #answers = 0;

  private constructor(disk: MirrorStore | undefined) {
    this.#disk = disk;
  }

  static async open(name: string): Promise<DeviceStore> {
    const never = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience));
    const disk = openIndexedDbStore(name).catch(() => undefined);
    return new DeviceStore(await Promise.race([disk, never]));
  }

  /** False once anything could not be kept on disk. */
  get lasting(): boolean {
    return this.#disk !== undefined && !this.#refused;
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const held = await this.#memory.get(name);
    if (held || this.#gone.has(name)) return held;
    return this.#try((disk) => disk.get(name));
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    if (this.lasting) await this.#try((disk) => disk.put(name, bytes));
    if (!this.lasting) await this.#memory.put(name, bytes);
  }

  /** Once a write failed the disk is left as it is, so that what it holds stays whole for the next time. */
  async delete(name: string): Promise<void> {
    if (this.lasting) await this.#try((disk) => disk.delete(name));
    await this.#memory.delete(name);
    if (!this.lasting) this.#gone.add(name);
  }

  async list(prefix: string): Promise<readonly string[]> {
    const kept = (await this.#try((disk) => disk.list(prefix))) ?? [];
    const names = new Set([
      ...kept.filter((name) => !this.#gone.has(name)),
      ...(await this.#memory.list(prefix)),
    ]);
    return [...names];
  }

  async #try<T>(work: (disk: MirrorStore) => Promise<T>): Promise<T | undefined> {
    try {
      return this.#disk && (await this.#answer(work(this.#disk)));
    } catch (error) {
      this.#refused = true;
      if (error instanceof DiskSilent) this.#disk = undefined;
      return undefined;
    }
  }

  /** In WebKit a page that was left while it wrote may hold the database for ever. @throws DiskSilent */
  async #answer<T>(asked: Promise<T>): Promise<T> {
    let watch: ReturnType<typeof setInterval> | undefined;
    const silent = new Promise<never>((_, reject) => {
      let before = this.#answers;
      watch = setInterval(() => {
        if (this.#answers === before) reject(new DiskSilent());
        before = this.#answers;
      }, silence);
    });
    try {
      const answer = await Promise.race([asked, silent]);
      this.#answers += 1;
      return answer;
    } finally {
      clearInterval(watch);
    }
  }
}
