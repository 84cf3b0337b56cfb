import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { findIssuer, readIssuer, writeIssuer } from '../issuers/issuers';
import type { Issuer } from '../issuers/issuers';
import { checkTypes, findType, writeType } from '../issuers/types';
import { demandCode } from '../issuers/uscc';
import type { State } from '../state/transaction';
import { CHAINCODE, checkAnchor } from '../network/anchor';
import { readAnchor, readNetwork, writeAnchor } from '../network/network';
import type { Proposal } from './proposal';

/** What enacting a proposal writes. */
interface Enactment {
  write(state: State): Promise<void>;
}

type Of<K extends Proposal['kind']> = Extract<Proposal, { kind: K }>;

/** Refuses what could not be enacted now; run when a proposal is made and again when it is enacted. */
export async function prepare(state: State, channel: string, proposal: Proposal): Promise<Enactment> {
  switch (proposal.kind) {
    case 'anchor':
      return prepareAnchor(state, channel, proposal);
    case 'type':
      return prepareType(state, proposal);
    case 'issuer':
      return prepareIssuer(state, proposal);
    case 'succession':
      return prepareSuccession(state, proposal);
  }
}

async function prepareAnchor(state: State, channel: string, { anchor }: Of<'anchor'>): Promise<Enactment> {
  const { network, n } = await readNetwork(state);
  if (anchor.network !== network || anchor.channel !== channel || anchor.chaincode !== CHAINCODE) {
    throw new Refusal('ANCHOR_INVALID', 'the anchor names another network, channel or chaincode');
  }
  if (anchor.n !== n + 1) throw new Refusal('PROPOSAL_STALE', `the next anchor is ${n + 1}, not ${anchor.n}`);
  checkAnchor(anchor);
  const current = await readAnchor(state, n);
  if (
    canonicalJson({ ...(anchor as unknown as JsonObject), n }) === canonicalJson(current as unknown as Json)
  ) {
    throw new Refusal('PROPOSAL_STALE', 'the anchor equals the current one');
  }
  return { write: (to) => writeAnchor(to, anchor) };
}

async function prepareType(state: State, { type }: Of<'type'>): Promise<Enactment> {
  const current = await findType(state, type.code);
  if (current?.name === type.name)
    throw new Refusal('PROPOSAL_STALE', 'the type is approved under this name');
  return { write: (to) => writeType(to, type) };
}

async function prepareIssuer(state: State, proposal: Of<'issuer'>): Promise<Enactment> {
  demandCode(proposal.issuer);
  const { provinces } = await readNetwork(state);
  if (!provinces.some(({ mspId }) => mspId === proposal.mspId)) throw new Refusal('PROVINCE_UNKNOWN');
  await checkTypes(state, proposal.types);
  const current = await findIssuer(state, proposal.issuer);
  const { issuer, name, mspId, types } = proposal;
  const next: Issuer = { ...current, issuer, name, mspId, types };
  if (current && canonicalJson(current as unknown as Json) === canonicalJson(next as unknown as Json)) {
    throw new Refusal('PROPOSAL_STALE', 'the issuer is registered like this');
  }
  return { write: (to) => writeIssuer(to, next) };
}

/** The province of the successor takes over the log of the merged department; its name stays. */
async function prepareSuccession(state: State, proposal: Of<'succession'>): Promise<Enactment> {
  const from = await readIssuer(state, proposal.from);
  const to = await readIssuer(state, proposal.to);
  if (from.issuer === to.issuer || from.successor !== undefined || to.successor !== undefined) {
    throw new Refusal('PROPOSAL_STALE', 'one of the issuers has a successor, or both are the same');
  }
  return { write: (state_) => writeIssuer(state_, { ...from, mspId: to.mspId, successor: to.issuer }) };
}
