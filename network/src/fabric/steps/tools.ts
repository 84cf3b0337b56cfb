import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FabricBinary } from '../binaries.js';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import { addressOf, ordererName } from '../plan/index.js';
import type { FabricOrderer, FabricPlan, FabricProvince } from '../plan/index.js';
import { isServing } from './health.js';

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

/** Runs `peer` as a province's administrator, against one of that province's own peers: the first unless given. */
export function runPeer(
  folders: NetworkFolders,
  province: FabricProvince,
  args: readonly string[],
  peer = province.peers[0],
): Promise<string> {
  return runTool('peer', args, {
    FABRIC_CFG_PATH: folders.node(peer.name),
    CORE_PEER_ADDRESS: addressOf(peer),
    CORE_PEER_LOCALMSPID: province.mspId,
    CORE_PEER_MSPCONFIGPATH: folders.msp(province.mspId, ADMINISTRATOR),
    CORE_PEER_TLS_ENABLED: 'true',
    CORE_PEER_TLS_ROOTCERT_FILE: folders.tlsRoot(province.mspId),
  });
}

/** Runs `peer` as an organisation's administrator where no peer is asked: signing, or sending to an orderer. */
export function runAsAdministrator(
  folders: NetworkFolders,
  plan: FabricPlan,
  mspId: string,
  args: readonly string[],
): Promise<string> {
  return runTool('peer', args, {
    FABRIC_CFG_PATH: folders.node(plan.provinces[0].peers[0].name),
    CORE_PEER_LOCALMSPID: mspId,
    CORE_PEER_MSPCONFIGPATH: folders.msp(mspId, ADMINISTRATOR),
  });
}

/** Arguments that send a transaction to the first orderer that answers. */
export async function ordererArguments(folders: NetworkFolders, plan: FabricPlan): Promise<string[]> {
  for (const orderer of plan.orderers) {
    const root = folders.tlsRoot(orderer.mspId);
    if (await isServing(orderer, root)) return ['-o', addressOf(orderer), '--tls', '--cafile', root];
  }
  throw new NetworkError('ORDERERS_UNREACHABLE', 'No orderer of the network answers; “status” shows them.');
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
    // Administration is on loopback of the orderer's own machine.
    ...['-o', `localhost:${orderer.adminPort}`],
    ...['--ca-file', folders.tlsRoot(orderer.mspId)],
    ...['--client-cert', tls.certificate, '--client-key', tls.privateKey],
  ]);
}
