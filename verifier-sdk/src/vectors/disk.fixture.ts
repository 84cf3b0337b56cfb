/** The vectors as they stand in the folder. */
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { relative, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { VectorManifest } from './manifest.fixture.js';
import type { ReadVector } from './run.fixture.js';

const folder = fileURLToPath(new URL('../../vectors/', import.meta.url));

/** What people wrote, and what other tests have recorded. */
const BY_HAND = /^(?:README(?:\.zh-CN)?\.md|write\.js|live-code\.json|(?:shared|standards)\/.*)$/;

/** Where a file of the vectors lies. */
export const vectorPath = (path: string): string => join(folder, path);

export const readVector: ReadVector = (path) => {
  try {
    return new Uint8Array(readFileSync(vectorPath(path)));
  } catch {
    return undefined;
  }
};

export function readManifest(): VectorManifest {
  return JSON.parse(readFileSync(vectorPath('manifest.json'), 'utf8')) as VectorManifest;
}

/** The files that are made, by their paths. */
export async function vectorFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !BY_HAND.test(path));
  return new Map(paths.sort().map((path) => [path, new Uint8Array(readFileSync(vectorPath(path)))]));
}
