import { requireBinaries } from './binaries.js';
import { NetworkFolders } from './folders.js';
import { newPlan, readPlan, writePlan } from './plan.js';
import type { FabricPlan, PlanOptions } from './plan.js';
import type { Progress } from './progress.js';
import { writeBuilder } from './steps/builder.js';
import { chaincodePackage } from './steps/chaincode-package.js';
import { makeGenesis } from './steps/genesis.js';
import { firstRecord, writeLedgerFiles } from './steps/first-record.js';
import { awaitActiveOrderer, joinOrderer, joinPeer } from './steps/join.js';
import { approve, commit, committedDefinition, installPackage } from './steps/lifecycle.js';
import type { ChaincodeDefinition } from './steps/lifecycle.js';
import { openOrganisations } from './steps/organisations.js';
import { networkProcesses } from './steps/processes.js';
import { runProcesses } from './supervisor/control.js';

/** The first definition of the contract on a new channel. */
export const FIRST_DEFINITION: ChaincodeDefinition = { version: '1', sequence: 1 };

export const labelOf = (definition: ChaincodeDefinition): string => `v${definition.version}`;

async function packages(
  folders: NetworkFolders,
  plan: FabricPlan,
  definition: ChaincodeDefinition,
): Promise<Map<string, { file: string; id: string }>> {
  const made = new Map<string, { file: string; id: string }>();
  for (const province of plan.provinces) {
    made.set(province.mspId, await chaincodePackage(folders, plan, province, labelOf(definition)));
  }
  return made;
}

async function deploy(
  folders: NetworkFolders,
  plan: FabricPlan,
  definition: ChaincodeDefinition,
  progress: Progress,
): Promise<void> {
  const [first] = plan.provinces;
  if (first === undefined) return;
  const made = await packages(folders, plan, definition);
  await progress.step('安装合约 Install the contract on every peer', () =>
    Promise.all(
      plan.provinces.map(async (province) => {
        const own = made.get(province.mspId);
        if (own !== undefined) await installPackage(folders, province, own);
      }),
    ),
  );
  if ((await committedDefinition(folders, plan, first)) !== undefined) return;
  for (const province of plan.provinces) {
    await progress.step(`${province.name}批准合约 ${province.mspId} approves the contract`, async () => {
      const own = made.get(province.mspId);
      if (own !== undefined) await approve(folders, plan, province, definition, own.id);
    });
  }
  await progress.step('合约生效 Commit the contract, as a majority approved it', () =>
    commit(folders, plan, definition),
  );
}

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
  await progress.step('启动进程 Start orderers, peers and contracts', async () => {
    await writeBuilder(folders);
    // Peers' configuration must lie on disk before their packages can be named.
    await networkProcesses(folders, plan, new Map());
    const made = await packages(folders, plan, FIRST_DEFINITION);
    const ids = new Map([...made].map(([mspId, { id }]) => [mspId, id]));
    await runProcesses(folders, await networkProcesses(folders, plan, ids));
  });
  await progress.step('排序节点加入通道 Orderers join the channel', async () => {
    for (const orderer of plan.orderers) await joinOrderer(folders, plan, orderer, folders.genesisBlock);
    for (const orderer of plan.orderers) await awaitActiveOrderer(folders, plan, orderer);
  });
  await progress.step('对等节点加入通道 Peers join the channel', () =>
    Promise.all(plan.provinces.map((province) => joinPeer(folders, plan, province))),
  );
  await deploy(folders, plan, FIRST_DEFINITION, progress);
  await progress.step('账本首条记录 First record of the ledger', async () => {
    await firstRecord(folders, plan, organisations);
    await writeLedgerFiles(folders, plan, organisations);
  });
  return plan;
}
