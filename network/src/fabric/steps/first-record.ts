import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { initialise } from '../../embedded/initialise.js';
import { writeLedgerFile } from '../../embedded/ledger-files.js';
import type { Province } from '../../identities/index.js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { status } from '@grpc/grpc-js';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import { peerName } from '../plan.js';
import type { FabricPlan, FabricProvince } from '../plan.js';
import { awaitReady } from './health.js';
import { SERVICE } from './organisations.js';
import { ADMINISTRATOR } from './tools.js';

function provincesOf(plan: FabricPlan, organisations: ReadonlyMap<string, Province>): Province[] {
  return plan.provinces.flatMap(({ mspId }) => organisations.get(mspId) ?? []);
}

/** Makes the ledger's first record unless it stands, and writes the trust anchor that windows pin. */
export async function firstRecord(
  folders: NetworkFolders,
  plan: FabricPlan,
  organisations: ReadonlyMap<string, Province>,
): Promise<void> {
  const [first] = plan.provinces;
  if (first === undefined) throw new NetworkError('PLAN_INVALID', 'network.json names no province.');
  let anchor: unknown;
  const attempt = async (): Promise<boolean> => {
    try {
      anchor = await initialiseFrom(first, plan, organisations);
      return true;
    } catch (error) {
      // Peers of several provinces have yet to find each other by gossip: no set of endorsers is known.
      if (error instanceof GatewayError && NOT_YET.has(error.code)) return false;
      throw error;
    }
  };
  await awaitReady(folders, peerName(first), attempt);
  await writeFile(folders.trustAnchor, `${JSON.stringify(anchor, null, 2)}\n`);
}

const NOT_YET = new Set<number>([status.FAILED_PRECONDITION, status.UNAVAILABLE]);

async function initialiseFrom(
  first: FabricProvince,
  plan: FabricPlan,
  organisations: ReadonlyMap<string, Province>,
): Promise<unknown> {
  return initialise({
    port: first.peerPort,
    channel: plan.channel,
    chaincode: plan.chaincode,
    provinces: provincesOf(plan, organisations),
    threshold: plan.threshold,
    administrator: ADMINISTRATOR,
    node: peerName(first),
  });
}

/** A ledger file for each province: its own peer first, the others to fail over to. */
export async function writeLedgerFiles(
  folders: NetworkFolders,
  plan: FabricPlan,
  organisations: ReadonlyMap<string, Province>,
): Promise<void> {
  for (const province of provincesOf(plan, organisations)) {
    const { mspId } = province.spec;
    const own = plan.provinces.filter((entry) => entry.mspId === mspId);
    const others = plan.provinces.filter((entry) => entry.mspId !== mspId);
    const file = folders.ledgerFile(mspId);
    await mkdir(dirname(file), { recursive: true });
    await writeLedgerFile(file, province, {
      channel: plan.channel,
      chaincode: plan.chaincode,
      peers: [...own, ...others].map((entry) => ({
        mspId: entry.mspId,
        endpoint: `localhost:${entry.peerPort}`,
        tlsRoot: folders.tls(entry.mspId, peerName(entry)).root,
      })),
      trustAnchor: folders.trustAnchor,
      service: SERVICE,
      administrator: ADMINISTRATOR,
    });
  }
}
