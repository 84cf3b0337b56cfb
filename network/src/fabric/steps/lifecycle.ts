import { z } from 'zod';
import type { NetworkFolders } from '../folders.js';
import { peerName } from '../plan.js';
import type { FabricPlan, FabricProvince } from '../plan.js';
import { ordererArguments, runPeer } from './tools.js';

/** A version of the contract on the channel: `sequence` counts the definitions that were committed. */
export interface ChaincodeDefinition {
  readonly version: string;
  readonly sequence: number;
}

const committedSchema = z.object({ sequence: z.number(), version: z.string() });
const readinessSchema = z.object({ approvals: z.record(z.string(), z.boolean()) });

const definitionArguments = (plan: FabricPlan, definition: ChaincodeDefinition): string[] => [
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
): Promise<ChaincodeDefinition | undefined> {
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
  definition: ChaincodeDefinition,
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

/** Which provinces have approved this definition. */
export async function approvals(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  definition: ChaincodeDefinition,
): Promise<Record<string, boolean>> {
  const args = [
    'lifecycle',
    'chaincode',
    'checkcommitreadiness',
    ...definitionArguments(plan, definition),
    '--output',
    'json',
  ];
  return readinessSchema.parse(JSON.parse(await runPeer(folders, province, args))).approvals;
}

/** Commits a definition that a majority has approved; the peers of every province are asked to endorse it. */
export async function commit(
  folders: NetworkFolders,
  plan: FabricPlan,
  definition: ChaincodeDefinition,
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
