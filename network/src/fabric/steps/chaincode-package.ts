import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { exists } from '../../exists.js';
import type { NetworkFolders } from '../folders.js';
import type { FabricPlan, FabricProvince } from '../plan/index.js';

const run = promisify(execFile);

export interface ChaincodePackage {
  readonly file: string;
  /** Label and SHA-256, by which a peer knows it. */
  readonly id: string;
}

/**
 * A province's chaincode package: only says where its own chaincode process listens, so that each province
 * runs its own copy. Made once for each version: the package's hash is part of its identifier.
 */
export async function chaincodePackage(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<ChaincodePackage> {
  const version = `v${plan.contract.version}`;
  const label = `${plan.chaincode}_${version}`;
  const file = folders.chaincodePackage(province.mspId, version);
  if (!(await exists(file))) await writePackage(file, label, province.chaincodePort);
  const hash = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { file, id: `${label}:${hash}` };
}

async function writePackage(file: string, label: string, port: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const work = await mkdtemp(join(dirname(file), '.package-'));
  try {
    const connection = { address: `localhost:${port}`, dial_timeout: '10s', tls_required: false };
    await writeFile(join(work, 'connection.json'), JSON.stringify(connection));
    await writeFile(join(work, 'metadata.json'), JSON.stringify({ type: 'ccaas', label }));
    await run('tar', ['-czf', 'code.tar.gz', 'connection.json'], { cwd: work });
    await run('tar', ['-czf', 'package.tar.gz', 'metadata.json', 'code.tar.gz'], { cwd: work });
    await writeFileAtomically(file, await readFile(join(work, 'package.tar.gz')));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
