import { readFile } from 'node:fs/promises';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { z } from 'zod';
import { prettyJson } from '../../pretty-json.js';
import type { NetworkFolders } from '../folders.js';

const processSchema = z.object({
  name: z.string(),
  program: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});

/** One process that the supervisor keeps alive. */
export type ProcessSpecification = z.infer<typeof processSchema>;

export async function readSpecifications(folders: NetworkFolders): Promise<ProcessSpecification[]> {
  return z.array(processSchema).parse(JSON.parse(await readFile(folders.processes, 'utf8')));
}

export async function writeSpecifications(
  folders: NetworkFolders,
  specifications: readonly ProcessSpecification[],
): Promise<void> {
  await writeFileAtomically(folders.processes, prettyJson(specifications), 0o600);
}
