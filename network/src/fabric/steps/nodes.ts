import { join } from 'node:path';
import { ordererConfiguration } from '../configuration/orderer.js';
import { peerConfiguration } from '../configuration/peer.js';
import type { NetworkFolders } from '../folders.js';
import { chaincodeName, ordererName } from '../plan/index.js';
import type { FabricOrderer, FabricPeer, FabricPlan, FabricProvince } from '../plan/index.js';
import type { ProcessSpecification } from '../supervisor/specification.js';

/** A node of the network: how it is run, and the configuration file that it reads. */
export interface Node {
  readonly process: ProcessSpecification;
  readonly configuration: { readonly file: string; readonly text: string };
}

const environment = (folder: string): Record<string, string> => ({
  FABRIC_CFG_PATH: folder,
  FABRIC_LOGGING_SPEC: 'info',
});

export function ordererNode(folders: NetworkFolders, plan: FabricPlan, orderer: FabricOrderer): Node {
  const name = ordererName(orderer);
  const folder = folders.node(name);
  return {
    process: { name, program: 'orderer', args: [], env: environment(folder) },
    configuration: {
      file: join(folder, 'orderer.yaml'),
      text: ordererConfiguration(folders, plan, orderer),
    },
  };
}

export function peerNode(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  peer: FabricPeer,
): Node {
  const { name } = peer;
  const folder = folders.node(name);
  return {
    process: { name, program: 'peer', args: ['node', 'start'], env: environment(folder) },
    configuration: {
      file: join(folder, 'core.yaml'),
      text: peerConfiguration(folders, plan, province, peer),
    },
  };
}

/** The Node.js that runs the contract, and where fabric-shim's program is. */
export interface ContractRuntime {
  readonly node: string;
  readonly shim: string;
}

/**
 * A province's own contract process. Its peers find it by the address in that province's package, whose id
 * the process needs as `CORE_CHAINCODE_ID`.
 */
export const contractProcess = (
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  { node, shim }: ContractRuntime,
): ProcessSpecification => ({
  name: chaincodeName(province, plan.contract),
  program: node,
  args: [
    shim,
    'server',
    `--chaincode-address=127.0.0.1:${province.chaincodePort}`,
    `--module-path=${folders.contract(plan.contract.version)}`,
  ],
  env: { CORE_CHAINCODE_LOGGING_LEVEL: 'warn' },
});
