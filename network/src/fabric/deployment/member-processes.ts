import { join } from 'node:path';
import { NetworkFolders } from '../folders.js';
import type { FabricPlan } from '../plan/index.js';
import { contractProcess, ordererNode, peerNode } from '../steps/nodes.js';
import type { Node } from '../steps/nodes.js';
import type { ProcessSpecification } from '../supervisor/specification.js';

/** What one organisation runs, with paths as they will be on its machines. */
export interface MemberProcesses {
  /** Orderers and peers, each with the host it runs on. */
  readonly nodes: readonly (Node & { readonly host: string; readonly kind: 'orderer' | 'peer' })[];
  /** The contract, on every host with a peer; undefined for who has no peers. */
  readonly contract: ProcessSpecification | undefined;
}

/** Written by the step that makes the contract's package: its id, as the contract's process needs it. */
export const contractEnvironment = (folders: NetworkFolders, version: string): string =>
  join(folders.contract(version), 'package.env');

export function memberProcesses(
  plan: FabricPlan,
  mspId: string,
  { folder, checkout }: { readonly folder: string; readonly checkout: string },
): MemberProcesses {
  const folders = new NetworkFolders(folder);
  const orderers = plan.orderers.filter((orderer) => orderer.mspId === mspId);
  const province = plan.provinces.find((entry) => entry.mspId === mspId);
  const peers = province?.peers ?? [];
  const libraries = join(checkout, 'node_modules');
  const runtime = { node: join(libraries, '.bin', 'node'), shim: join(libraries, 'fabric-shim', 'cli.js') };
  return {
    nodes: [
      ...orderers.map((orderer) => ({
        ...ordererNode(folders, plan, orderer),
        host: orderer.host,
        kind: 'orderer' as const,
      })),
      ...peers.flatMap((peer) =>
        province === undefined
          ? []
          : [{ ...peerNode(folders, plan, province, peer), host: peer.host, kind: 'peer' as const }],
      ),
    ],
    contract: province && contractProcess(folders, plan, province, runtime),
  };
}
