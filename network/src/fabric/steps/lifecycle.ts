import { z } from 'zod';
import type { NetworkFolders } from '../folders.js';
import { peerName } from '../plan.js';
import type { ContractDefinition, FabricPlan, FabricProvince } from '../plan.js';
import type { Progress } from '../progress.js';
import { contractPackages } from './chaincode-package.js';
import { ordererArguments, runPeer } from './tools.js';

const committedSchema = z.object({ sequence: z.number(), version: z.string() });

const definitionArguments = (plan: FabricPlan, definition: ContractDefinition): string[] => [
  '--channelID',
  plan.channel,
  '--name',
  plan.chaincode,
  '--version',
  definition.version,
  '--sequence',
  String(definition.sequence),
];

/** The definition that stands on the channel, if any. */
export async function committedDefinition(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<ContractDefinition | undefined> {
  const args = [
    'lifecycle',
    'chaincode',
    'querycommitted',
    '--channelID',
    plan.channel,
    '--name',
    plan.chaincode,
    '--output',
    'json',
  ];
  try {
    return committedSchema.parse(JSON.parse(await runPeer(folders, province, args)));
  } catch (error) {
    if (error instanceof Error && /not defined|404/.test(error.message)) return undefined;
    throw error;
  }
}

export async function installPackage(
  folders: NetworkFolders,
  province: FabricProvince,
  chaincode: { file: string; id: string },
): Promise<void> {
  const installed = await runPeer(folders, province, ['lifecycle', 'chaincode', 'queryinstalled']);
  if (installed.includes(chaincode.id)) return;
  await runPeer(folders, province, ['lifecycle', 'chaincode', 'install', chaincode.file]);
}

/** A province approves a definition, run by its own package; an approval that stands already is left alone. */
export async function approve(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  definition: ContractDefinition,
  packageId: string,
): Promise<void> {
  const args = [
    ...['lifecycle', 'chaincode', 'approveformyorg'],
    ...ordererArguments(folders, plan),
    ...definitionArguments(plan, definition),
    ...['--package-id', packageId],
  ];
  try {
    await runPeer(folders, province, args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('unchanged content')) throw error;
  }
}

/** Commits a definition that a majority has approved; the peers of every province are asked to endorse it. */
export async function commit(
  folders: NetworkFolders,
  plan: FabricPlan,
  definition: ContractDefinition,
): Promise<void> {
  const [first] = plan.provinces;
  if (first === undefined) return;
  const peers = plan.provinces.flatMap((province) => [
    '--peerAddresses',
    `localhost:${province.peerPort}`,
    '--tlsRootCertFiles',
    folders.tls(province.mspId, peerName(province)).root,
  ]);
  await runPeer(folders, first, [
    ...['lifecycle', 'chaincode', 'commit'],
    ...ordererArguments(folders, plan),
    ...definitionArguments(plan, definition),
    ...peers,
  ]);
}

/** Installs the plan's contract everywhere, has every province approve it, and commits it; what stands is left alone. */
export async function deploy(folders: NetworkFolders, plan: FabricPlan, progress: Progress): Promise<void> {
  const [first] = plan.provinces;
  if (first === undefined) return;
  const { contract } = plan;
  const packages = await contractPackages(folders, plan);
  await progress.step('安装合约 Install the contract on every peer', () =>
    Promise.all(packages.map(({ province, own }) => installPackage(folders, province, own))),
  );
  const standing = await committedDefinition(folders, plan, first);
  if (standing !== undefined && standing.sequence >= contract.sequence) return;
  for (const { province, own } of packages) {
    await progress.step(`${province.name}批准合约 ${province.mspId} approves the contract`, () =>
      approve(folders, plan, province, contract, own.id),
    );
  }
  await progress.step('合约生效 Commit the contract, as a majority approved it', () =>
    commit(folders, plan, contract),
  );
}
