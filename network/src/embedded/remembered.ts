import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { prettyJson } from '../pretty-json.js';

/** Writes the trust anchor the first time; afterwards it is pinned. */
export async function writeTrustAnchorOnce(file: string, anchor: () => Promise<unknown>): Promise<void> {
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  if (!there) await writeFileAtomically(file, prettyJson(await anchor()));
}

const portFile = z.object({ port: z.number().int().min(1).max(65_535) });

/** The port of the last run, so that clients find the ledger again after a restart; 0 when there was none. */
export async function lastPort(dir: string): Promise<number> {
  try {
    return portFile.parse(JSON.parse(await readFile(join(dir, 'port.json'), 'utf8'))).port;
  } catch {
    return 0;
  }
}

export async function rememberPort(dir: string, port: number): Promise<void> {
  await writeFileAtomically(join(dir, 'port.json'), prettyJson({ port }));
}
