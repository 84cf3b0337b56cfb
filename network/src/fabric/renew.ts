import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { renewIdentity, renewTls } from '../identities/index.js';
import { NetworkError } from './errors.js';
import { NetworkFolders } from './folders.js';
import { ordererName, requirePlan } from './plan/index.js';
import type { FabricPlan, Organisation } from './plan/index.js';
import type { Progress } from './progress.js';
import { awaitAcquainted } from './steps/contract-call.js';
import { awaitReady, isHealthy, isServing } from './steps/health.js';
import { awaitActiveOrderer } from './steps/join.js';
import { membersOf, organisationsOf } from './steps/organisations.js';
import { restartProcess } from './supervisor/control.js';

/** New certificates, under the keys there are, for everybody in an organisation. */
export async function renewOrganisation(
  folders: NetworkFolders,
  plan: FabricPlan,
  { mspId }: Organisation,
): Promise<void> {
  const folder = folders.organisation(mspId);
  for (const authority of ['ca', 'tlsca']) {
    const key = join(folder, authority, 'key.pem');
    await access(key).catch(() => {
      throw new NetworkError(
        'AUTHORITY_ABSENT',
        `${key} is not here: bring the authority's key from where it is kept, renew, and take it away again.`,
      );
    });
  }
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
  const back = async (
    name: string,
    node: { readonly host: string; readonly port: number; readonly operationsPort: number },
    mspId: string,
  ): Promise<void> => {
    await restartProcess(folders, name);
    const isBack = async (): Promise<boolean> =>
      (await isHealthy(node.operationsPort)) && (await isServing(node, folders.tlsRoot(mspId)));
    await awaitReady(folders, name, isBack);
  };
  for (const orderer of plan.orderers) {
    await progress.step(`重启 Restart ${ordererName(orderer)}`, async () => {
      await back(ordererName(orderer), orderer, orderer.mspId);
      await awaitActiveOrderer(folders, plan, orderer);
    });
  }
  for (const { mspId, peers } of plan.provinces)
    for (const peer of peers)
      await progress.step(`重启 Restart ${peer.name}`, () => back(peer.name, peer, mspId));
  await progress.step('各省互联 Every peer finds those of all provinces', () =>
    awaitAcquainted(folders, plan),
  );
}
