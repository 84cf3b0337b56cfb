import { renewIdentity, renewTls } from '../identities/index.js';
import { NetworkFolders } from './folders.js';
import { ordererName, requirePlan } from './plan/index.js';
import type { FabricPlan, Organisation } from './plan/index.js';
import type { Progress } from './progress.js';
import { demandAuthorities } from './steps/authorities.js';
import { awaitAcquainted } from './steps/contract-call.js';
import { membersOf, organisationsOf } from './steps/organisations.js';
import { restartOrderer, restartPeer } from './steps/restart.js';

/** New certificates, under the keys there are, for everybody in an organisation. */
export async function renewOrganisation(
  folders: NetworkFolders,
  plan: FabricPlan,
  { mspId }: Organisation,
): Promise<void> {
  const folder = folders.organisation(mspId);
  await demandAuthorities(folder);
  const { nodes, users } = membersOf(plan, mspId);
  for (const member of [...nodes, ...users]) await renewIdentity(folder, mspId, member);
  for (const node of nodes) await renewTls(folder, mspId, node);
}

/**
 * Renews every certificate of a running network below its authorities, then restarts node after node, each
 * when the one before is back: the network goes on meanwhile. The keys stay, so the channel's configuration
 * does too (of byzantine orderers since Fabric 3.1.2).
 */
export async function renew(dir: string, progress: Progress): Promise<void> {
  const folders = new NetworkFolders(dir);
  const plan = await requirePlan(dir);
  for (const organisation of organisationsOf(plan)) {
    await progress.step(`${organisation.name}换发证书 ${organisation.mspId} renews its certificates`, () =>
      renewOrganisation(folders, plan, organisation),
    );
  }
  for (const orderer of plan.orderers)
    await progress.step(`重启 Restart ${ordererName(orderer)}`, () => restartOrderer(folders, plan, orderer));
  for (const { mspId, peers } of plan.provinces)
    for (const peer of peers)
      await progress.step(`重启 Restart ${peer.name}`, () => restartPeer(folders, mspId, peer));
  await progress.step('各省互联 Every peer finds those of all provinces', () =>
    awaitAcquainted(folders, plan),
  );
}
