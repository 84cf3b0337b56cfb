import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireBinaries } from './binaries.js';
import { NetworkError } from './errors.js';
import { NetworkFolders } from './folders.js';
import {
  established,
  findRegion,
  ordererName,
  planWithProvince,
  requirePlan,
  writePlan,
} from './plan/index.js';
import type { FabricOrderer, FabricPlan, Organisation } from './plan/index.js';
import type { Progress } from './progress.js';
import { approveAnchor, proposeAdmission } from './steps/admission.js';
import { chaincodePackage } from './steps/chaincode-package.js';
import { fetchConfigBlock, updateChannel } from './steps/channel-update.js';
import { addConsenter } from './steps/consenters.js';
import { awaitAcquainted } from './steps/contract-call.js';
import { writeLedgerFiles, writeTrustAnchor } from './steps/first-record.js';
import { isHealthy } from './steps/health.js';
import { awaitActiveOrderer, joinOrderer, joinPeers } from './steps/join.js';
import { approve, installPackage } from './steps/lifecycle.js';
import { addOrganisation } from './steps/organisation-definition.js';
import { makeOrganisation, organisationsOf } from './steps/organisations.js';
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
async function planned(
  dir: string,
  plan: FabricPlan,
  organisation: Organisation,
  basePort: number,
): Promise<FabricPlan> {
  if (plan.joining === organisation.mspId) return plan;
  if (plan.joining !== undefined) {
    throw new NetworkError(
      'JOINING_UNFINISHED',
      `${plan.joining} is joining: run “add-province ${plan.joining}” to its end first.`,
    );
  }
  if (plan.provinces.some(({ mspId }) => mspId === organisation.mspId))
    throw new NetworkError('PROVINCE_MEMBER', `${organisation.mspId} is a member of this network already.`);
  if (plan.upgrade !== undefined)
    throw new NetworkError('UPGRADE_UNFINISHED', 'An upgrade is under way: run “upgrade” to its end first.');
  await demandHealth(plan);
  const extended = await planWithProvince(plan, organisation, basePort);
  await writePlan(dir, extended);
  return extended;
}

async function joinConsensus(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'certbridge-join-'));
  try {
    // It follows the channel first, so that it has every block when it begins to count for the quorum.
    const block = join(work, 'config.block');
    await fetchConfigBlock(folders, plan, block);
    await joinOrderer(folders, plan, orderer, block);
    // Of those who run orderers, by now the new province too, a majority decides.
    const update = await addConsenter(folders, plan, orderer);
    await updateChannel(folders, plan, organisationsOf(plan), update);
    await awaitActiveOrderer(folders, plan, orderer);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

export interface AddProvinceOptions {
  /** In pinyin or Chinese, an MSP id, or a GB/T 2260 prefix. */
  readonly name: string;
  readonly basePort: number;
  /** Of the trust anchor's successor; unset: as it was. */
  readonly threshold?: number;
}

/**
 * Takes a province into a running network: its authorities, its peers, its orderer, its approval of the
 * contract, and its entry in the trust anchor. It is proposed first, so that the contract refuses what it must
 * before anything changes, and approved last, so that windows trust it only when it takes part. Can be
 * repeated after a failure at any step.
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
  const organisation = findRegion(options.name);
  const { mspId } = organisation;
  const plan = await planned(dir, await requirePlan(dir), organisation, options.basePort);
  const province = plan.provinces.find((entry) => entry.mspId === mspId);
  const orderer = plan.orderers.find((entry) => entry.mspId === mspId);
  const [proposer, ...others] = plan.provinces.filter((entry) => entry.mspId !== mspId);
  if (province === undefined || orderer === undefined || proposer === undefined)
    throw new NetworkError('PLAN_INVALID', `network.json has lost ${mspId}.`);
  const members = [proposer, ...others] as const;

  await progress.step('机构与证书 Its certificate authorities and identities', () =>
    makeOrganisation(folders, plan, province),
  );
  const proposal = await progress.step('账本提案 A province proposes it on the ledger', () =>
    proposeAdmission(folders, plan, province, proposer, options.threshold),
  );
  await progress.step('通道配置 Channel configuration, signed by the other members', async () =>
    updateChannel(
      folders,
      plan,
      organisationsOf(established(plan)),
      await addOrganisation(folders, plan, province),
    ),
  );
  await progress.step('启动进程 Start its orderer, peer and contract', async () =>
    runProcesses(folders, await planProcesses(folders, plan)),
  );
  await progress.step('对等节点加入通道 Its peer joins the channel', () =>
    joinPeers(folders, plan, province),
  );
  await progress.step('排序节点加入共识 Its orderer follows, then takes part in consensus', () =>
    joinConsensus(folders, plan, orderer),
  );
  await progress.step('批准合约 It installs and approves the contract', async () => {
    const own = await chaincodePackage(folders, plan, province);
    await installPackage(folders, province, own);
    await approve(folders, plan, province, own.id);
  });
  await progress.step('账本准入 The other provinces approve it on the ledger', async () => {
    await writeTrustAnchor(folders, await approveAnchor(folders, plan, proposal, members));
    await writeLedgerFiles(folders, plan);
  });
  await progress.step('各省互联 Every peer finds those of all provinces', () =>
    awaitAcquainted(folders, plan),
  );
  const { joining: _, ...joined } = plan;
  await writePlan(dir, joined);
  return joined;
}
