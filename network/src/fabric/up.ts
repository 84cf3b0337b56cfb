import { requireBinaries } from './binaries.js';
import { NetworkFolders } from './folders.js';
import { newPlan, readPlan, writePlan } from './plan.js';
import type { FabricPlan, PlanOptions } from './plan.js';
import type { Progress } from './progress.js';
import { makeGenesis } from './steps/genesis.js';
import { firstRecord, writeLedgerFiles } from './steps/first-record.js';
import { awaitActiveOrderer, joinOrderer, joinPeer } from './steps/join.js';
import { deploy } from './steps/lifecycle.js';
import { openOrganisations } from './steps/organisations.js';
import { planProcesses } from './steps/processes.js';
import { runProcesses } from './supervisor/control.js';

/**
 * Brings a network up in `dir`: a new one as `options` say, or the one that is there, half built or stopped.
 * Every step looks first at what is done already, so the command can be repeated at any point.
 *
 * @returns the network's plan
 * @throws NetworkError whose message names the step's trouble and its remedy
 */
export async function up(dir: string, options: PlanOptions, progress: Progress): Promise<FabricPlan> {
  await requireBinaries();
  const folders = new NetworkFolders(dir);
  const existing = await readPlan(dir);
  const plan = existing ?? (await newPlan(options));
  if (existing === undefined) await writePlan(dir, plan);

  const organisations = await progress.step('机构与证书 Certificate authorities and identities', () =>
    openOrganisations(folders, plan),
  );
  await progress.step('通道创世块 Genesis block of the channel', () => makeGenesis(folders, plan));
  await progress.step('启动进程 Start orderers, peers and contracts', async () =>
    runProcesses(folders, await planProcesses(folders, plan)),
  );
  await progress.step('排序节点加入通道 Orderers join the channel', async () => {
    for (const orderer of plan.orderers) await joinOrderer(folders, plan, orderer, folders.genesisBlock);
    for (const orderer of plan.orderers) await awaitActiveOrderer(folders, plan, orderer);
  });
  await progress.step('对等节点加入通道 Peers join the channel', () =>
    Promise.all(plan.provinces.map((province) => joinPeer(folders, plan, province))),
  );
  await deploy(folders, plan, progress);
  await progress.step('账本首条记录 First record of the ledger', async () => {
    await firstRecord(folders, plan, organisations);
    await writeLedgerFiles(folders, plan, organisations);
  });
  return plan;
}
