import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { resolve } = createRequire(import.meta.url);

/** A file of another package (a program, a schema) that is run or read, not imported. */
export function inPackage(name: 'cli' | 'network' | 'service' | 'verifier-sdk', ...path: string[]): string {
  return join(dirname(resolve(`@certbridge/${name}/package.json`)), ...path);
}

/** A file of the repository that belongs to no package: papers and samples. */
export function inRepository(...path: string[]): string {
  return join(fileURLToPath(new URL('../..', import.meta.url)), ...path);
}
