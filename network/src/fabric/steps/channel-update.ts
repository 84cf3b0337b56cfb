import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import { ordererName } from '../plan/index.js';
import type { FabricPlan } from '../plan/index.js';
import { awaitReady } from './health.js';
import { ordererArguments, runAsAdministrator, runPeer, runTool } from './tools.js';

/** A group of the channel's configuration, as `configtxlator` writes it in JSON. */
export interface ConfigGroup {
  groups: Record<string, ConfigGroup>;
  values: Record<string, { mod_policy: string; value: unknown; version?: string }>;
  policies: Record<string, { mod_policy: string; policy: unknown; version?: string }>;
}

export interface ChannelConfig {
  /** Counts the changes; 64 bits, which JSON holds as text. */
  sequence: string;
  channel_group: ConfigGroup;
}

interface ConfigBlock {
  data: { data: [{ payload: { data: { config: ChannelConfig } } }] };
}

/** Fetches the newest configuration block into `file`. */
export async function fetchConfigBlock(
  folders: NetworkFolders,
  plan: FabricPlan,
  file: string,
): Promise<void> {
  const args = ['channel', 'fetch', 'config', file, '-c', plan.channel];
  await runPeer(folders, plan.provinces[0], [...args, ...(await ordererArguments(folders, plan))]);
}

/** The channel's configuration in a configuration block, decoded in the folder `work`. */
export async function configOf(block: string, work: string): Promise<ChannelConfig> {
  const json = join(work, 'block.json');
  await decode('common.Block', block, json);
  const { data } = JSON.parse(await readFile(json, 'utf8')) as ConfigBlock;
  return data.data[0].payload.data.config;
}

async function currentConfig(
  folders: NetworkFolders,
  plan: FabricPlan,
  work: string,
): Promise<ChannelConfig> {
  const block = join(work, 'block.pb');
  await fetchConfigBlock(folders, plan, block);
  return configOf(block, work);
}

export function groupOf(parent: ConfigGroup, name: string): ConfigGroup {
  const group = parent.groups[name];
  if (group === undefined)
    throw new NetworkError('CHANNEL_CONFIGURATION', `The channel's configuration has no group ${name}.`);
  return group;
}

const decode = (type: string, input: string, output: string): Promise<string> =>
  runTool('configtxlator', ['proto_decode', '--type', type, '--input', input, '--output', output]);
const encode = (type: string, input: string, output: string): Promise<string> =>
  runTool('configtxlator', ['proto_encode', '--type', type, '--input', input, '--output', output]);

/**
 * Changes the channel's configuration: `change` edits it, the administrator of every signer signs, the last
 * one's sends. Nothing is sent where `change` leaves it as it is.
 */
export async function updateChannel(
  folders: NetworkFolders,
  plan: FabricPlan,
  signers: readonly { readonly mspId: string }[],
  change: (config: ChannelConfig) => void,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'certbridge-channel-'));
  const file = (name: string): string => join(work, name);
  try {
    const config = await currentConfig(folders, plan, work);
    const changed = structuredClone(config);
    change(changed);
    if (JSON.stringify(config) === JSON.stringify(changed)) return;
    await writeFile(file('old.json'), JSON.stringify(config));
    await writeFile(file('new.json'), JSON.stringify(changed));
    await encode('common.Config', file('old.json'), file('old.pb'));
    await encode('common.Config', file('new.json'), file('new.pb'));
    await runTool('configtxlator', [
      ...['compute_update', '--channel_id', plan.channel],
      ...['--original', file('old.pb'), '--updated', file('new.pb'), '--output', file('update.pb')],
    ]);
    await decode('common.ConfigUpdate', file('update.pb'), file('update.json'));
    const envelope = {
      payload: {
        header: { channel_header: { channel_id: plan.channel, type: 2 } },
        data: { config_update: JSON.parse(await readFile(file('update.json'), 'utf8')) as unknown },
      },
    };
    await writeFile(file('envelope.json'), JSON.stringify(envelope));
    await encode('common.Envelope', file('envelope.json'), file('envelope.pb'));
    for (const { mspId } of signers)
      await runAsAdministrator(folders, plan, mspId, ['channel', 'signconfigtx', '-f', file('envelope.pb')]);
    const last = signers.at(-1);
    if (last === undefined)
      throw new NetworkError('PLAN_INVALID', 'Nobody is there to sign the channel update.');
    const args = ['channel', 'update', '-f', file('envelope.pb'), '-c', plan.channel];
    await runAsAdministrator(folders, plan, last.mspId, [
      ...args,
      ...(await ordererArguments(folders, plan)),
    ]);
    // The orderer has taken it; what comes next must see it.
    const stands = async (): Promise<boolean> =>
      (await currentConfig(folders, plan, work)).sequence !== config.sequence;
    await awaitReady(folders, ordererName(plan.orderers[0]), stands);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
