import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ordererConfiguration } from '../configuration/orderer.js';
import { peerConfiguration } from '../configuration/peer.js';
import type { NetworkFolders } from '../folders.js';
import { chaincodeName, ordererName, peerName } from '../plan.js';
import type { FabricOrderer, FabricPlan, FabricProvince } from '../plan.js';
import type { ProcessSpecification } from '../supervisor/specification.js';

import { writeBuilder } from './builder.js';
import { contractPackages } from './chaincode-package.js';

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
  orderer: FabricOrderer,
): Promise<ProcessSpecification> {
  const name = ordererName(orderer);
  const env = await configure(folders, name, 'orderer.yaml', ordererConfiguration(folders, orderer));
  return { name, program: 'orderer', args: [], env };
}

async function peerProcess(folders: NetworkFolders, province: FabricProvince): Promise<ProcessSpecification> {
  const name = peerName(province);
  const env = await configure(folders, name, 'core.yaml', peerConfiguration(folders, province));
  return { name, program: 'peer', args: ['node', 'start'], env };
}

/** A province's own contract process; its peer finds it by the address in that province's package. */
function contractProcess(
  plan: FabricPlan,
  province: FabricProvince,
  packageId: string,
): ProcessSpecification {
  return {
    name: chaincodeName(province, plan.contract),
    program: process.execPath,
    args: [
      require.resolve('fabric-shim/cli.js'),
      'server',
      `--chaincode-address=127.0.0.1:${province.chaincodePort}`,
      `--chaincode-id=${packageId}`,
      `--module-path=${dirname(require.resolve('@certbridge/chaincode/package.json'))}`,
    ],
    env: { CORE_CHAINCODE_LOGGING_LEVEL: 'warn' },
  };
}

/** Every process of the plan, with its configuration written. */
export async function planProcesses(
  folders: NetworkFolders,
  plan: FabricPlan,
): Promise<ProcessSpecification[]> {
  await writeBuilder(folders);
  const orderers = await Promise.all(plan.orderers.map((orderer) => ordererProcess(folders, orderer)));
  // `peer` names a package only where a peer's configuration lies on disk: peers come before packages.
  const peers = await Promise.all(plan.provinces.map((province) => peerProcess(folders, province)));
  const packages = await contractPackages(folders, plan);
  return [
    ...orderers,
    ...peers,
    ...packages.map(({ province, own }) => contractProcess(plan, province, own.id)),
  ];
}
