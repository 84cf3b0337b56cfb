import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import type { FabricPlan, FabricProvince } from '../plan.js';
import { asAdministrator, jsonOf } from './contract-call.js';

const anchorSchema = z.looseObject({
  n: z.number().int(),
  threshold: z.number().int(),
  provinces: z.array(z.looseObject({ mspId: z.string() })),
});
const networkSchema = z.object({ network: z.looseObject({ anchor: anchorSchema }) });
const proposalSchema = z.object({ proposal: z.string(), enacted: z.boolean() });

export type Anchor = z.infer<typeof anchorSchema>;

/** The trust anchor that stands on the ledger. */
export async function currentAnchor(folders: NetworkFolders, plan: FabricPlan): Promise<Anchor> {
  const [first] = plan.provinces;
  if (first === undefined) throw new NetworkError('PLAN_INVALID', 'network.json names no province.');
  return asAdministrator(
    folders,
    plan,
    first,
    async (contract) =>
      networkSchema.parse(jsonOf(await contract.evaluateTransaction('GetNetwork'))).network.anchor,
  );
}

async function provinceRecord(
  folders: NetworkFolders,
  province: FabricProvince,
): Promise<Anchor['provinces'][number]> {
  const pem = await readFile(join(folders.organisation(province.mspId), 'ca', 'cert.pem'), 'utf8');
  const root = new X509Certificate(pem).raw.toString('base64');
  return {
    mspId: province.mspId,
    name: province.name,
    region: province.region,
    roots: [root],
    intermediates: [],
    revoked: [],
  };
}

/**
 * The provinces admit another one on the ledger: the first proposes the successor of the trust anchor, others
 * approve until their count suffices.
 *
 * @returns the anchor that stands afterwards
 */
export async function admitOnLedger(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  threshold?: number,
): Promise<Anchor> {
  const anchor = await currentAnchor(folders, plan);
  if (anchor.provinces.some(({ mspId }) => mspId === province.mspId)) return anchor;
  const successor = {
    ...anchor,
    n: anchor.n + 1,
    threshold: threshold ?? anchor.threshold,
    provinces: [...anchor.provinces, await provinceRecord(folders, province)].sort((a, b) =>
      a.mspId < b.mspId ? -1 : 1,
    ),
  };
  const [proposer, ...others] = plan.provinces.filter(({ mspId }) => mspId !== province.mspId);
  if (proposer === undefined) throw new NetworkError('PLAN_INVALID', 'network.json names no province.');
  const proposal = JSON.stringify({ kind: 'anchor', anchor: successor });
  let made = await asAdministrator(folders, plan, proposer, async (contract) =>
    proposalSchema.parse(jsonOf(await contract.submitTransaction('Propose', proposal))),
  );
  for (const approver of others) {
    if (made.enacted) break;
    const { proposal: id } = made;
    made = await asAdministrator(folders, plan, approver, async (contract) =>
      proposalSchema.parse(jsonOf(await contract.submitTransaction('Approve', id))),
    );
  }
  return currentAnchor(folders, plan);
}

/** Keeps every trust anchor there has been, and the newest under the name that new windows are given. */
export async function writeTrustAnchor(folders: NetworkFolders, anchor: Anchor): Promise<void> {
  const text = `${JSON.stringify(anchor, null, 2)}\n`;
  await writeFile(join(folders.root, `trust-anchor-${anchor.n}.json`), text);
  await writeFile(folders.trustAnchor, text);
}
