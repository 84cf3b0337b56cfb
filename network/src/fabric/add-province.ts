import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireBinaries } from './binaries.js';
import { NetworkError } from './errors.js';
import { NetworkFolders } from './folders.js';
import { ordererName, plannedOrderer, plannedProvince, requirePlan, writePlan } from './plan.js';
import type { FabricOrderer, FabricPlan, FabricProvince } from './plan.js';
import type { Progress } from './progress.js';
import { admitOnLedger, writeTrustAnchor } from './steps/admission.js';
import { chaincodePackage } from './steps/chaincode-package.js';
import { fetchConfigBlock, updateChannel } from './steps/channel-update.js';
import { addConsenter } from './steps/consenters.js';
import { writeLedgerFiles } from './steps/first-record.js';
import { isHealthy } from './steps/health.js';
import { awaitActiveOrderer, joinOrderer, joinPeer } from './steps/join.js';
import { approve, installPackage } from './steps/lifecycle.js';
import { addOrganisation } from './steps/organisation-definition.js';
import { openOrganisations } from './steps/organisations.js';
import { planProcesses } from './steps/processes.js';
import { runProcesses } from './supervisor/control.js';

async function demandHealth(plan: FabricPlan): Promise<void> {
  for (const orderer of plan.orderers) {
    if (!(await isHealthy(orderer.operationsPort))) {
      throw new NetworkError(
        'ORDERER_UNHEALTHY',
        `${ordererName(orderer)} is not healthy: an orderer is added only while all others are, since it raises the quorum. ` +
          'Run “up”, look at “status”, and try again.',
      );
    }
  }
}

/** Plans the province and its orderer, or finds both where an earlier try has planned them. */
async function planned(dir: string, plan: FabricPlan, mspId: string, basePort: number): Promise<FabricPlan> {
  if (plan.provinces.some((province) => province.mspId === mspId)) return plan;
  await demandHealth(plan);
  const province = await plannedProvince(plan, mspId, basePort);
  const withProvince = { ...plan, provinces: [...plan.provinces, province] };
  const orderer = await plannedOrderer(withProvince, mspId, basePort);
  const extended = { ...withProvince, orderers: [...plan.orderers, orderer] };
  await writePlan(dir, extended);
  return extended;
}

async function joinChannel(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
  signers: readonly FabricProvince[],
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'certbridge-join-'));
  try {
    // It follows the channel first, so that it has every block when it begins to count for the quorum.
    const block = join(work, 'config.block');
    await fetchConfigBlock(folders, plan, block);
    await joinOrderer(folders, plan, orderer, block);
    await updateChannel(folders, plan, signers, await addConsenter(folders, plan, orderer));
    await awaitActiveOrderer(folders, plan, orderer);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

export interface AddProvinceOptions {
  readonly mspId: string;
  readonly basePort: number;
  /** Of the trust anchor's successor; unset: as it was. */
  readonly threshold?: number;
}

/**
 * Takes a province into a running network: its authorities, its peer, its orderer, its approval of the
 * contract, and its entry in the trust anchor. Can be repeated after a failure at any step.
 *
 * @throws NetworkError naming the step's trouble
 */
export async function addProvince(
  dir: string,
  options: AddProvinceOptions,
  progress: Progress,
): Promise<FabricPlan> {
  await requireBinaries();
  const folders = new NetworkFolders(dir);
  const plan = await planned(dir, await requirePlan(dir), options.mspId, options.basePort);
  const province = plan.provinces.find(({ mspId }) => mspId === options.mspId);
  const orderer = plan.orderers.find(({ mspId }) => mspId === options.mspId);
  if (province === undefined || orderer === undefined)
    throw new NetworkError('PLAN_INVALID', 'network.json lost the province.');
  const members = plan.provinces.filter(({ mspId }) => mspId !== options.mspId);

  const organisations = await progress.step('机构与证书 Its certificate authorities and identities', () =>
    openOrganisations(folders, plan),
  );
  await progress.step('通道配置 Channel configuration, signed by the other provinces', async () =>
    updateChannel(folders, plan, members, await addOrganisation(folders, plan, province)),
  );
  await progress.step('启动进程 Start its orderer, peer and contract', async () =>
    runProcesses(folders, await planProcesses(folders, plan)),
  );
  await progress.step('对等节点加入通道 Its peer joins the channel', () => joinPeer(folders, plan, province));
  await progress.step('排序节点加入共识 Its orderer follows, then takes part in consensus', () =>
    joinChannel(folders, plan, orderer, members),
  );
  await progress.step('批准合约 It installs and approves the contract', async () => {
    const own = await chaincodePackage(folders, plan, province);
    await installPackage(folders, province, own);
    await approve(folders, plan, province, plan.contract, own.id);
  });
  await progress.step('账本准入 The provinces admit it on the ledger', async () => {
    await writeTrustAnchor(folders, await admitOnLedger(folders, plan, province, options.threshold));
    await writeLedgerFiles(folders, plan, organisations);
  });
  return plan;
}
