import { makeProvince } from '../../identities/index.js';
import type { ProvinceMembers } from '../../identities/index.js';
import type { NetworkFolders } from '../folders.js';
import { ordererName } from '../plan/index.js';
import type { FabricPlan, Organisation } from '../plan/index.js';
import { ADMINISTRATOR } from './tools.js';

/** The service's identity in every province. */
export const SERVICE = 'service';

/** Who makes up the network: the provinces, and the neutral organisation where it runs an orderer. */
export function organisationsOf(plan: FabricPlan): Organisation[] {
  const runsOrderer = plan.orderers.some(({ mspId }) => mspId === plan.neutral.mspId);
  return [...plan.provinces, ...(runsOrderer ? [plan.neutral] : [])];
}

/** An organisation's nodes, and its people and services. */
export function membersOf(plan: FabricPlan, mspId: string): ProvinceMembers {
  const province = plan.provinces.find((entry) => entry.mspId === mspId);
  const peers = province?.peers ?? [];
  const orderers = plan.orderers.filter((orderer) => orderer.mspId === mspId);
  const hosts = (host: string): string[] => [...new Set([host, 'localhost'])];
  return {
    nodes: [
      ...peers.map(({ name, host }) => ({ name, role: 'peer' as const, hosts: hosts(host) })),
      ...orderers.map((orderer) => ({
        name: ordererName(orderer),
        role: 'orderer' as const,
        hosts: hosts(orderer.host),
      })),
    ],
    users: [
      { name: ADMINISTRATOR, role: 'admin', roles: ['administrator'] },
      ...(province ? [{ name: SERVICE, role: 'client' as const, roles: ['issuer', 'service'] }] : []),
    ],
  };
}

/** Certificate authorities and members of one organisation: made once, never overwritten. */
export async function makeOrganisation(
  folders: NetworkFolders,
  plan: FabricPlan,
  organisation: Organisation,
): Promise<void> {
  const { mspId, region, name } = organisation;
  await makeProvince(folders.organisations, { mspId, region, name }, membersOf(plan, mspId));
}

/** The same of every organisation, where one machine holds them all. */
export async function makeOrganisations(folders: NetworkFolders, plan: FabricPlan): Promise<void> {
  for (const organisation of organisationsOf(plan)) await makeOrganisation(folders, plan, organisation);
}
