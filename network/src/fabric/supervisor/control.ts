import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import { endProcess } from './end-process.js';
import { readChildren, readSupervisor } from './pid-file.js';
import { isRunning } from './process-identity.js';
import { writeSpecifications } from './specification.js';
import type { ProcessSpecification } from './specification.js';

const START_TIMEOUT_MS = 15_000;

/** Whether the network's supervisor runs. */
export async function isSupervised(folders: NetworkFolders): Promise<boolean> {
  const supervisor = await readSupervisor(folders);
  return supervisor !== undefined && (await isRunning(supervisor));
}

/** Makes exactly these processes run: tells the running supervisor, or starts one that outlives this command. */
export async function runProcesses(
  folders: NetworkFolders,
  specifications: readonly ProcessSpecification[],
): Promise<void> {
  await writeSpecifications(folders, specifications);
  const supervisor = await readSupervisor(folders);
  if (supervisor !== undefined && (await isRunning(supervisor))) {
    process.kill(supervisor.pid, 'SIGHUP');
    return;
  }
  const log = folders.log('supervisor');
  await mkdir(dirname(log), { recursive: true });
  const out = openSync(log, 'a');
  const entry = fileURLToPath(new URL('./main.js', import.meta.url));
  const child = spawn(process.execPath, [entry, folders.root], {
    detached: true,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  child.unref();
  for (let waited = 0; waited < START_TIMEOUT_MS; waited += 100) {
    await sleep(100);
    if (await isSupervised(folders)) return;
    if (child.exitCode !== null) break;
  }
  throw new NetworkError('SUPERVISOR_FAILED', `The supervisor did not start; ${log} says why.`);
}

/** Ends one process, which the supervisor then starts again. */
export async function restartProcess(folders: NetworkFolders, name: string): Promise<void> {
  const identity = (await readChildren(folders))[name];
  if (identity === undefined || !(await isRunning(identity)) || !(await isSupervised(folders)))
    throw new NetworkError('NOT_RUNNING', `${name} does not run under a supervisor; “up” starts it.`);
  await endProcess(identity);
}

/** Stops everything, also when the supervisor itself was killed. */
export async function stopProcesses(folders: NetworkFolders): Promise<void> {
  const supervisor = await readSupervisor(folders);
  if (supervisor !== undefined) await endProcess(supervisor);
  await Promise.all(Object.values(await readChildren(folders)).map(endProcess));
}
