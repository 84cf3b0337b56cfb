import { rm } from 'node:fs/promises';
import { NetworkFolders } from './folders.js';
import { requirePlan } from './plan/index.js';
import { stopProcesses } from './supervisor/control.js';

/** Stops every process of the network; with `wipe`, then removes its folder and with it every key and block. */
export async function down(dir: string, options: { readonly wipe: boolean }): Promise<void> {
  await requirePlan(dir);
  await stopProcesses(new NetworkFolders(dir));
  if (options.wipe) await rm(dir, { recursive: true, force: true });
}
