import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { z } from 'zod';
import type { NetworkFolders } from '../folders.js';
import type { ProcessIdentity } from './process-identity.js';

const identitySchema = z.object({ pid: z.number().int().positive(), started: z.string() });

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Absent, or cut short by a crash: either way it names no process.
    return undefined;
  }
}

const writeJson = (file: string, value: unknown): Promise<void> =>
  writeFileAtomically(file, JSON.stringify(value));

const childrenFile = (folders: NetworkFolders): string => join(folders.root, 'pids.json');

export const readChildren = async (folders: NetworkFolders): Promise<Record<string, ProcessIdentity>> =>
  (await readJson(childrenFile(folders), z.record(z.string(), identitySchema))) ?? {};

export const writeChildren = (
  folders: NetworkFolders,
  children: Readonly<Record<string, ProcessIdentity>>,
): Promise<void> => writeJson(childrenFile(folders), children);

export const readSupervisor = (folders: NetworkFolders): Promise<ProcessIdentity | undefined> =>
  readJson(folders.supervisorPid, identitySchema);

export const writeSupervisor = (folders: NetworkFolders, identity: ProcessIdentity): Promise<void> =>
  writeJson(folders.supervisorPid, identity);

export const removeSupervisor = (folders: NetworkFolders): Promise<void> =>
  rm(folders.supervisorPid, { force: true });
