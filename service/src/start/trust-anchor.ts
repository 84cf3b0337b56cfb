import { join } from 'node:path';
import { readLedgerFile } from '../ledger/adapter/index.js';
import { writeFileAtomically } from '../platform/files/index.js';
import { Problem } from '../platform/problems/index.js';

/** Puts the ledger's trust anchor where an operator finds it to hand to windows. Gives its path. @throws Problem */
export async function writeTrustAnchor(data: string, ledgerFiles: readonly string[]): Promise<string> {
  const [file] = ledgerFiles;
  if (file === undefined) throw new Problem('internal', 'NO_LEDGER', 'No ledger file is configured.');
  const { trustAnchor } = await readLedgerFile(file);
  const path = join(data, 'trust-anchor.json');
  await writeFileAtomically(path, `${JSON.stringify(trustAnchor, null, 2)}\n`);
  return path;
}
