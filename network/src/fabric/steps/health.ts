import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';

const LOOK_EVERY_MS = 200;
const TIMEOUT_MS = 60_000;

/** Whether the node's operations endpoint says that it is well. */
export async function isHealthy(operationsPort: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${operationsPort}/healthz`, {
      signal: AbortSignal.timeout(2_000),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Whether anything accepts connections there: a peer is healthy a moment before it listens. */
export async function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2_000 });
    const end = (listening: boolean) => (): void => {
      socket.destroy();
      resolve(listening);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}

/**
 * Waits until `ready` holds. Fabric's processes announce their readiness to nobody, so it has to be asked.
 *
 * @throws NetworkError `NODE_NOT_READY` after a minute, naming the node and its log
 */
export async function awaitReady(
  folders: NetworkFolders,
  name: string,
  ready: () => Promise<boolean>,
): Promise<void> {
  for (let waited = 0; waited < TIMEOUT_MS; waited += LOOK_EVERY_MS) {
    if (await ready()) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new NetworkError(
    'NODE_NOT_READY',
    `${name} did not become ready within a minute; ${folders.log(name)} says why.`,
  );
}
