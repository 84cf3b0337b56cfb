import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A case that contract and SDK must judge alike; the SDK tests itself on the same files. */
export interface Vector<T> {
  readonly name: string;
  readonly input: T;
  readonly ok: boolean;
  readonly code?: string;
}

export function sharedVectors<T, V extends Vector<T> = Vector<T>>(file: string): readonly V[] {
  const folder = join(__dirname, '..', '..', '..', 'verifier-sdk', 'vectors', 'shared');
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly V[];
}
