import { Refusal } from '../refusal';
import { canonicalJson } from '../canonical/json';
import type { Json, JsonObject } from '../canonical/json';
import { featureName, issuerCode, mspId, typeCode, typeCodes } from '../input/forms';
import { parseJson } from '../input/json';
import { ascending, list, members, oneOf, writtenName } from '../input/shape';
import { parseAnchor } from '../network/anchor';
import type { TrustAnchor } from '../network/anchor';

/** Who owns an issuer of a province that leaves. */
interface Heir {
  readonly issuer: string;
  readonly to: string;
}

/** One thing that changes the network. */
export type Item =
  | { readonly kind: 'type'; readonly type: { readonly code: string; readonly name: string } }
  | {
      readonly kind: 'issuer';
      readonly issuer: string;
      readonly name: string;
      readonly mspId: string;
      readonly types: readonly string[];
    }
  | { readonly kind: 'succession'; readonly from: string; readonly to: string }
  | {
      readonly kind: 'anchor';
      readonly anchor: TrustAnchor;
      readonly heirs?: readonly Heir[];
      /** The heir of issuers that are not named, whichever the leaving province registers until it is decided. */
      readonly otherHeir?: string;
    }
  | { readonly kind: 'feature'; readonly feature: string };

export type ItemOf<K extends Item['kind']> = Extract<Item, { kind: K }>;

/** Proposed by one province, approved by several, enacted as one. */
export interface Proposal {
  readonly items: readonly Item[];
}

const MAX_ITEMS = 100;
const MAX_BYTES = 64 * 1024;
/** An anchor of 64 provinces with a few certificates each fits. */
export const MAX_ANCHOR_BYTES = 256 * 1024;

const READERS: { readonly [K in Item['kind']]: (item: JsonObject, where: string) => Item } = {
  type(item, where) {
    members(item, where, ['kind', 'type']);
    const type = members(item['type'], `${where}.type`, ['code', 'name']);
    const code = typeCode(type['code'], `${where}.type.code`);
    return { kind: 'type', type: { code, name: writtenName(type['name'], `${where}.type.name`) } };
  },
  issuer(item, where) {
    members(item, where, ['kind', 'issuer', 'name', 'mspId', 'types']);
    return {
      kind: 'issuer',
      issuer: issuerCode(item['issuer'], `${where}.issuer`),
      name: writtenName(item['name'], `${where}.name`),
      mspId: mspId(item['mspId'], `${where}.mspId`),
      types: typeCodes(item['types'], `${where}.types`, 0),
    };
  },
  succession(item, where) {
    members(item, where, ['kind', 'from', 'to']);
    return {
      kind: 'succession',
      from: issuerCode(item['from'], `${where}.from`),
      to: issuerCode(item['to'], `${where}.to`),
    };
  },
  anchor(item, where) {
    members(item, where, ['kind', 'anchor'], ['heirs', 'otherHeir']);
    const { heirs, otherHeir } = item;
    return {
      kind: 'anchor',
      anchor: parseAnchor(item['anchor'], `${where}.anchor`),
      ...(heirs === undefined ? {} : { heirs: parseHeirs(heirs, `${where}.heirs`) }),
      ...(otherHeir === undefined ? {} : { otherHeir: mspId(otherHeir, `${where}.otherHeir`) }),
    };
  },
  feature(item, where) {
    members(item, where, ['kind', 'feature']);
    return { kind: 'feature', feature: featureName(item['feature'], `${where}.feature`) };
  },
};

function parseHeirs(value: Json, where: string): readonly Heir[] {
  const heirs = list(value, where, { min: 1, max: 5000 }, (heir, at) => {
    const { issuer, to } = members(heir, at, ['issuer', 'to']);
    return { issuer: issuerCode(issuer, `${at}.issuer`), to: mspId(to, `${at}.to`) };
  });
  return ascending(heirs, where, ({ issuer }) => issuer);
}

function parseItem(value: Json, where: string): Item {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Refusal('INPUT_INVALID', `${where} is not an object`);
  const item = value as JsonObject;
  const kinds = Object.keys(READERS) as Item['kind'][];
  return READERS[oneOf(item['kind'], `${where}.kind`, kinds)](item, where);
}

/** A proposal from a client: 1 to 100 items, a trust anchor by itself, bounded in its canonical form. */
export function parseProposal(text: string): Proposal {
  const { items: given } = members(parseJson(text, 'proposal', 2 * MAX_ANCHOR_BYTES), 'proposal', ['items']);
  const items = list(given, 'proposal.items', { min: 1, max: MAX_ITEMS }, parseItem);
  const hasAnchor = items.some(({ kind }) => kind === 'anchor');
  if (hasAnchor && items.length > 1)
    throw new Refusal('INPUT_INVALID', 'proposal.items: a trust anchor stands alone in its proposal');
  const max = hasAnchor ? MAX_ANCHOR_BYTES : MAX_BYTES;
  if (bytesOf({ items }) > max) throw new Refusal('INPUT_INVALID', `proposal is longer than ${max} bytes`);
  return { items };
}

/** The length of the canonical JSON. */
export function bytesOf(proposal: Proposal): number {
  return Buffer.byteLength(canonicalJson(proposal as unknown as Json));
}
