import { cp, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { makeFolderAtomically } from '@certbridge/verifier-sdk/node';
import { exists } from '../../exists.js';
import type { NetworkFolders } from '../folders.js';

const require = createRequire(import.meta.url);

const isTest = (path: string): boolean => /\.test\.|[/\\]unit-ledger(?:[/\\]|$)/.test(path);

/**
 * Keeps this checkout's contract as the code of a version, the first time that the version is asked for: what
 * runs under a version never changes, whatever becomes of the checkout. Its libraries stay the checkout's.
 */
export async function keepContractCode(folders: NetworkFolders, version: string): Promise<string> {
  const kept = folders.contract(version);
  if (await exists(kept)) return kept;
  const source = dirname(require.resolve('@certbridge/chaincode/package.json'));
  const libraries = dirname(
    dirname(require.resolve('fabric-contract-api/package.json', { paths: [source] })),
  );
  await makeFolderAtomically(kept, async (partial) => {
    for (const part of ['package.json', 'dist'])
      await cp(join(source, part), join(partial, part), { recursive: true, filter: (path) => !isTest(path) });
    await symlink(libraries, join(partial, 'node_modules'));
  });
  return kept;
}
