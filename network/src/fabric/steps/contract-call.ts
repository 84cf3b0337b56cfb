import { readFile } from 'node:fs/promises';
import { CommitError, GatewayError } from '@hyperledger/fabric-gateway';
import type { Contract } from '@hyperledger/fabric-gateway';
import { jsonOf, withContract } from '../../contract/index.js';
import type { NetworkFolders } from '../folders.js';
import { addressOf } from '../plan/index.js';
import type { FabricPlan, FabricProvince } from '../plan/index.js';
import { awaitReady, heightOf } from './health.js';
import { ADMINISTRATOR } from './tools.js';

const REFUSAL = /^chaincode response \d+, ([A-Z][A-Z0-9_]+) /;

/** The code with which the contract refused a call, where all endorsers that were asked say the same. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof GatewayError)) return undefined;
  const codes = new Set(error.details.map(({ message }) => REFUSAL.exec(message)?.[1]));
  const [code] = codes;
  return codes.size === 1 ? code : undefined;
}

/** Gives `work` the contract as a province's administrator reaches it, through that province's own first peer. */
export async function asAdministrator<T>(
  folders: NetworkFolders,
  { channel, chaincode }: FabricPlan,
  province: FabricProvince,
  work: (contract: Contract) => Promise<T>,
): Promise<T> {
  const { mspId } = province;
  const files = folders.identity(mspId, ADMINISTRATOR);
  const caller = {
    endpoint: addressOf(province.peers[0]),
    tlsRoot: folders.tlsRoot(mspId),
    channel,
    chaincode,
    mspId,
    identity: {
      certificate: await readFile(files.certificate, 'utf8'),
      privateKey: await readFile(files.privateKey, 'utf8'),
    },
  };
  return withContract(caller, work);
}

/** Whether an attempt failed for what passes, and not because the contract refused. */
function passes(error: unknown): boolean {
  const ofLedger = error instanceof CommitError || error instanceof GatewayError;
  return ofLedger && refusalOf(error) === undefined;
}

/**
 * Makes an attempt as a province's administrator, and again while it fails for what passes: peers that have
 * yet to find each other, one that lags behind the others, a transaction that another one overtook. What the
 * contract refuses is thrown.
 */
export async function settled<T>(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  attempt: (contract: Contract) => Promise<T>,
): Promise<T> {
  const done: T[] = [];
  await awaitReady(folders, province.peers[0].name, async () => {
    try {
      done.push(await asAdministrator(folders, plan, province, attempt));
      return true;
    } catch (error) {
      if (passes(error)) return false;
      throw error;
    }
  });
  return done[0] as T;
}

/** Submits a transaction as a province's administrator and gives its result, read as JSON. */
export const submit = (
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  ...[name, ...args]: readonly [string, ...string[]]
): Promise<unknown> =>
  settled(folders, plan, province, async (contract) =>
    jsonOf(await contract.submitTransaction(name, ...args)),
  );

/**
 * Waits until through each province's peer a statement can be signed by all provinces: peers that have just
 * joined learn of one another by gossip, and those that were away follow first, for as long as they get on.
 */
export async function awaitAcquainted(folders: NetworkFolders, plan: FabricPlan): Promise<void> {
  const endorsingOrganizations = plan.provinces.map(({ mspId }) => mspId);
  const peers = plan.provinces.flatMap((province) => province.peers);
  const heights = async (): Promise<string> =>
    (await Promise.all(peers.map(({ operationsPort }) => heightOf(operationsPort)))).join();
  for (const province of plan.provinces) {
    const signs = async (): Promise<boolean> => {
      try {
        await asAdministrator(folders, plan, province, (contract) =>
          contract.newProposal('GetNetwork', { endorsingOrganizations }).endorse(),
        );
        return true;
      } catch (error) {
        if (passes(error)) return false;
        throw error;
      }
    };
    await awaitReady(folders, province.peers[0].name, signs, heights);
  }
}
