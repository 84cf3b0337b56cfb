import { NetworkFolders } from './folders.js';
import { chaincodeName, ordererName, requirePlan, upgraded } from './plan/index.js';
import type { FabricOrderer, FabricPeer, FabricPlan, FabricProvince } from './plan/index.js';
import { isHealthy, isLeader, isListening } from './steps/health.js';
import { runOsnadmin, runPeer } from './steps/tools.js';
import { isSupervised } from './supervisor/control.js';
import { readChildren } from './supervisor/pid-file.js';
import { isRunning } from './supervisor/process-identity.js';
import type { ProcessIdentity } from './supervisor/process-identity.js';

/** What is known of one process of the network. */
export interface ProcessStatus {
  readonly name: string;
  readonly organisation: string;
  /** Undefined when it does not run. */
  readonly pid: number | undefined;
  readonly port: number;
  readonly healthy: boolean;
  /** Blocks it holds; undefined where the process has none or does not answer. */
  readonly height: number | undefined;
  /** Of an orderer: whether it leads. */
  readonly leads: boolean;
}

export interface NetworkStatus {
  /** Whether the supervisor runs, which restarts what dies. */
  readonly supervised: boolean;
  readonly processes: readonly ProcessStatus[];
}

type PidOf = (name: string) => Promise<number | undefined>;

const pidsIn =
  (children: Readonly<Record<string, ProcessIdentity>>): PidOf =>
  async (name) => {
    const identity = children[name];
    return identity !== undefined && (await isRunning(identity)) ? identity.pid : undefined;
  };

const heightIn = (text: string): number | undefined => {
  const height = /"height":\s*(\d+)/.exec(text)?.[1];
  return height === undefined ? undefined : Number(height);
};

async function ordererStatus(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer: FabricOrderer,
  pidOf: PidOf,
): Promise<ProcessStatus> {
  const healthy = await isHealthy(orderer.operationsPort);
  const list = (): Promise<string> => runOsnadmin(folders, orderer, ['list', '--channelID', plan.channel]);
  return {
    name: ordererName(orderer),
    organisation: orderer.mspId,
    pid: await pidOf(ordererName(orderer)),
    port: orderer.port,
    healthy,
    height: healthy ? heightIn(await list().catch(() => '')) : undefined,
    leads: healthy && (await isLeader(orderer.operationsPort)),
  };
}

async function peerStatus(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  peer: FabricPeer,
  pidOf: PidOf,
): Promise<ProcessStatus> {
  const healthy = await isHealthy(peer.operationsPort);
  const info = (): Promise<string> =>
    runPeer(folders, province, ['channel', 'getinfo', '-c', plan.channel], peer);
  return {
    name: peer.name,
    organisation: province.mspId,
    pid: await pidOf(peer.name),
    port: peer.port,
    healthy,
    height: healthy ? heightIn(await info().catch(() => '')) : undefined,
    leads: false,
  };
}

async function contractStatus(
  plan: FabricPlan,
  province: FabricProvince,
  pidOf: PidOf,
): Promise<ProcessStatus> {
  const name = chaincodeName(province, plan.contract);
  return {
    name,
    organisation: province.mspId,
    pid: await pidOf(name),
    port: province.chaincodePort,
    healthy: await isListening(province.chaincodePort),
    height: undefined,
    leads: false,
  };
}

/** Asks every process of the network how it is. */
export async function networkStatus(dir: string): Promise<NetworkStatus> {
  const plan = await requirePlan(dir);
  const folders = new NetworkFolders(dir);
  const pidOf = pidsIn(await readChildren(folders));
  const stages = plan.upgrade === undefined ? [plan] : [plan, upgraded(plan)];
  const processes = await Promise.all([
    ...plan.orderers.map((orderer) => ordererStatus(folders, plan, orderer, pidOf)),
    ...plan.provinces.flatMap((province) =>
      province.peers.map((peer) => peerStatus(folders, plan, province, peer, pidOf)),
    ),
    ...stages.flatMap((stage) => stage.provinces.map((province) => contractStatus(stage, province, pidOf))),
  ]);
  return { supervised: await isSupervised(folders), processes };
}

/** Whether everything runs as it should. */
export const isWell = ({ supervised, processes }: NetworkStatus): boolean =>
  supervised && processes.every(({ healthy }) => healthy);

/** The status as a table for people. */
export function statusTable({ supervised, processes }: NetworkStatus): string {
  const cells = processes.map((row) => [
    row.healthy ? '✓' : '✗',
    row.leads ? `${row.name} (leads)` : row.name,
    row.organisation,
    row.pid === undefined ? '—' : String(row.pid),
    String(row.port),
    row.height === undefined ? '—' : String(row.height),
  ]);
  const table = [['', 'process', 'organisation', 'pid', 'port', 'height'], ...cells];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  const lines = table.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (!supervised) lines.push('', 'The supervisor does not run: nothing restarts what dies. “up” starts it.');
  return lines.join('\n');
}
