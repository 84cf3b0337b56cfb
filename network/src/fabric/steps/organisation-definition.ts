import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { organisation } from '../configuration/channel.js';
import type { NetworkFolders } from '../folders.js';
import type { FabricPlan, FabricProvince } from '../plan/index.js';
import { groupOf } from './channel-update.js';
import type { ChannelConfig, ConfigGroup } from './channel-update.js';
import { runTool } from './tools.js';

async function printOrganisation(definition: Record<string, unknown>, mspId: string): Promise<ConfigGroup> {
  const work = await mkdtemp(join(tmpdir(), 'certbridge-organisation-'));
  try {
    await writeFile(join(work, 'configtx.yaml'), JSON.stringify({ Organizations: [definition] }));
    return JSON.parse(
      await runTool('configtxgen', ['-printOrg', mspId], { FABRIC_CFG_PATH: work }),
    ) as ConfigGroup;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** A change of the channel by which a province takes part, as owner of peers and of an orderer. */
export async function addOrganisation(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<(config: ChannelConfig) => void> {
  const { mspId } = province;
  const ordering = await printOrganisation(organisation(folders, mspId, plan.orderers), mspId);
  const application = await printOrganisation(organisation(folders, mspId, [], province.peers), mspId);
  return (config) => {
    const applications = groupOf(config.channel_group, 'Application').groups;
    applications[mspId] ??= application;
    const orderers = groupOf(config.channel_group, 'Orderer').groups;
    orderers[mspId] ??= ordering;
  };
}
