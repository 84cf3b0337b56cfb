import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { z } from 'zod';
import { prettyJson } from '../../pretty-json.js';
import { NetworkError } from '../errors.js';
import { planSchema } from './schema.js';
import type { FabricPlan } from './schema.js';

const planFile = (dir: string): string => join(dir, 'network.json');

function parsed(file: string, text: string): FabricPlan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new NetworkError('PLAN_INVALID', `${file} is not JSON.`);
  }
  const plan = planSchema.safeParse(json);
  if (plan.success) return plan.data;
  throw new NetworkError(
    'PLAN_INVALID',
    `${file} is not a network of this version: ${z.prettifyError(plan.error)}`,
  );
}

/** Reads the plan of a network's folder; undefined where there is none yet. */
export async function readPlan(dir: string): Promise<FabricPlan | undefined> {
  const file = planFile(dir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new NetworkError('FOLDER_UNREADABLE', `${file} cannot be read: ${(error as Error).message}.`);
  }
  return parsed(file, text);
}

/** Writes the plan whole or not at all. */
export async function writePlan(dir: string, plan: FabricPlan): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeFileAtomically(planFile(dir), prettyJson(plan));
}

/** The plan of an existing network. */
export async function requirePlan(dir: string): Promise<FabricPlan> {
  const plan = await readPlan(dir);
  if (plan === undefined)
    throw new NetworkError('NETWORK_ABSENT', `There is no network in ${dir}; “up” makes one.`);
  return plan;
}
