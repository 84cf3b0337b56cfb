import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { NetworkFolders } from '../folders.js';
import { upgraded } from '../plan/index.js';
import type { FabricPlan, FabricProvince } from '../plan/index.js';
import type { ProcessSpecification } from '../supervisor/specification.js';
import { writeBuilder } from './builder.js';
import { chaincodePackage } from './chaincode-package.js';
import { keepContractCode } from './contract-code.js';
import { contractProcess, ordererNode, peerNode } from './nodes.js';
import type { Node } from './nodes.js';

const runtime = {
  node: process.execPath,
  shim: createRequire(import.meta.url).resolve('fabric-shim/cli.js'),
};

/** Writes a node's configuration; what it returns changes with it, so that the supervisor restarts the node. */
async function configured({ process: entry, configuration }: Node): Promise<ProcessSpecification> {
  const { file, text } = configuration;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  const hash = createHash('sha256').update(text).digest('hex');
  return { ...entry, env: { ...entry.env, CERTBRIDGE_CONFIGURATION: hash } };
}

async function deployedContract(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<ProcessSpecification> {
  await keepContractCode(folders, plan.contract.version);
  const { id } = await chaincodePackage(folders, plan, province);
  const entry = contractProcess(folders, plan, province, runtime);
  return { ...entry, env: { ...entry.env, CORE_CHAINCODE_ID: id } };
}

/** Every process of the plan, with its configuration written; during an upgrade both versions of the contract. */
export async function planProcesses(
  folders: NetworkFolders,
  plan: FabricPlan,
): Promise<ProcessSpecification[]> {
  await writeBuilder(folders);
  const processes: ProcessSpecification[] = [];
  for (const orderer of plan.orderers) processes.push(await configured(ordererNode(folders, plan, orderer)));
  for (const province of plan.provinces)
    for (const peer of province.peers)
      processes.push(await configured(peerNode(folders, plan, province, peer)));
  for (const stage of plan.upgrade === undefined ? [plan] : [plan, upgraded(plan)])
    for (const province of stage.provinces) processes.push(await deployedContract(folders, stage, province));
  return processes;
}
