import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { initialise, provinceRecord, writeLedgerFile } from '../../contract/index.js';
import type { Anchor, ProvinceRecord, LedgerAnchor } from '../../contract/index.js';
import { writeFileAtomically } from '@certbridge/verifier-sdk/node';
import { prettyJson } from '../../pretty-json.js';
import type { NetworkFolders } from '../folders.js';
import { addressOf } from '../plan/index.js';
import type { FabricPlan, FabricProvince } from '../plan/index.js';
import { settled } from './contract-call.js';
import { SERVICE } from './organisations.js';
import { ADMINISTRATOR } from './tools.js';

/** What a trust anchor says of a province of the plan, whose root its public MSP holds. */
export const recordOf = async (folders: NetworkFolders, province: FabricProvince): Promise<ProvinceRecord> =>
  provinceRecord(province, await readFile(folders.authority(province.mspId), 'utf8'));

/**
 * Makes the ledger's first record unless it stands, as `province`'s administrator.
 *
 * @returns the trust anchor that stands on the ledger
 */
export async function firstRecord(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<LedgerAnchor> {
  const records = await Promise.all(plan.provinces.map((entry) => recordOf(folders, entry)));
  return settled(folders, plan, province, (contract) => initialise(contract, records, plan.threshold));
}

/** Keeps every trust anchor there has been, and the newest under the name that new windows are given. */
export async function writeTrustAnchor(folders: NetworkFolders, anchor: Anchor): Promise<void> {
  const text = prettyJson(anchor);
  await writeFileAtomically(folders.trustAnchorOf(anchor.n), text);
  await writeFileAtomically(folders.trustAnchor, text);
}

/** The ledger file of a province: its own peers first, the others' to fail over to. */
export async function writeProvinceLedgerFile(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<void> {
  const { mspId, region, name } = province;
  const others = plan.provinces.filter((entry) => entry.mspId !== mspId);
  const file = folders.ledgerFile(mspId);
  await mkdir(dirname(file), { recursive: true });
  await writeLedgerFile(file, {
    channel: plan.channel,
    chaincode: plan.chaincode,
    mspId,
    region,
    name,
    peers: [province, ...others].flatMap((entry) =>
      entry.peers.map((peer) => ({
        mspId: entry.mspId,
        endpoint: addressOf(peer),
        tlsRoot: folders.tlsRoot(entry.mspId),
      })),
    ),
    trustAnchor: folders.trustAnchor,
    service: folders.identity(mspId, SERVICE),
    administrator: folders.identity(mspId, ADMINISTRATOR),
  });
}

/** A ledger file for each province. */
export async function writeLedgerFiles(folders: NetworkFolders, plan: FabricPlan): Promise<void> {
  for (const province of plan.provinces) await writeProvinceLedgerFile(folders, plan, province);
}
