import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { readHead } from '../logs/logs';
import { findIssuer, readIssuer } from '../issuers/issuers';
import { checkTypes, findType, writeType } from '../issuers/types';
import { demandCode } from '../issuers/uscc';
import { Overlay } from '../state/overlay';
import type { Transaction } from '../state/transaction';
import { readNetwork } from '../network/network';
import { Decision } from './decision';
import { enactAnchor } from './enact-anchor';
import type { Item, ItemOf, Proposal } from './proposal';

/** A decision that could be enacted now. */
export interface Enactment {
  /** The items as the network's record has them: each with the versions of the issuers that it found. */
  readonly items: readonly JsonObject[];
  /** Issuers that would get another owner, sorted. */
  readonly moves: readonly string[];
  write(): Promise<void>;
}

/** Refuses what could not be enacted now; run when a proposal is made and again when it is enacted. */
export async function prepare(tx: Transaction, proposal: Proposal): Promise<Enactment> {
  const network = await readNetwork(tx.state);
  const { seq } = await readHead(tx.state, 'n', network.network);
  const overlay = new Overlay(tx.state);
  const decision = new Decision(overlay, tx.channel, network, seq + 1);
  const items: JsonObject[] = [];
  for (const item of proposal.items) items.push(await enact(decision, item));
  return { items, moves: decision.moves.sort(), write: () => overlay.flush() };
}

function enact(decision: Decision, item: Item): Promise<JsonObject> {
  switch (item.kind) {
    case 'anchor':
      return enactAnchor(decision, item);
    case 'type':
      return enactType(decision, item);
    case 'issuer':
      return enactIssuer(decision, item);
    case 'succession':
      return enactSuccession(decision, item);
    case 'feature':
      return enactFeature(decision, item);
  }
}

async function enactType({ state }: Decision, item: ItemOf<'type'>): Promise<JsonObject> {
  const { code, name } = item.type;
  if ((await findType(state, code))?.name === name)
    throw new Refusal('PROPOSAL_STALE', `the type ${code} is approved under this name`);
  await writeType(state, item.type);
  return { kind: 'type', type: { code, name } };
}

async function enactFeature({ state }: Decision, { feature }: ItemOf<'feature'>): Promise<JsonObject> {
  if ((await state.get(['feature', feature])) !== undefined)
    throw new Refusal('PROPOSAL_STALE', `the feature ${feature} is on`);
  await state.put(['feature', feature], feature);
  return { kind: 'feature', feature };
}

async function enactIssuer(decision: Decision, item: ItemOf<'issuer'>): Promise<JsonObject> {
  const { issuer, name, mspId, types } = item;
  const { state, network } = decision;
  demandCode(issuer);
  if (!network.provinces.some((province) => province.mspId === mspId)) throw new Refusal('PROVINCE_UNKNOWN');
  await checkTypes(state, types);
  const current = await findIssuer(state, issuer);
  if (current?.successor !== undefined && current.mspId !== mspId)
    throw new Refusal('ISSUER_MERGED', `${issuer} moves with its successor ${current.successor}`);
  const { retired: _, ...kept } = current ?? {};
  const next = { ...kept, issuer, name, mspId, types };
  if (current && canonicalJson(current as unknown as Json) === canonicalJson(next as unknown as Json))
    throw new Refusal('PROPOSAL_STALE', `the issuer ${issuer} is registered like this`);
  const under = await decision.write(current, next);
  const merged = current && current.mspId !== mspId ? await decision.moveMerged(issuer, mspId) : {};
  return { kind: 'issuer', issuer, name, mspId, types, under, ...merged };
}

/** The province of the successor takes over the log of the merged department; its name stays. */
async function enactSuccession(decision: Decision, item: ItemOf<'succession'>): Promise<JsonObject> {
  const from = await readIssuer(decision.state, item.from);
  const to = await readIssuer(decision.state, item.to);
  if (from.issuer === to.issuer || from.successor !== undefined || to.successor !== undefined)
    throw new Refusal('PROPOSAL_STALE', 'one of the issuers has a successor, or both are the same');
  if (to.retired) throw new Refusal('ISSUER_RETIRED', `${to.issuer} has retired`);
  const { retired: _, ...kept } = from;
  const under = {
    from: await decision.write(from, { ...kept, mspId: to.mspId, successor: to.issuer }),
    to: await decision.write(to, to),
  };
  const merged = from.mspId === to.mspId ? {} : await decision.moveMerged(from.issuer, to.mspId);
  return { kind: 'succession', from: from.issuer, to: to.issuer, under, ...merged };
}
