import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './process-identity.js';
import type { ProcessIdentity } from './process-identity.js';

const GRACE_MS = 15_000;
const LOOK_EVERY_MS = 100;

/** Ends a process that is nobody's child here: politely first; only that very process, never a later one of its id. */
export async function endProcess(identity: ProcessIdentity): Promise<void> {
  if (!(await isRunning(identity))) return;
  signal(identity.pid, 'SIGTERM');
  // A process that is not our child announces its end to nobody: it has to be looked for.
  for (let waited = 0; waited < GRACE_MS; waited += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS);
    if (!(await isRunning(identity))) return;
  }
  signal(identity.pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
