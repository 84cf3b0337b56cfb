import type { NetworkFolders } from '../folders.js';
import { ordererName } from '../plan/index.js';
import type { FabricOrderer, FabricPeer, FabricPlan } from '../plan/index.js';
import { restartProcess } from '../supervisor/control.js';
import { awaitReady, isHealthy, isServing } from './health.js';
import { awaitActiveOrderer } from './join.js';

/** Restarts a node and waits until it serves again. */
async function restart(
  folders: NetworkFolders,
  mspId: string,
  name: string,
  node: { readonly host: string; readonly port: number; readonly operationsPort: number },
): Promise<void> {
  await restartProcess(folders, name);
  const isBack = async (): Promise<boolean> =>
    (await isHealthy(node.operationsPort)) && (await isServing(node, folders.tlsRoot(mspId)));
  await awaitReady(folders, name, isBack);
}

export const restartPeer = (folders: NetworkFolders, mspId: string, peer: FabricPeer): Promise<void> =>
  restart(folders, mspId, peer.name, peer);

/** It takes part in consensus again when this fulfils. */
export async function restartOrderer(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
): Promise<void> {
  await restart(folders, orderer.mspId, ordererName(orderer), orderer);
  await awaitActiveOrderer(folders, plan, orderer);
}
