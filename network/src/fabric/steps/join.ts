import type { NetworkFolders } from '../folders.js';
import { ordererName } from '../plan/index.js';
import type { FabricOrderer, FabricPeer, FabricPlan, FabricProvince } from '../plan/index.js';
import { awaitReady, isHealthy, isListening, isServing } from './health.js';
import { runOsnadmin, runPeer } from './tools.js';

async function ordererHasChannel(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
): Promise<boolean> {
  const listed = await runOsnadmin(folders, orderer, ['list']);
  return listed.includes(`"name": "${plan.channel}"`);
}

/** Lets an orderer take part in the channel, from `block`; nothing happens where it does already. */
export async function joinOrderer(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
  block: string,
): Promise<void> {
  const ready = async (): Promise<boolean> =>
    (await isHealthy(orderer.operationsPort)) && (await isListening(orderer.adminPort));
  await awaitReady(folders, ordererName(orderer), ready);
  if (await ordererHasChannel(folders, plan, orderer)) return;
  await runOsnadmin(folders, orderer, ['join', '--channelID', plan.channel, '--config-block', block]);
}

/** Waits until the orderer takes part as a consenter and knows a leader's work: status `active`. */
export async function awaitActiveOrderer(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
): Promise<void> {
  await awaitReady(folders, ordererName(orderer), async () => {
    const listed = await runOsnadmin(folders, orderer, ['list', '--channelID', plan.channel]).catch(() => '');
    return listed.includes('"status": "active"');
  });
}

async function joinPeer(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  peer: FabricPeer,
): Promise<void> {
  await awaitReady(folders, peer.name, () => isServing(peer, folders.tlsRoot(province.mspId)));
  const listed = await runPeer(folders, province, ['channel', 'list'], peer);
  if (listed.split('\n').includes(plan.channel)) return;
  await runPeer(folders, province, ['channel', 'join', '-b', folders.genesisBlock], peer);
}

/** Lets a province's peers join the channel, from the genesis block. */
export async function joinPeers(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<void> {
  await Promise.all(province.peers.map((peer) => joinPeer(folders, plan, province, peer)));
}
