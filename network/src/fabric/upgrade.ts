import { requireBinaries } from './binaries.js';
import { NetworkFolders } from './folders.js';
import { chaincodeName, requirePlan, takenPorts, writePlan } from './plan.js';
import type { FabricPlan } from './plan.js';
import { freePorts } from './ports.js';
import type { Progress } from './progress.js';
import { awaitReady, isListening } from './steps/health.js';
import { deploy } from './steps/lifecycle.js';
import { planProcesses } from './steps/processes.js';
import { runProcesses } from './supervisor/control.js';

/** Plans the next version of the contract, or finds the upgrade that an earlier try has begun. */
async function planned(
  dir: string,
  plan: FabricPlan,
): Promise<FabricPlan & { upgrade: NonNullable<FabricPlan['upgrade']> }> {
  if (plan.upgrade !== undefined) return { ...plan, upgrade: plan.upgrade };
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
 * Old and new processes run side by side until the definition is committed, so that endorsement never stops;
 * attestations made under the old version stay good, since verifiers do not pin the version.
 */
export async function upgrade(dir: string, progress: Progress): Promise<FabricPlan> {
  await requireBinaries();
  const folders = new NetworkFolders(dir);
  const { upgrade: step, ...current } = await planned(dir, await requirePlan(dir));
  const next: FabricPlan = {
    ...current,
    contract: step.contract,
    provinces: current.provinces.map((province) => ({
      ...province,
      chaincodePort: step.chaincodePorts[province.mspId] ?? province.chaincodePort,
    })),
  };
  await progress.step('新旧并行 Start the new version beside the old one', async () => {
    const processes = [...(await planProcesses(folders, current)), ...(await planProcesses(folders, next))];
    await runProcesses(folders, [...new Map(processes.map((entry) => [entry.name, entry])).values()]);
    for (const province of next.provinces) {
      await awaitReady(folders, chaincodeName(province, next.contract), () =>
        isListening(province.chaincodePort),
      );
    }
  });
  await deploy(folders, next, progress);
  await writePlan(dir, next);
  await progress.step('停用旧版 Stop the old version', async () =>
    runProcesses(folders, await planProcesses(folders, next)),
  );
  return next;
}
