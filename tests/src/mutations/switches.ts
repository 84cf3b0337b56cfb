import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inPackage } from '../packages.js';
import { checksIn, nameOf, switchable } from './checks.js';
import type { Check } from './checks.js';
import { MEMORIES } from './equivalents.js';

/**
 * What reads and verifies: not what draws, signs, fetches over HTTP, keeps on a disk and serves from there, packs
 * for memory, remembers, looks for receipts or finds words.
 */
const FOLDERS = '{attestation,der,formats,mirror,pdf,verification-receipts,verify}/**/*.ts';
const NOT_READING =
  /\.(?:test|fixture)\.ts$|\/(?:beginnings|in-pdf|indexeddb|kept-fields|messages|packed-status|source|stored-feed|time-apart|window-key)\.ts$/;

interface Source {
  readonly source: string;
  readonly checks: readonly Check[];
  /** Number of the first of its checks among all. */
  readonly first: number;
}

/** Which checks are out, and which would have made a difference; the SDK's source asks it, very often. */
class Switches {
  /** The one that is tried; -1: none. */
  out = -1;
  readonly #memories: Uint8Array;
  readonly #seen: Uint8Array;
  readonly #thrown: Uint8Array;

  constructor(checks: readonly Check[]) {
    this.#memories = Uint8Array.from(checks, (check) => (MEMORIES.includes(nameOf(check)) ? 1 : 0));
    this.#seen = new Uint8Array(checks.length);
    this.#thrown = new Uint8Array(checks.length);
  }

  isOut(n: number): boolean {
    return n === this.out || this.#memories[n] === 1;
  }

  saw<T>(n: number, value: T, becomes: boolean): T {
    if (Boolean(value) !== becomes) this.#seen[n] = 1;
    return value;
  }

  /** Of a value that is taken as it is. */
  gave<T>(n: number, value: T, becomes: boolean): T {
    if (value instanceof Promise)
      value.then((found: unknown) => this.gave(n, found, becomes)).catch(() => undefined);
    else if (value !== becomes) this.#seen[n] = 1;
    return value;
  }

  call(n: number, call: () => unknown): unknown {
    if (this.isOut(n)) return undefined;
    this.#seen[n] = 1;
    try {
      const result = call();
      if (result instanceof Promise) result.catch(() => (this.#thrown[n] = 1));
      return result;
    } catch (error) {
      this.#thrown[n] = 1;
      throw error;
    }
  }

  /** The checks that made a difference since the last time, and the calls that threw. */
  take(): { readonly seen: readonly number[]; readonly thrown: readonly number[] } {
    return { seen: taken(this.#seen), thrown: taken(this.#thrown) };
  }
}

function taken(marks: Uint8Array): number[] {
  const found = [...marks.keys()].filter((n) => marks[n] === 1);
  marks.fill(0);
  return found;
}

/** The SDK's source by the addresses of its build, and the checks in it, numbered. */
export function checksOfSdk(): {
  readonly sources: ReadonlyMap<string, Source>;
  readonly checks: readonly Check[];
} {
  const folder = inPackage('verifier-sdk', 'src');
  const built = pathToFileURL(inPackage('verifier-sdk', 'dist')).href;
  const sources = new Map<string, Source>();
  const all: Check[] = [];
  for (const file of globSync(FOLDERS, { cwd: folder }).sort()) {
    if (NOT_READING.test(file)) continue;
    const source = readFileSync(`${folder}/${file}`, 'utf8');
    const checks = checksIn(file, source);
    sources.set(`${built}/${file.replace(/\.ts$/, '.js')}`, { source, checks, first: all.length });
    all.push(...checks);
  }
  return { sources, checks: all };
}

/** From here on this process loads the SDK with its checks behind switches. */
export function switchSdk(): Switches {
  const { sources, checks } = checksOfSdk();
  const switches = new Switches(checks);
  Object.assign(globalThis, { __checks: switches });
  registerHooks({
    load(url, context, nextLoad) {
      const file = sources.get(url);
      if (!file) return nextLoad(url, context);
      const source = switchable(file.source, file.checks, file.first);
      return { format: 'module', shortCircuit: true, source };
    },
  });
  return switches;
}

export type { Switches };
