import { NetworkFolders } from './folders.js';
import { chaincodeName, ordererName, peerName, requirePlan } from './plan.js';
import { isHealthy, isListening } from './steps/health.js';
import { runOsnadmin, runPeer } from './steps/tools.js';
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
}

async function runningPid(
  children: Readonly<Record<string, ProcessIdentity>>,
  name: string,
): Promise<number | undefined> {
  const identity = children[name];
  return identity !== undefined && (await isRunning(identity)) ? identity.pid : undefined;
}

const heightIn = (text: string): number | undefined => {
  const height = /"height":\s*(\d+)/.exec(text)?.[1];
  return height === undefined ? undefined : Number(height);
};

/** Asks every process of the network how it is. */
export async function networkStatus(dir: string): Promise<ProcessStatus[]> {
  const plan = await requirePlan(dir);
  const folders = new NetworkFolders(dir);
  const children = await readChildren(folders);
  const orderers = plan.orderers.map(async (orderer): Promise<ProcessStatus> => {
    const listed = await runOsnadmin(folders, orderer, ['list', '--channelID', plan.channel]).catch(() => '');
    return {
      name: ordererName(orderer),
      organisation: orderer.mspId,
      pid: await runningPid(children, ordererName(orderer)),
      port: orderer.port,
      healthy: await isHealthy(orderer.operationsPort),
      height: heightIn(listed),
    };
  });
  const peers = plan.provinces.map(async (province): Promise<ProcessStatus> => {
    const info = await runPeer(folders, province, ['channel', 'getinfo', '-c', plan.channel]).catch(() => '');
    return {
      name: peerName(province),
      organisation: province.mspId,
      pid: await runningPid(children, peerName(province)),
      port: province.peerPort,
      healthy: await isHealthy(province.peerOperationsPort),
      height: heightIn(info),
    };
  });
  const chaincodes = plan.provinces.map(async (province): Promise<ProcessStatus> => ({
    name: chaincodeName(province, plan.contract),
    organisation: province.mspId,
    pid: await runningPid(children, chaincodeName(province, plan.contract)),
    port: province.chaincodePort,
    healthy: await isListening(province.chaincodePort),
    height: undefined,
  }));
  return Promise.all([...orderers, ...peers, ...chaincodes]);
}

/** The status as a table for people. */
export function statusTable(rows: readonly ProcessStatus[]): string {
  const cells = rows.map((row) => [
    row.healthy ? '✓' : '✗',
    row.name,
    row.organisation,
    row.pid === undefined ? '—' : String(row.pid),
    String(row.port),
    row.height === undefined ? '—' : String(row.height),
  ]);
  const table = [['', 'process', 'organisation', 'pid', 'port', 'height'], ...cells];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  return table
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
