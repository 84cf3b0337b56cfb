import { readdir } from 'node:fs/promises';
import { requireBinaries } from './binaries.js';
import { NetworkError } from './errors.js';
import { NetworkFolders } from './folders.js';
import { established, newPlan, readPlan, writePlan } from './plan/index.js';
import type { FabricPlan, PlanOptions } from './plan/index.js';
import type { Progress } from './progress.js';
import { awaitAcquainted } from './steps/contract-call.js';
import { firstRecord, writeLedgerFiles, writeTrustAnchor } from './steps/first-record.js';
import { makeGenesis } from './steps/genesis.js';
import { awaitActiveOrderer, joinOrderer, joinPeers } from './steps/join.js';
import { deploy } from './steps/lifecycle.js';
import { makeOrganisations } from './steps/organisations.js';
import { planProcesses } from './steps/processes.js';
import { runProcesses } from './supervisor/control.js';

const DEFAULTS: PlanOptions = { provinces: 3, consensus: 'bft', peers: 1, basePort: 7050 };

/** A network is what it was made as: an option that says otherwise would be ignored, so it is refused. */
function demandSame(dir: string, plan: FabricPlan, options: Partial<PlanOptions>): void {
  const is = {
    provinces: plan.provinces.length,
    orderers: plan.orderers.length,
    consensus: plan.consensus,
    peers: plan.provinces[0].peers.length,
  };
  for (const name of ['provinces', 'orderers', 'consensus', 'peers'] as const) {
    const asked = options[name];
    if (asked === undefined || asked === is[name]) continue;
    throw new NetworkError(
      'NETWORK_MISMATCH',
      `--${name} is ${asked}, but the network in ${dir} was made with ${is[name]}: leave the option out to continue it, ` +
        'take a province in with “add-province”, or name another --dir.',
    );
  }
}

/** “down --wipe” removes the whole folder: nothing of anybody else's may lie in it. */
async function demandOwn(dir: string): Promise<void> {
  const found = await readdir(dir).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  if (found.length > 0)
    throw new NetworkError(
      'FOLDER_NOT_EMPTY',
      `${dir} is not empty, and no network: name another --dir, or empty it.`,
    );
}

async function planIn(dir: string, options: Partial<PlanOptions>): Promise<FabricPlan> {
  const existing = await readPlan(dir);
  if (existing !== undefined) {
    demandSame(dir, existing, options);
    return existing;
  }
  await demandOwn(dir);
  const plan = await newPlan({ ...DEFAULTS, ...options });
  await writePlan(dir, plan);
  return plan;
}

/**
 * Brings a network up in `dir`: a new one as `options` say, or the one that is there, half built or stopped.
 * Every step looks first at what is done already, so the command can be repeated at any point.
 *
 * @returns the network's plan
 * @throws NetworkError whose message names the step's trouble and its remedy
 */
export async function up(
  dir: string,
  options: Partial<PlanOptions>,
  progress: Progress,
): Promise<FabricPlan> {
  await requireBinaries();
  const folders = new NetworkFolders(dir);
  const plan = await planIn(dir, options);
  const current = established(plan);

  await progress.step('机构与证书 Certificate authorities and identities', () =>
    makeOrganisations(folders, plan),
  );
  await progress.step('通道创世块 Genesis block of the channel', () => makeGenesis(folders, current));
  await progress.step('启动进程 Start orderers, peers and contracts', async () =>
    runProcesses(folders, await planProcesses(folders, plan)),
  );
  await progress.step('排序节点加入通道 Orderers join the channel', async () => {
    for (const orderer of current.orderers)
      await joinOrderer(folders, current, orderer, folders.genesisBlock);
    for (const orderer of current.orderers) await awaitActiveOrderer(folders, current, orderer);
  });
  await progress.step('对等节点加入通道 Peers join the channel', () =>
    Promise.all(current.provinces.map((province) => joinPeers(folders, current, province))),
  );
  await deploy(folders, current, progress);
  await progress.step('账本首条记录 First record of the ledger', async () => {
    const { anchor } = await firstRecord(folders, current, current.provinces[0]);
    await writeTrustAnchor(folders, anchor);
    await writeLedgerFiles(folders, current);
  });
  await progress.step('各省互联 Every peer finds those of all provinces', () =>
    awaitAcquainted(folders, current),
  );
  return plan;
}
