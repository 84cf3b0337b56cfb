import { openProvince } from '../../identities/index.js';
import type { Province } from '../../identities/index.js';
import type { NetworkFolders } from '../folders.js';
import { ordererName, peerName } from '../plan.js';
import type { FabricPlan } from '../plan.js';
import { ADMINISTRATOR } from './tools.js';

/** The service's identity in every province. */
export const SERVICE = 'service';

/** Certificate authorities and members of every organisation: made once, never overwritten. */
export async function openOrganisations(
  folders: NetworkFolders,
  plan: FabricPlan,
): Promise<Map<string, Province>> {
  const opened = new Map<string, Province>();
  for (const organisation of [...plan.provinces, plan.neutral]) {
    const orderers = plan.orderers.filter((orderer) => orderer.mspId === organisation.mspId);
    const isProvince = plan.provinces.some((province) => province.mspId === organisation.mspId);
    if (!isProvince && orderers.length === 0) continue;
    const province = await openProvince(folders.organisations, organisation, {
      nodes: [
        ...(isProvince ? [{ name: peerName(organisation), role: 'peer' as const }] : []),
        ...orderers.map((orderer) => ({ name: ordererName(orderer), role: 'orderer' as const })),
      ],
      users: [
        { name: ADMINISTRATOR, role: 'admin', roles: ['administrator'] },
        ...(isProvince ? [{ name: SERVICE, role: 'client' as const, roles: ['issuer', 'service'] }] : []),
      ],
    });
    opened.set(organisation.mspId, province);
  }
  return opened;
}
