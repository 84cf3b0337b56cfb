import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';

const LOOK_EVERY_MS = 200;
const TIMEOUT_MS = 60_000;
const PATIENCE_MS = 2_000;

/** What a node's operations endpoint, on loopback of its machine, says under `path`; undefined if nothing. */
async function operations(port: number, path: string): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    return response.ok ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the node's operations endpoint says that it is well. */
export const isHealthy = async (operationsPort: number): Promise<boolean> =>
  (await operations(operationsPort, '/healthz')) !== undefined;

/** Blocks that a peer or orderer holds, as it counts itself; undefined while it has no channel or does not answer. */
export async function heightOf(operationsPort: number): Promise<number | undefined> {
  const metrics = (await operations(operationsPort, '/metrics')) ?? '';
  const height = /^ledger_blockchain_height\{[^}]*\} (\S+)$/m.exec(metrics)?.[1];
  return height === undefined ? undefined : Number(height);
}

/** Whether an orderer leads, as it counts itself. */
export async function isLeader(operationsPort: number): Promise<boolean> {
  const metrics = (await operations(operationsPort, '/metrics')) ?? '';
  return /^consensus_(?:BFT|etcdraft)_is_leader\{[^}]*\} 1$/m.test(metrics);
}

function opens(socket: Socket, event: 'connect' | 'secureConnect'): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(PATIENCE_MS);
    socket.once(event, end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

/** Whether anything accepts connections there: a peer is healthy a moment before it listens. */
export const isListening = (port: number): Promise<boolean> =>
  opens(connect({ port, host: '127.0.0.1' }), 'connect');

/** Whether a node answers at its address, with a certificate under `root`: one that hangs accepts, and says nothing. */
export async function isServing(
  { host, port }: { readonly host: string; readonly port: number },
  root: string,
): Promise<boolean> {
  const ca = await readFile(root);
  return opens(connectTls({ host, port, ca, servername: host, ALPNProtocols: ['h2'] }), 'secureConnect');
}

/**
 * Waits until `ready` holds. Fabric's processes announce their readiness to nobody, so it has to be asked.
 *
 * @param progress what moves on while there is reason to wait: the minute begins anew whenever it changes
 * @throws NetworkError `NODE_NOT_READY` after a minute, naming the node and its log
 */
export async function awaitReady(
  folders: NetworkFolders,
  name: string,
  ready: () => Promise<boolean>,
  progress: () => Promise<string> = () => Promise.resolve(''),
): Promise<void> {
  let until = Date.now() + TIMEOUT_MS;
  let before = '';
  do {
    if (await ready()) return;
    const now = await progress();
    if (now !== before) until = Date.now() + TIMEOUT_MS;
    before = now;
    await sleep(LOOK_EVERY_MS);
  } while (Date.now() < until);
  throw new NetworkError(
    'NODE_NOT_READY',
    `${name} did not become ready within a minute; ${folders.log(name)} says why.`,
  );
}
