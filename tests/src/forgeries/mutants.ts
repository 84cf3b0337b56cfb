import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as VerifierSdk from '@certbridge/verifier-sdk';
import { inPackage } from '../packages.js';

/** A change of one file of the compiled SDK, as small as a mistake in an edit. */
export interface Mutation {
  /** Below dist/. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const sdk = inPackage('verifier-sdk');

/** Copies of the SDK as it is shipped, each with one check taken out. */
export class Mutants {
  readonly #folder: string;
  #count = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(): Promise<Mutants> {
    return new Mutants(await mkdtemp(join(tmpdir(), 'certbridge-mutants-')));
  }

  /** Loads a copy with the mutation, which must fit just one place. */
  async load({ file, from, to }: Mutation): Promise<typeof VerifierSdk> {
    this.#count += 1;
    // Below node_modules the test runner leaves the code as it is.
    const folder = join(this.#folder, 'node_modules', String(this.#count));
    await mkdir(folder, { recursive: true });
    await cp(join(sdk, 'package.json'), join(folder, 'package.json'));
    await cp(join(sdk, 'dist'), join(folder, 'dist'), {
      recursive: true,
      filter: (path) => !/\.(?:test|fixture)\.|\.map$|\.d\.ts$/.test(path),
    });
    const path = join(folder, 'dist', file);
    const parts = (await readFile(path, 'utf8')).split(from);
    if (parts.length !== 2) throw new Error(`“${from}” is in ${file} ${parts.length - 1} times, not once`);
    await writeFile(path, parts.join(to));
    return (await import(pathToFileURL(join(folder, 'dist', 'index.js')).href)) as typeof VerifierSdk;
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
