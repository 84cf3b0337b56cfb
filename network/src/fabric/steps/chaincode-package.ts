import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { NetworkFolders } from '../folders.js';
import { peerName } from '../plan.js';
import type { FabricPlan, FabricProvince } from '../plan.js';
import { runTool } from './tools.js';

const run = promisify(execFile);

export interface ChaincodePackage {
  readonly file: string;
  /** Label and hash, by which a peer knows it. */
  readonly id: string;
}

/** The packages of the plan's contract, one a province. */
export async function contractPackages(
  folders: NetworkFolders,
  plan: FabricPlan,
): Promise<{ province: FabricProvince; own: ChaincodePackage }[]> {
  return Promise.all(
    plan.provinces.map(async (province) => ({
      province,
      own: await chaincodePackage(folders, plan, province),
    })),
  );
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
  const label = `v${plan.contract.version}`;
  const file = folders.chaincodePackage(province.mspId, label);
  try {
    await access(file);
  } catch {
    await writePackage(file, plan.chaincode, label, province.chaincodePort);
  }
  const id = await runTool('peer', ['lifecycle', 'chaincode', 'calculatepackageid', file], {
    FABRIC_CFG_PATH: folders.node(peerName(province)),
  });
  return { file, id: id.trim() };
}

async function writePackage(file: string, chaincode: string, label: string, port: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const work = await mkdtemp(join(dirname(file), '.package-'));
  try {
    const connection = { address: `localhost:${port}`, dial_timeout: '10s', tls_required: false };
    await writeFile(join(work, 'connection.json'), JSON.stringify(connection));
    await writeFile(
      join(work, 'metadata.json'),
      JSON.stringify({ type: 'ccaas', label: `${chaincode}_${label}` }),
    );
    await run('tar', ['-czf', 'code.tar.gz', 'connection.json'], { cwd: work });
    await run('tar', ['-czf', 'package.tar.gz', 'metadata.json', 'code.tar.gz'], { cwd: work });
    await rename(join(work, 'package.tar.gz'), file);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
