import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHANNEL_PROFILE, channelConfiguration } from '../configuration/channel.js';
import type { NetworkFolders } from '../folders.js';
import type { FabricPlan } from '../plan/index.js';
import { runTool } from './tools.js';

/** Writes the channel's first block, once: a second one would be another channel. */
export async function makeGenesis(folders: NetworkFolders, plan: FabricPlan): Promise<void> {
  try {
    await access(folders.genesisBlock);
    return;
  } catch {
    await mkdir(folders.channelConfiguration, { recursive: true });
  }
  await writeFile(join(folders.channelConfiguration, 'configtx.yaml'), channelConfiguration(folders, plan));
  await runTool(
    'configtxgen',
    ['-profile', CHANNEL_PROFILE, '-channelID', plan.channel, '-outputBlock', folders.genesisBlock],
    { FABRIC_CFG_PATH: folders.channelConfiguration },
  );
}
