import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { exists } from '../../exists.js';
import { NetworkError } from '../errors.js';
import { NetworkFolders } from '../folders.js';
import { requirePlan } from '../plan/index.js';
import type { FabricPlan, FabricProvince, Organisation } from '../plan/index.js';
import { organisationsOf } from '../steps/organisations.js';

const memberSchema = z.object({ v: z.literal(1), mspId: z.string() });

/** One organisation's own part of a network over several machines: the same layout, with its keys only. */
export interface Member {
  readonly folders: NetworkFolders;
  readonly plan: FabricPlan;
  readonly organisation: Organisation;
  readonly others: readonly Organisation[];
}

const memberFile = (dir: string): string => join(dir, 'member.json');

/** Whether “plan” wrote the folder for one organisation. */
export const isMemberFolder = (dir: string): Promise<boolean> => exists(memberFile(dir));

/** Opens the folder that “plan” wrote for one organisation. @throws NetworkError */
export async function openMember(dir: string): Promise<Member> {
  const plan = await requirePlan(dir);
  const file = memberFile(dir);
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new NetworkError(
      'NOT_A_MEMBER',
      `${file} is not there or not JSON: --dir must name the folder that “plan” wrote for your organisation.`,
      { cause },
    );
  }
  const member = memberSchema.safeParse(json);
  const all = organisationsOf(plan);
  const organisation = member.success && all.find(({ mspId }) => mspId === member.data.mspId);
  if (!organisation) throw new NetworkError('NOT_A_MEMBER', `${file} names nobody of network.json.`);
  const others = all.filter((other) => other !== organisation);
  return { folders: new NetworkFolders(dir), plan, organisation, others };
}

/** The member as a province: who runs orderers only has no peer, no contract and no say on the ledger. */
export function asProvince({ plan, organisation }: Member): FabricProvince {
  const province = plan.provinces.find(({ mspId }) => mspId === organisation.mspId);
  if (province !== undefined) return province;
  throw new NetworkError(
    'NOT_A_PROVINCE',
    `${organisation.mspId} runs orderers only: this step is the provinces’.`,
  );
}
