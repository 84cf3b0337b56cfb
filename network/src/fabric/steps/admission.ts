import type { Contract } from '@hyperledger/fabric-gateway';
import { z } from 'zod';
import { anchorSchema, currentAnchor, jsonOf } from '../../contract/index.js';
import type { Anchor } from '../../contract/index.js';
import { NetworkError } from '../errors.js';
import type { NetworkFolders } from '../folders.js';
import type { FabricPlan, FabricProvince } from '../plan/index.js';
import { asAdministrator, refusalOf, submit } from './contract-call.js';
import { recordOf } from './first-record.js';

const proposed = z.object({ proposal: z.string(), enacted: z.boolean() });
const index = z.object({ proposals: z.array(z.object({ id: z.string(), kinds: z.array(z.string()) })) });
const ofAnchor = z.object({
  proposal: z.object({ items: z.tuple([z.looseObject({ anchor: anchorSchema })]) }),
});
/** The contract's bound on one page of proposals. */
const PAGE = 100;

const includes = (anchor: { provinces: { mspId: string }[] }, mspId: string): boolean =>
  anchor.provinces.some((province) => province.mspId === mspId);

export async function anchorOnLedger(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
): Promise<Anchor> {
  const current = await asAdministrator(folders, plan, province, currentAnchor);
  if (current === undefined) throw new NetworkError('NETWORK_UNINITIALISED', 'Run “up” first.');
  return current.anchor;
}

/** The id of an open proposal of a trust anchor that is the wanted one. */
async function openProposal(
  folders: NetworkFolders,
  plan: FabricPlan,
  member: FabricProvince,
  isWanted: (anchor: Anchor) => boolean,
): Promise<string | undefined> {
  return asAdministrator(folders, plan, member, async (contract) => {
    for await (const id of anchorProposals(contract)) {
      const reply = ofAnchor.safeParse(jsonOf(await contract.evaluateTransaction('GetProposal', id)));
      const anchor = reply.data?.proposal.items[0].anchor;
      if (anchor && isWanted(anchor)) return id;
    }
    return undefined;
  });
}

/** The ids of the open proposals of a trust anchor, page by page. */
async function* anchorProposals(contract: Contract): AsyncGenerator<string> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const reply = await contract.evaluateTransaction('GetProposals', after, String(PAGE));
    const { proposals } = index.parse(jsonOf(reply));
    for (const { id, kinds } of proposals) if (kinds.join() === 'anchor') yield id;
    after = proposals.length < PAGE ? undefined : proposals.at(-1)?.id;
  }
}

/**
 * One member proposes the trust anchor's successor, with the province in it. The contract refuses what breaks
 * its rules now, before anything of the network is changed.
 *
 * @returns the proposal's id; undefined where the province is admitted already
 */
export async function proposeAdmission(
  folders: NetworkFolders,
  plan: FabricPlan,
  province: FabricProvince,
  proposer: FabricProvince,
  threshold?: number,
): Promise<string | undefined> {
  const anchor = await anchorOnLedger(folders, plan, proposer);
  if (includes(anchor, province.mspId)) return undefined;
  const provinces = [...anchor.provinces, { ...(await recordOf(folders, province)) }];
  provinces.sort((a, b) => (a.mspId < b.mspId ? -1 : 1));
  const successor = { ...anchor, n: anchor.n + 1, threshold: threshold ?? anchor.threshold, provinces };
  return proposeAnchor(folders, plan, proposer, successor, (open) => includes(open, province.mspId));
}

/**
 * One member proposes a trust anchor, unless one with its number that serves as well is proposed already.
 *
 * @returns the proposal's id
 */
export async function proposeAnchor(
  folders: NetworkFolders,
  plan: FabricPlan,
  proposer: FabricProvince,
  anchor: Anchor,
  serves: (open: Anchor) => boolean,
): Promise<string> {
  const isWanted = (open: Anchor): boolean => open.n === anchor.n && serves(open);
  const pending = await openProposal(folders, plan, proposer, isWanted);
  if (pending !== undefined) return pending;
  const proposal = JSON.stringify({ items: [{ kind: 'anchor', anchor }] });
  return proposed.parse(await submit(folders, plan, proposer, 'Propose', proposal)).proposal;
}

/**
 * The other members approve until their count suffices.
 *
 * @returns the trust anchor on the ledger afterwards
 */
export async function approveAnchor(
  folders: NetworkFolders,
  plan: FabricPlan,
  proposal: string | undefined,
  [proposer, ...others]: readonly [FabricProvince, ...FabricProvince[]],
): Promise<Anchor> {
  for (const approver of proposal === undefined ? [] : others) {
    try {
      const reply = await submit(folders, plan, approver, 'Approve', proposal as string);
      if (proposed.parse(reply).enacted) return await anchorOnLedger(folders, plan, approver);
    } catch (error) {
      // An earlier try came this far.
      if (refusalOf(error) !== 'PROPOSAL_APPROVED') throw error;
    }
  }
  return anchorOnLedger(folders, plan, proposer);
}
