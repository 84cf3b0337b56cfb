import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../platform/files/index.js';

const schema = z.strictObject({ id: z.uuid(), time: z.iso.datetime(), files: z.array(z.string()) });

/** The last backup that was made of this data folder. */
export type LastBackup = z.output<typeof schema>;

const fileIn = (data: string): string => join(data, 'last-backup.json');

export async function rememberBackup(data: string, last: LastBackup): Promise<void> {
  await writeFileAtomically(fileIn(data), `${JSON.stringify(last)}\n`, 0o600);
}

/** Undefined: none was made, or nothing tells of it. */
export async function lastBackup(data: string): Promise<LastBackup | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(data), 'utf8')));
  } catch {
    return undefined;
  }
}
