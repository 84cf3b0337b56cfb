import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ordererConfiguration } from '../configuration/orderer.js';
import { peerConfiguration } from '../configuration/peer.js';
import type { NetworkFolders } from '../folders.js';
import { chaincodeName, ordererName, upgraded } from '../plan/index.js';
import type { FabricOrderer, FabricPeer, FabricPlan, FabricProvince } from '../plan/index.js';
import type { ProcessSpecification } from '../supervisor/specification.js';
import { writeBuilder } from './builder.js';
import { chaincodePackage } from './chaincode-package.js';
import { keepContractCode } from './contract-code.js';

const require = createRequire(import.meta.url);

/** Writes a node's configuration; the environment it returns changes with it, so that the supervisor restarts the node. */
async function configure(
  folders: NetworkFolders,
  name: string,
  file: 'core.yaml' | 'orderer.yaml',
  text: string,
): Promise<Record<string, string>> {
  const folder = folders.node(name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), text);
  return {
    FABRIC_CFG_PATH: folder,
    FABRIC_LOGGING_SPEC: 'info',
    CERTBRIDGE_CONFIGURATION: createHash('sha256').update(text).digest('hex'),
  };
}

async function ordererProcess(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
): Promise<ProcessSpecification> {
  const name = ordererName(orderer);
  const env = await configure(folders, name, 'orderer.yaml', ordererConfiguration(folders, plan, orderer));
  return { name, program: 'orderer', args: [], env };
}

async function peerProcess(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  peer: FabricPeer,
): Promise<ProcessSpecification> {
  const configuration = peerConfiguration(folders, plan, province, peer);
  const env = await configure(folders, peer.name, 'core.yaml', configuration);
  return { name: peer.name, program: 'peer', args: ['node', 'start'], env };
}

/** A province's own contract process; its peers find it by the address in that province's package. */
async function contractProcess(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<ProcessSpecification> {
  const { id } = await chaincodePackage(folders, plan, province);
  return {
    name: chaincodeName(province, plan.contract),
    program: process.execPath,
    args: [
      require.resolve('fabric-shim/cli.js'),
      'server',
      `--chaincode-address=127.0.0.1:${province.chaincodePort}`,
      `--chaincode-id=${id}`,
      `--module-path=${await keepContractCode(folders, plan.contract.version)}`,
    ],
    env: { CORE_CHAINCODE_LOGGING_LEVEL: 'warn' },
  };
}

/** Every process of the plan, with its configuration written; during an upgrade both versions of the contract. */
export async function planProcesses(
  folders: NetworkFolders,
  plan: FabricPlan,
): Promise<ProcessSpecification[]> {
  await writeBuilder(folders);
  const processes: ProcessSpecification[] = [];
  for (const orderer of plan.orderers) processes.push(await ordererProcess(folders, plan, orderer));
  for (const province of plan.provinces)
    for (const peer of province.peers) processes.push(await peerProcess(folders, plan, province, peer));
  for (const stage of plan.upgrade === undefined ? [plan] : [plan, upgraded(plan)])
    for (const province of stage.provinces) processes.push(await contractProcess(folders, stage, province));
  return processes;
}
