import { Refusal } from '../refusal';
import type { Json } from '../canonical/json';
import { issuerCode, mspId, typeCode, typeCodes } from '../input/forms';
import { parseJson } from '../input/json';
import { members, name, oneOf } from '../input/shape';
import { parseAnchor } from '../network/anchor';
import type { TrustAnchor } from '../network/anchor';

/** Whatever changes the network, and so is proposed by one province and approved by several. */
export type Proposal =
  | { readonly kind: 'anchor'; readonly anchor: TrustAnchor }
  | { readonly kind: 'type'; readonly type: { readonly code: string; readonly name: string } }
  | {
      readonly kind: 'issuer';
      readonly issuer: string;
      readonly name: string;
      readonly mspId: string;
      readonly types: readonly string[];
    }
  | { readonly kind: 'succession'; readonly from: string; readonly to: string };

const READERS: { readonly [K in Proposal['kind']]: (value: Json) => Proposal } = {
  anchor(value) {
    const { anchor } = members(value, 'proposal', ['kind', 'anchor']);
    return { kind: 'anchor', anchor: parseAnchor(anchor, 'proposal.anchor') };
  },
  type(value) {
    const proposal = members(value, 'proposal', ['kind', 'type']);
    const type = members(proposal['type'], 'proposal.type', ['code', 'name']);
    const code = typeCode(type['code'], 'proposal.type.code');
    return { kind: 'type', type: { code, name: name(type['name'], 'proposal.type.name') } };
  },
  issuer(value) {
    const proposal = members(value, 'proposal', ['kind', 'issuer', 'name', 'mspId', 'types']);
    return {
      kind: 'issuer',
      issuer: issuerCode(proposal['issuer'], 'proposal.issuer'),
      name: name(proposal['name'], 'proposal.name'),
      mspId: mspId(proposal['mspId'], 'proposal.mspId'),
      types: typeCodes(proposal['types'], 'proposal.types', 0),
    };
  },
  succession(value) {
    const proposal = members(value, 'proposal', ['kind', 'from', 'to']);
    return {
      kind: 'succession',
      from: issuerCode(proposal['from'], 'proposal.from'),
      to: issuerCode(proposal['to'], 'proposal.to'),
    };
  },
};

/** An anchor of 64 provinces with a few certificates each fits. */
const MAX_BYTES = 1 << 20;

export function parseProposal(text: string): Proposal {
  const value = parseJson(text, 'proposal', MAX_BYTES);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Refusal('INPUT_INVALID', 'proposal is not an object');
  }
  const kinds = Object.keys(READERS) as Proposal['kind'][];
  const kind = oneOf((value as { kind?: Json }).kind, 'proposal.kind', kinds);
  return READERS[kind](value);
}
