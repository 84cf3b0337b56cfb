import { requireBinaries } from './binaries.js';
import { NetworkError } from './errors.js';
import { NetworkFolders } from './folders.js';
import { chaincodeName, requirePlan, takenPorts, upgraded, writePlan } from './plan/index.js';
import type { FabricPlan } from './plan/index.js';
import { freePorts } from './ports.js';
import type { Progress } from './progress.js';
import { awaitReady, isListening } from './steps/health.js';
import { awaitCommitted, deploy } from './steps/lifecycle.js';
import { planProcesses } from './steps/processes.js';
import { runProcesses } from './supervisor/control.js';

/** Plans the next version of the contract, or finds the upgrade that an earlier try has begun. */
async function planned(dir: string, plan: FabricPlan): Promise<FabricPlan> {
  if (plan.upgrade !== undefined) return plan;
  if (plan.joining !== undefined) {
    throw new NetworkError(
      'JOINING_UNFINISHED',
      `${plan.joining} is joining: run “add-province ${plan.joining}” to its end first.`,
    );
  }
  const sequence = plan.contract.sequence + 1;
  const first = Math.min(...plan.provinces.map((province) => province.chaincodePort));
  const ports = await freePorts(first, plan.provinces.length, takenPorts(plan));
  const chaincodePorts = Object.fromEntries(
    plan.provinces.map(({ mspId }, index) => [mspId, ports[index] ?? 0]),
  );
  const extended = {
    ...plan,
    upgrade: { contract: { version: String(sequence), sequence }, chaincodePorts },
  };
  await writePlan(dir, extended);
  return extended;
}

/**
 * Brings the contract as it is now in this checkout to the channel as its next version, through the lifecycle.
 * Old and new processes run side by side until every peer has the new definition, so that endorsement never
 * stops; attestations made under the old version stay good, since verifiers do not pin the version. Can be
 * repeated after a failure at any step.
 *
 * @throws NetworkError naming the step's trouble
 */
export async function upgrade(dir: string, progress: Progress): Promise<FabricPlan> {
  await requireBinaries();
  const folders = new NetworkFolders(dir);
  const plan = await planned(dir, await requirePlan(dir));
  const next = upgraded(plan);
  await progress.step('新旧并行 Start the new version beside the old one', async () => {
    await runProcesses(folders, await planProcesses(folders, plan));
    for (const province of next.provinces) {
      const listens = (): Promise<boolean> => isListening(province.chaincodePort);
      await awaitReady(folders, chaincodeName(province, next.contract), listens);
    }
  });
  await deploy(folders, next, progress);
  await progress.step('停用旧版 Stop the old version', async () => {
    await awaitCommitted(folders, next);
    await writePlan(dir, next);
    await runProcesses(folders, await planProcesses(folders, next));
  });
  return next;
}
