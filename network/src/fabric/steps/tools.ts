import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import { peerName } from '../plan.js';
import type { FabricBinary } from '../binaries.js';
import type { FabricOrderer, FabricPlan, FabricProvince } from '../plan.js';
import { ordererName } from '../plan.js';

const run = promisify(execFile);

const TIMEOUT_MS = 90_000;
const LARGEST_OUTPUT = 64 * 1024 * 1024;

/** The administrator of every organisation, by whose identity Fabric's own tools are run. */
export const ADMINISTRATOR = 'admin';

/**
 * Runs one of Fabric's programs.
 *
 * @throws NetworkError `TOOL_FAILED` with what the program itself said last
 */
export async function runTool(
  program: FabricBinary,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const { stdout, stderr } = await run(program, args, {
      env: { ...process.env, FABRIC_LOGGING_SPEC: 'error', ...env },
      timeout: TIMEOUT_MS,
      maxBuffer: LARGEST_OUTPUT,
    });
    return stdout === '' ? stderr : stdout;
  } catch (error) {
    const said =
      (error as { stderr?: string; stdout?: string }).stderr ||
      (error as { stdout?: string }).stdout ||
      String(error);
    const last = said.trim().split('\n').slice(-3).join(' ').slice(0, 1_000);
    throw new NetworkError('TOOL_FAILED', `${program} ${args.slice(0, 3).join(' ')} failed: ${last}`, {
      cause: error,
    });
  }
}

/** Runs `peer` as a province's administrator, against that province's own peer. */
export function runPeer(
  folders: NetworkFolders,
  province: FabricProvince,
  args: readonly string[],
): Promise<string> {
  const name = peerName(province);
  return runTool('peer', args, {
    FABRIC_CFG_PATH: folders.node(name),
    CORE_PEER_ADDRESS: `localhost:${province.peerPort}`,
    CORE_PEER_LOCALMSPID: province.mspId,
    CORE_PEER_MSPCONFIGPATH: folders.msp(province.mspId, ADMINISTRATOR),
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_TLS_ROOTCERT_FILE: folders.tls(province.mspId, name).root,
  });
}

/** Arguments that send a transaction to an orderer. */
export function ordererArguments(
  folders: NetworkFolders,
  plan: FabricPlan,
  orderer = plan.orderers[0],
): string[] {
  if (orderer === undefined) throw new NetworkError('PLAN_INVALID', 'network.json names no orderer.');
  return [
    '-o',
    `localhost:${orderer.port}`,
    '--tls',
    '--cafile',
    folders.tls(orderer.mspId, ordererName(orderer)).root,
  ];
}

/** Runs `osnadmin channel …` against one orderer. */
export function runOsnadmin(
  folders: NetworkFolders,
  orderer: FabricOrderer,
  args: readonly string[],
): Promise<string> {
  const tls = folders.tls(orderer.mspId, ordererName(orderer));
  return runTool('osnadmin', [
    'channel',
    ...args,
    '-o',
    `localhost:${orderer.adminPort}`,
    '--ca-file',
    tls.root,
    '--client-cert',
    tls.certificate,
    '--client-key',
    tls.privateKey,
  ]);
}

/** Where `configtxgen` finds configtx.yaml. */
export const channelEnvironment = (folders: NetworkFolders): Record<string, string> => ({
  FABRIC_CFG_PATH: join(folders.channelConfiguration),
});
