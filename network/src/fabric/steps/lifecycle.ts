import { z } from 'zod';
import type { NetworkFolders } from '../folders.js';
import { addressOf } from '../plan/index.js';
import type { ContractDefinition, FabricPeer, FabricPlan, FabricProvince } from '../plan/index.js';
import type { Progress } from '../progress.js';
import { chaincodePackage } from './chaincode-package.js';
import { awaitReady } from './health.js';
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

/** The definition that stands on the channel as a peer knows it, if any. */
async function committedDefinition(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  peer: FabricPeer,
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
    return committedSchema.parse(JSON.parse(await runPeer(folders, province, args, peer)));
  } catch (error) {
    if (error instanceof Error && /not defined|404/.test(error.message)) return undefined;
    throw error;
  }
}

/** Installs a province's package on each of its peers. */
export async function installPackage(
  folders: NetworkFolders,
  province: FabricProvince,
  chaincode: { readonly file: string; readonly id: string },
): Promise<void> {
  for (const peer of province.peers) {
    const installed = await runPeer(folders, province, ['lifecycle', 'chaincode', 'queryinstalled'], peer);
    if (installed.includes(chaincode.id)) continue;
    await runPeer(folders, province, ['lifecycle', 'chaincode', 'install', chaincode.file], peer);
  }
}

/** A province approves the plan's definition, run by its own package; an approval that stands already is left alone. */
export async function approve(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  packageId: string,
): Promise<void> {
  const args = [
    ...['lifecycle', 'chaincode', 'approveformyorg'],
    ...(await ordererArguments(folders, plan)),
    ...definitionArguments(plan, plan.contract),
    ...['--package-id', packageId],
  ];
  try {
    await runPeer(folders, province, args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('unchanged content')) throw error;
  }
}

/** Commits a definition that a majority has approved; a peer of every province is asked to endorse it. */
export async function commit(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<void> {
  const peers = plan.provinces.flatMap(({ mspId, peers: [peer] }) => [
    ...['--peerAddresses', addressOf(peer)],
    ...['--tlsRootCertFiles', folders.tlsRoot(mspId)],
  ]);
  await runPeer(folders, province, [
    ...['lifecycle', 'chaincode', 'commit'],
    ...(await ordererArguments(folders, plan)),
    ...definitionArguments(plan, plan.contract),
    ...peers,
  ]);
}

/** Whether the plan's definition of the contract, or a later one, is committed on the channel as a peer knows it. */
export async function isCommitted(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  peer = province.peers[0],
): Promise<boolean> {
  const committed = await committedDefinition(folders, plan, province, peer);
  return committed !== undefined && committed.sequence >= plan.contract.sequence;
}

/** Waits until every peer has the plan's definition. */
export async function awaitCommitted(folders: NetworkFolders, plan: FabricPlan): Promise<void> {
  for (const province of plan.provinces)
    for (const peer of province.peers)
      await awaitReady(folders, peer.name, () => isCommitted(folders, plan, province, peer));
}

/** Installs the plan's contract everywhere, has every province approve it, and commits it; what stands is left alone. */
export async function deploy(folders: NetworkFolders, plan: FabricPlan, progress: Progress): Promise<void> {
  const [first] = plan.provinces;
  await progress.step('安装合约 Install the contract on every peer', async () => {
    for (const province of plan.provinces)
      await installPackage(folders, province, await chaincodePackage(folders, plan, province));
  });
  if (await isCommitted(folders, plan, first)) return;
  for (const province of plan.provinces) {
    const { id } = await chaincodePackage(folders, plan, province);
    await progress.step(`${province.name}批准合约 ${province.mspId} approves the contract`, () =>
      approve(folders, plan, province, id),
    );
  }
  await progress.step('合约生效 Commit the contract, as a majority approved it', () =>
    commit(folders, plan, first),
  );
}
