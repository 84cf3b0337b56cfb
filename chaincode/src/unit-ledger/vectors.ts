import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A case that contract and SDK must judge alike; the SDK tests itself on the same files. */
export interface Vector<T> {
  readonly name: string;
  readonly input: T;
  readonly ok: boolean;
  readonly code?: string;
}

/** The cases of a file in the SDK's vectors/shared: a list of {@link Vector}. */
export function sharedVectors(file: string): unknown {
  const folder = join(__dirname, '..', '..', '..', 'verifier-sdk', 'vectors', 'shared');
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
