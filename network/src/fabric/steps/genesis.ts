import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { exists } from '../../exists.js';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { CHANNEL_PROFILE, channelConfiguration } from '../configuration/channel.js';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import type { FabricPlan } from '../plan/index.js';
import { configOf } from './channel-update.js';
import { runTool } from './tools.js';

async function generate(folders: NetworkFolders, plan: FabricPlan, block: string): Promise<void> {
  await mkdir(folders.channelConfiguration, { recursive: true });
  await writeFile(join(folders.channelConfiguration, 'configtx.yaml'), channelConfiguration(folders, plan));
  await runTool(
    'configtxgen',
    ['-profile', CHANNEL_PROFILE, '-channelID', plan.channel, '-outputBlock', block],
    { FABRIC_CFG_PATH: folders.channelConfiguration },
  );
}

/** Writes the channel's first block, once: a second one would be another channel. */
export async function makeGenesis(folders: NetworkFolders, plan: FabricPlan): Promise<void> {
  if (await exists(folders.genesisBlock)) return;
  await withWorkFolder(async (work) => {
    const block = join(work, 'made.block');
    await generate(folders, plan, block);
    await writeFileAtomically(folders.genesisBlock, await readFile(block));
  });
}

async function withWorkFolder(use: (work: string) => Promise<void>): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'certbridge-genesis-'));
  try {
    await use(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * Takes a genesis block that somebody else made, if its channel is exactly the one that this folder's plan and
 * certificates give. (Blocks differ all the same: each has a nonce and a time.)
 *
 * @throws NetworkError `GENESIS_REFUSED`
 */
export async function takeGenesis(folders: NetworkFolders, plan: FabricPlan, block: string): Promise<void> {
  await withWorkFolder(async (work) => {
    const expected = join(work, 'expected.block');
    await generate(folders, plan, expected);
    const [theirs, ours] = [await configOf(block, work), await configOf(expected, work)];
    if (!isDeepStrictEqual(theirs, ours)) {
      throw new NetworkError(
        'GENESIS_REFUSED',
        `${block} is of another channel than network.json and the certificates accepted here give: ` +
          'compare fingerprints and folders with who made it.',
      );
    }
    await writeFileAtomically(folders.genesisBlock, await readFile(block));
  });
}
