/**
 * Where a mirror keeps its files. Names are made of `[A-Za-z0-9._/-]`, never begin with `/` and hold no `..`;
 * `/` separates folders, as in `logs/i/11330000MB1234567X/0.json`.
 *
 * A store need not be trusted to be honest, only to be a store: everything is verified again when it is read.
 * `put` must be atomic for its one file (afterwards either the old or the new bytes are there, whole, even if
 * the power fails in between); nothing is asked across files, because the mirror writes the file that makes
 * the others count, `state.json`, last.
 */
export interface MirrorStore {
  /** A file’s bytes; undefined: there is none. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** Replaces a file, whole or not at all. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Absent files are no error. */
  delete(name: string): Promise<void>;
  /** Names of all files that begin with `prefix`, in any order. */
  list(prefix: string): Promise<readonly string[]>;
}

/** A store that is gone with the process: for tests, and for windows that sync at every start. */
export class MemoryStore implements MirrorStore {
  readonly #files = new Map<string, Uint8Array>();

  /** A file’s bytes; undefined: there is none. */
  get(name: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#files.get(name));
  }

  /** Replaces a file. */
  put(name: string, bytes: Uint8Array): Promise<void> {
    this.#files.set(name, bytes.slice());
    return Promise.resolve();
  }

  delete(name: string): Promise<void> {
    this.#files.delete(name);
    return Promise.resolve();
  }

  list(prefix: string): Promise<readonly string[]> {
    return Promise.resolve([...this.#files.keys()].filter((name) => name.startsWith(prefix)));
  }
}
